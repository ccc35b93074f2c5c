"""The lowest line: where we are, how good the line is, what waits."""

import tkinter as tk
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
