"""The pill that floats above the end of the messages: how many are new below."""

import math
import tkinter as tk
from collections.abc import Callable
from itertools import groupby

from shared.tk.theme import Theme

HEIGHT, SIDE, ABOVE_END = 32, 16, 12
STEP = 12


class Pill:
    """Widgets are opaque rectangles, so its round ends are thin strips, one above the other."""

    def __init__(self, master: tk.Misc, theme: Theme, command: Callable[[], None]) -> None:
        self._master, self._theme, self._command = master, theme, command
        self._strips: list[tk.Label] = []
        self._middle: tk.Label | None = None
        self._width = 0
        self._text = ""

    def show(self, text: str) -> None:
        """Empty: nothing."""
        if text == self._text:
            return
        self._text = text
        px = self._theme.px
        width = self._theme.fonts.small_bold.measure(text) + px(2 * SIDE + 20)
        width = -(-width // px(STEP)) * px(STEP)
        if not text:
            self._clear()
        elif self._middle is None or width != self._width:
            self._clear()
            self._build(width)
        else:
            self._middle.configure(text=text)

    def refresh(self) -> None:
        """Colours or fonts have changed."""
        text, self._text = self._text, ""
        self._clear()
        self.show(text)

    def _clear(self) -> None:
        for strip in self._strips:
            strip.destroy()
        self._strips, self._middle = [], None

    def _build(self, width: int) -> None:
        self._width = width
        theme = self._theme
        text_height = theme.fonts.small_bold.metrics("linespace")
        height = max(theme.px(HEIGHT), text_height + theme.px(10))
        insets = [_inset(row, height) for row in range(height)]
        for inset, rows in groupby(range(height), key=insets.__getitem__):
            numbers = list(rows)
            self._strip(numbers[0], len(numbers), width - 2 * inset, height)
        top = (height - text_height) // 2
        self._middle = self._strip(top, text_height, width - 2 * insets[top], height)
        self._middle.configure(text=self._text, compound="center")

    def _strip(self, top: int, thick: int, width: int, height: int) -> tk.Label:
        theme = self._theme
        strip = tk.Label(
            self._master,
            image=theme.images.rounded(width, thick, 0.0, "accent"),
            foreground=theme.palette.on_accent,
            background=theme.palette.accent,
            font=theme.fonts.small_bold,
            borderwidth=0,
            padx=0,
            pady=0,
            cursor="hand2",
        )
        above = height + theme.px(ABOVE_END)
        strip.place(relx=0.5, rely=1, anchor="n", y=top - above, width=width, height=thick)
        strip.bind("<Button-1>", lambda _: self._command())
        self._strips.append(strip)
        return strip


def _inset(row: int, height: int) -> int:
    """How far its half circles draw back in that row of pixels."""
    rise = abs(height / 2 - row - 0.5)
    return int(height / 2 - math.sqrt(height * height / 4 - rise * rise))
