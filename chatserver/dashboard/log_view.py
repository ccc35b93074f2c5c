"""The server's log below the people, which can be folded away."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatserver.dashboard import words
from chatserver.dashboard.diary import Diary
from chatserver.dashboard.tail import Tail
from chatserver.dashboard.text_view import TextView
from shared.tk.buttons import icon_button
from shared.tk.theme import Theme


class LogView(ttk.Frame):
    """`now_ms`: since 1970. It is as high as `set_height` said last."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, tail: Tail, now_ms: Callable[[], int]
    ) -> None:
        super().__init__(parent)
        self._theme, self._tail, self._now_ms = theme, tail, now_ms
        self._diary = Diary()
        self.is_open = True
        head = ttk.Frame(self, padding=(theme.px(16), theme.px(4), theme.px(10), 0))
        ttk.Label(head, text=words.LOG, style="Caption.TLabel").pack(side="left")
        self.fold = icon_button(head, theme, "chevron", words.FOLD, self.turn)
        self.fold.pack(side="right")
        head.pack(fill="x")
        self._box = ttk.Frame(self)
        self._box.pack(fill="both", expand=True)
        self._box.pack_propagate(False)
        self.lines = TextView(self._box, theme)
        self.lines.pack(fill="both", expand=True)

    def draw(self) -> None:
        """What was said since the last time."""
        now_ms = self._now_ms()
        self.lines.append(self._diary.write(self._tail.take_fresh(), now_ms))

    def set_height(self, height: int) -> None:
        """Of the lines, in pixels."""
        self._box.configure(height=height)

    def turn(self) -> None:
        """Hide the lines, or show them again."""
        self.is_open = not self.is_open
        icon = "chevron" if self.is_open else "chevron_up"
        self.fold.configure(image=self._theme.images.icon(icon, 20, "sub"))
        if self.is_open:
            self._box.pack(fill="both", expand=True)
        else:
            self._box.pack_forget()

    def go_to(self) -> None:
        """To be read by the keyboard."""
        if not self.is_open:
            self.turn()
        self.lines.text.focus_set()
