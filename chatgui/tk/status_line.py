"""The lowest line: where we are, how good the line is, what waits; and above it what is wrong."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatgui.app.rows import StatusBar
from shared.tk.theme import Theme


class StatusLine(ttk.Frame):
    """A hollow dot and the words say that something is wrong; the colour is not needed."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        px = theme.px
        super().__init__(parent, style="Side.TFrame", padding=(px(16), px(6)))
        self._theme = theme
        self._where = ttk.Label(self, style="Side.Sub.TLabel", compound="left")
        self._waiting = ttk.Label(self, style="Side.Sub.TLabel", compound="left")
        self._waiting.configure(image=theme.images.icon("clock", 16, "sub"))
        self._where.pack(side="left")
        self._status = StatusBar("", "", False, "")
        self.bind("<Configure>", lambda _: self._fit())
        self.bind("<<ThemeChanged>>", lambda _: self._fit())

    def show(self, status: StatusBar) -> None:
        if status == self._status:  # mostly: it is asked for each second
            return
        self._status = status
        self._where.configure(image=self._dot(status.is_well))
        self._waiting.configure(text=" " + status.waiting)
        if status.waiting:
            self._waiting.pack(side="right")
        else:
            self._waiting.pack_forget()
        self._fit()

    def _dot(self, is_well: bool) -> tk.PhotoImage:
        images, size = self._theme.images, self._theme.px(8)
        return images.disc(size, "here") if is_well else images.disc(size, "side", "away", 2)

    def _fit(self) -> None:
        room = self.winfo_width() - self._theme.px(48)
        if self._status.waiting:
            room -= self._waiting.winfo_reqwidth() + self._theme.px(16)
        fonts = self._theme.fonts
        text = fonts.fit(self._status.text, fonts.small, max(1, room))
        self._where.configure(text="  " + text)


class Banner(ttk.Frame):
    """A sentence that stays: until it is over, or until the person has closed it."""

    def __init__(self, parent: tk.Misc, theme: Theme, on_close: Callable[[], object]) -> None:
        px = theme.px
        super().__init__(parent, style="WarnBar.TFrame", padding=(px(16), px(4), px(8), px(4)))
        self._theme = theme
        self._shown: tuple[str, bool, bool] | None = None
        image = theme.images.icon("warning", 16, "warn")
        self._icon = ttk.Label(self, image=image, style="WarnBar.TLabel")
        self._text = ttk.Label(self, style="WarnBar.Warning.TLabel")
        cross = theme.images.icon("close", 16, "warn")
        self.close = ttk.Button(self, image=cross, style="WarnBar.Icon.TButton", command=on_close)
        self._icon.pack(side="left")
        self._text.pack(side="left", padx=px(8), fill="x", expand=True)
        self.buttons: list[ttk.Button] = []
        self.bind("<Configure>", lambda _: self._wrap())

    def add_button(self, text: str, command: Callable[[], object]) -> None:
        """From left to right; `show` says when they are there."""
        self.buttons.append(ttk.Button(self, text=text, command=command))

    def show(self, text: str, can_close: bool, has_buttons: bool = False) -> None:
        """`text` empty: hide."""
        if (text, can_close, has_buttons) == self._shown:
            return
        self._shown = text, can_close, has_buttons
        for button in reversed(self.buttons):
            button.pack_forget()
            if has_buttons:
                button.pack(side="right", padx=self._theme.px(4), before=self._text)
        self._text.configure(text=text)
        if can_close:
            self.close.pack(side="right", before=self._icon)
        else:
            self.close.pack_forget()
        if text:
            self.grid()
        else:
            self.grid_remove()

    def _wrap(self) -> None:
        buttons = sum(button.winfo_reqwidth() for button in self.buttons if button.winfo_manager())
        room = self.winfo_width() - buttons - self._theme.px(110)
        self._text.configure(wraplength=max(1, room))
