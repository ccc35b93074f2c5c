"""The lowest line: what the server last answered, which one it is, and the way to end it; or to
start it again."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chatserver.dashboard import words
from shared.text import one_line
from shared.tk.theme import Theme
from shared.tk.tooltip import explain

SHOWN_MS: Final = 12_000


class Foot(ttk.Frame):
    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        quit_server: Callable[[], object],
        start_server: Callable[[], object],
    ) -> None:
        px = theme.px
        super().__init__(parent, style="Side.TFrame", padding=(px(16), px(4), px(8), px(4)))
        self._theme = theme
        self._usual, self._said, self._is_wrong = "", "", False
        self._timer: str | None = None
        self._text = ttk.Label(self, style="Side.Sub.TLabel", compound="left", takefocus=False)
        quiet = "Side.Quiet.TButton"
        self.quit_button = ttk.Button(self, text=words.QUIT, style=quiet, command=quit_server)
        self.start_button = ttk.Button(self, text=words.START, style=quiet, command=start_server)
        self._text.pack(side="left", fill="x", expand=True)
        explain(theme, self._text, lambda: self._said or self._usual)
        self.bind("<Configure>", lambda _: self._fit())
        self.bind("<<ThemeChanged>>", lambda _: self._fit())
        self.bind("<Destroy>", lambda _: self._stop(), add=True)

    def show(self, usual: str, *, can_quit: bool, can_start: bool = False) -> None:
        """What stands there while nothing else is to be said."""
        for button, is_shown in ((self.quit_button, can_quit), (self.start_button, can_start)):
            if is_shown:
                button.pack(side="right", before=self._text)
            else:
                button.pack_forget()
        if usual != self._usual:
            self._usual = usual
            self._fit()

    def say(self, text: str, is_wrong: bool = False) -> None:
        """For a while; the person may have asked, and looked away."""
        self._stop()
        self._said, self._is_wrong = one_line(text), is_wrong
        self._timer = self.after(SHOWN_MS, self._forget)
        self._fit()

    @property
    def said(self) -> str:
        return self._said

    def _forget(self) -> None:
        self._timer = None
        self._said = ""
        self._fit()

    def _stop(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None

    def _fit(self) -> None:
        theme, fonts = self._theme, self._theme.fonts
        buttons = (self.quit_button, self.start_button)
        beside = sum(one.winfo_reqwidth() for one in buttons if one.winfo_manager())
        room = self.winfo_width() - beside - theme.px(60)
        text = fonts.fit(self._said or self._usual, fonts.small, max(1, room))
        is_wrong = bool(self._said) and self._is_wrong
        icon = theme.images.icon(
            "warning" if is_wrong else "check", 16, "warn" if is_wrong else "sub"
        )
        self._text.configure(
            text=" " + text if self._said else text,
            image=icon if self._said else "",
            style="Side.Warning.TLabel" if is_wrong else "Side.Sub.TLabel",
        )
