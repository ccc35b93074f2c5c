"""A QR code on a canvas: whole pixels for each module, dark on white with its quiet zone, in dark
windows too, because cameras expect that."""

import tkinter as tk
from collections.abc import Sequence
from typing import Final

from shared.tk.theme import Theme

QUIET: Final = 4
"""Modules around it; ISO/IEC 18004 demands them."""
INK, PAPER = "#000000", "#ffffff"
Run = tuple[int, int, int]  # row, first column, column behind the last


class QrCode(tk.Canvas):
    def __init__(self, master: tk.Misc, theme: Theme, size: int) -> None:
        """`size`: its edge at 96 dpi; it is never larger, and a little smaller mostly."""
        super().__init__(master, borderwidth=0, highlightthickness=0)
        self._theme, self._size = theme, theme.px(size)
        self._text = ""
        self.show("")

    def show(self, text: str) -> None:
        """Empty: a frame where it will be."""
        self.delete("all")
        self._text = text
        self.configure(width=self._size, height=self._size)
        if not text:
            self._show_frame()
            return
        matrix = make_matrix(text)
        unit = max(1, self._size // (len(matrix) + 2 * QUIET))
        edge = unit * (len(matrix) + 2 * QUIET)
        self.configure(width=edge, height=edge, background=PAPER)
        for row, first, last in dark_runs(matrix):
            left, top = (first + QUIET) * unit, (row + QUIET) * unit
            right = (last + QUIET) * unit
            self.create_rectangle(left, top, right, top + unit, fill=INK, width=0)

    def _show_frame(self) -> None:
        colour, last = self._theme.colour, self._size - 1
        self.configure(background=colour("pane"))
        self.create_rectangle(0, 0, last, last, outline=colour("line"), dash=(4, 4))


def make_matrix(text: str) -> list[list[bool]]:
    """Without the quiet zone. Imported late: nobody else needs it."""
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def dark_runs(matrix: Sequence[Sequence[bool]]) -> list[Run]:
    """Dark modules beside each other, as one: fewer things to draw, and no seams."""
    runs: list[Run] = []
    for number, row in enumerate(matrix):
        start: int | None = None
        for column, is_dark in enumerate([*row, False]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                runs.append((number, start, column))
                start = None
    return runs
