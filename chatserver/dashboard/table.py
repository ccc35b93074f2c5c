"""A list in a dialog whose rows have a name, a line about it, and a button or two."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from msgspec import Struct

from shared.tk.cell import Cell
from shared.tk.listing import List, Section
from shared.tk.menu import pop_up
from shared.tk.theme import Theme

ROW, GAP = 48, 10
SCREEN_SHARE: Final = 0.4


class TableRow(Struct, frozen=True):
    """`deeds`: what can be done to it, as the buttons say it; the first is what Space does."""

    key: str
    name: str
    detail: str
    deeds: tuple[str, ...]


class Table(ttk.Frame):
    """`act(deed, key)`. `rows`: so many are seen before it scrolls. The keyboard: Space does the
    first deed, Menu shows all of them."""

    def __init__(
        self,
        master: tk.Misc,
        theme: Theme,
        empty: str,
        act: Callable[[str, str], object],
        width: int,
        rows: int,
    ) -> None:
        super().__init__(master)
        self._theme, self._act, self._size = theme, act, (width, rows)
        self.rows: Sequence[TableRow] = ()
        self.list = List(self, theme, self._do, self._ask_menu, ground="pane")
        self.list.pack(fill="both", expand=True)
        self._empty = ttk.Label(self.list, text=empty, style="Sub.TLabel")
        self.bind("<<ThemeChanged>>", lambda _: self._measure())
        self._measure()
        self.show(())

    def show(self, rows: Sequence[TableRow]) -> None:
        self.rows = rows
        self.list.show(
            [
                Section(
                    "",
                    "",
                    len(rows),
                    self._theme.tall(ROW),
                    lambda first, count: rows[first : first + count],
                    paint_row,
                    lambda row: row.key,
                )
            ]
        )
        if rows:
            self._empty.place_forget()
        else:
            self._empty.place(relx=0.5, rely=0.45, anchor="center")

    def _measure(self) -> None:
        width, rows = self._size
        most = round(self.winfo_screenheight() * SCREEN_SHARE)
        height = min(self._theme.tall(rows * ROW), most)
        self.list.canvas.configure(width=self._theme.tall(width), height=height)

    def _do(self, zone: str, row: TableRow | list[TableRow]) -> None:
        """A click on a button; a click elsewhere does nothing."""
        if not isinstance(row, TableRow):
            return
        deed = row.deeds[0] if zone == "toggle" and row.deeds else zone
        if deed in row.deeds:
            self._act(deed, row.key)

    def _ask_menu(self, row: TableRow, x: int, y: int) -> None:
        entries = [(deed, lambda deed=deed: self._act(deed, row.key)) for deed in row.deeds]
        if entries:
            pop_up(self._theme, self.list, entries, x, y)


def paint_row(cell: Cell, row: TableRow) -> None:
    """The names of the zones are the deeds."""
    theme, fonts, px = cell.theme, cell.theme.fonts, cell.theme.px
    if cell.is_hovered or cell.has_cursor:
        cell.fill("hover" if cell.is_hovered else cell.ground, "ring" if cell.has_cursor else "")
    right = cell.right
    for deed in reversed(row.deeds):
        width = fonts.measure(deed, fonts.small_bold) + px(20)
        tall = theme.tall(26)
        image = theme.images.rounded(width, tall, px(7), "field", "edge", 1.0, cell.ground)
        cell.image(right - width, cell.middle, image)
        cell.text(right - width // 2, cell.middle, deed, fonts.small_bold, anchor="center")
        cell.zone(deed, right - width, right)
        right -= width + px(6)
    room = max(1, right - cell.left - px(GAP))
    upper, lower = cell.middle - theme.tall(9), cell.middle + theme.tall(9)
    cell.text(cell.left, upper, row.name, fonts.bold, width=room)
    cell.text(cell.left, lower, row.detail, fonts.small, "sub", width=room)
