"""What the dashboard's dialogs have in common: they ask the server, and may be gone when it
answers."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final, NamedTuple

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.control.operations import AnyOperation
from chatserver.dashboard import words
from chatserver.dashboard.asking import Then
from chatserver.dashboard.board import Board
from shared.text import sanitise
from shared.tk.dialog import MARGIN, SCREEN_SHARE, Dialog, ask
from shared.tk.question import Question
from shared.tk.theme import Theme

ICON_WIDTH: Final = 24
REFRESH_MS: Final = 5000


class Owner(NamedTuple):
    """What the windows can do. `copy(text)`: into the clipboard, and say so; `tell(answer)`: in
    the main window; `now_ms`: since 1970, by this computer."""

    board: Board
    ask: Callable[[AnyOperation, Then], object]
    copy: Callable[[str], object]
    tell: Callable[[AnyAnswer], object]
    now_ms: Callable[[], int]


class OwnerDialog(Dialog):
    """Not modal: the main window goes on beside it."""

    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner, title: str) -> None:
        super().__init__(parent, theme, title, is_modal=False)
        self.owner = owner
        self._refreshed_ms = owner.now_ms()

    def draw(self) -> None:
        now_ms = self.owner.now_ms()
        if abs(now_ms - self._refreshed_ms) >= REFRESH_MS:
            self._refreshed_ms = now_ms
            self.refresh()

    def refresh(self) -> None:
        """For dialogs with a list that others change too: called now and then while they are open.
        Nothing is to be said where it fails."""

    def ask_server(self, operation: AnyOperation, then: Then) -> None:
        """`then` is not called when the dialog was closed meanwhile; the main window says it."""

        def heard(answer: AnyAnswer) -> None:
            if self.winfo_exists():
                then(answer)
            elif isinstance(answer, Told | Refused):
                self.owner.tell(answer)

        self.owner.ask(operation, heard)

    def ask_first(self, text: str, yes: str, act: Callable[[], object]) -> None:
        """`act` where the person is sure; `yes`: what they answer then."""
        question = Question(text, yes, words.CANCEL, is_grave=True)
        ask(self, self.theme, question, lambda is_sure: act() if is_sure else None)

    def within_screen(self, width: int) -> int:
        """So wide, at 96 dpi and with text of the usual size; less on a small screen."""
        room = self.winfo_screenwidth() * SCREEN_SHARE - 2 * self.theme.px(MARGIN)
        return min(width, round(1000 * room / self.theme.tall(1000)))

    def caption(self, master: tk.Misc, text: str) -> ttk.Label:
        return ttk.Label(master, text=text, style="Caption.TLabel")


class Answered:
    """A line of words below what was asked: done, or why not. A sign, so that it is not told by
    colour alone."""

    def __init__(self, dialog: Dialog, master: tk.Misc, width: int) -> None:
        self._theme, px = dialog.theme, dialog.theme.px
        self.frame = ttk.Frame(master)
        self.icon = ttk.Label(self.frame)
        self.label = dialog.add_text(self.frame, "", width - ICON_WIDTH, "Sub.TLabel")
        self.icon.pack(side="left", anchor="n", pady=(px(1), 0))
        self.label.pack(side="left", padx=(px(6), 0))

    def say(self, text: str, is_wrong: bool = False) -> None:
        images = self._theme.images
        icon, colour = ("warning", "warn") if is_wrong else ("check", "sub")
        self.icon.configure(image=images.icon(icon, 16, colour) if text else "")
        style = "Warning.TLabel" if is_wrong else "Sub.TLabel"
        self.label.configure(text=sanitise(text), style=style)

    def hear(self, answer: AnyAnswer) -> bool:
        """Say it; whether it was done."""
        if isinstance(answer, Refused):
            self.say(answer.text, is_wrong=True)
            return False
        if isinstance(answer, Told):
            self.say(answer.text, is_wrong=not answer.is_kept)
            return True
        self.say(words.UNEXPECTED)
        return False
