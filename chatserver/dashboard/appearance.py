"""Light or dark, as the desktop is; it is asked before Tk starts, and answers when it likes."""

import tkinter as tk

from shared.tk.palette import choose_palette
from shared.tk.points import NORMAL_POINTS
from shared.tk.system_theme import Inquiry
from shared.tk.theme import Theme

ASK_MS, ASKS = 100, 20


class Appearance:
    def __init__(self, root: tk.Tk, inquiry: Inquiry, points: int = NORMAL_POINTS) -> None:
        self._root, self._inquiry = root, inquiry
        self._asks = 0
        self._timer: str | None = None
        palette = choose_palette("system", False, bool(inquiry.answer()))
        self.theme = Theme(root, palette, points)
        self._ask()

    def close(self) -> None:
        self._inquiry.close()
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None

    def _ask(self) -> None:
        self._timer = None
        palette = choose_palette("system", False, bool(self._inquiry.answer()))
        if palette is not self.theme.palette:
            self.theme.change(palette)
        self._asks += 1
        if self._inquiry.is_over or self._asks > ASKS:
            self._inquiry.close()
        else:
            self._timer = self._root.after(ASK_MS, self._ask)
