"""The servers to choose from: those found on the network, and those joined before."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final

from chatgui.app.choice import Problem
from chatgui.app.nearby import ServerRow
from chatgui.app.starting import Starting
from chatgui.app.words import dialogs as words
from chatgui.tk.problem_line import ProblemLine
from shared.tk.cell import Cell
from shared.tk.layout import Place
from shared.tk.listing import List, Section
from shared.tk.style import dot_image
from shared.tk.theme import Theme

HEIGHT: Final = 220
"""Always: what comes in must not move what somebody is about to click on."""

FOUND_ROW, RECENT_ROW = 52, 42
WIDTH: Final = 440

Act = Callable[[], object]


class ServerList(ttk.Frame):
    """`choose(row)`, `search()`: what the person wants; `draw` after each change. Rows that come
    and go move neither the focus nor what is chosen."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        starting: Starting,
        choose: Callable[[ServerRow], object],
        search: Act,
    ) -> None:
        super().__init__(parent)
        self._theme, self._starting, self._choose = theme, starting, choose
        self._drawn: tuple[object, ...] = ()
        self.columnconfigure(0, weight=1)
        caption = ttk.Label(self, text=words.SERVERS, style="Caption.TLabel")
        caption.grid(row=0, column=0, sticky="w")
        self.search = ttk.Button(
            self, text=words.SEARCH_AGAIN, style="Link.TButton", command=search
        )
        self.search.grid(row=0, column=1, sticky="e")
        self.list = List(self, theme, self._act, ground="pane")
        self.list.canvas.configure(height=theme.px(HEIGHT))
        self.list.grid(row=1, column=0, columnspan=2, sticky="we", pady=(theme.px(4), 0))
        self.nothing = ttk.Label(self.list, style="Sub.TLabel")
        self.warning = ProblemLine(self, theme, WIDTH)
        self.warning.grid(row=2, column=0, columnspan=2, sticky="we", pady=(theme.px(6), 0))
        for key, step in (("Up", -1), ("Down", 1)):
            self.list.canvas.bind(f"<{key}>", self._stepper(step))

    def draw(self) -> None:
        starting = self._starting
        looks = starting.found, starting.recent, starting.searching, starting.warning
        self.search.state(["disabled" if starting.is_searching else "!disabled"])
        if looks == self._drawn:
            return
        self._drawn = looks
        self._draw_rows(starting.found, starting.recent)
        self.warning.show(Problem(starting.warning) if starting.warning else None)

    def _draw_rows(self, found: Sequence[ServerRow], recent: Sequence[ServerRow]) -> None:
        """Servers found stand under a head of their own where there are others as well."""
        tall = self._theme.tall
        self.list.show(
            [
                _section(words.NEARBY if found else "", found, tall(FOUND_ROW)),
                _section(words.RECENT if recent else "", recent, tall(RECENT_ROW)),
            ]
        )
        self.nothing.configure(text=self._starting.searching)
        if found or not self._starting.searching:
            self.nothing.place_forget()
        else:  # below the others, if there are any
            rely = 0.88 if recent else 0.5
            self.nothing.place(relx=0.5, rely=rely, anchor="center")

    def _act(self, zone: str, row: ServerRow) -> None:
        if zone != "extend":  # one is joined, never several
            self._choose(row)

    # --- the keyboard: as radio buttons, who moves chooses -----------------------------------

    def _stepper(self, step: int) -> Callable[["tk.Event[Any]"], str]:
        def move(_: "tk.Event[Any]") -> str:
            places = self._places()
            at = next((n for n, (_, row) in enumerate(places) if row.is_chosen), None)
            if places:
                to = 0 if at is None else max(0, min(len(places) - 1, at + step))
                self.list.place_cursor(places[to][0])
                self._choose(places[to][1])
            return "break"

        return move

    def _places(self) -> Sequence[tuple[Place, ServerRow]]:
        parts = enumerate((self._starting.found, self._starting.recent))
        return [
            (Place(part, number), row) for part, rows in parts for number, row in enumerate(rows)
        ]


def _section(head: str, rows: Sequence[ServerRow], height: int) -> Section:
    return Section(head, "", len(rows), height, _pick(rows), paint_server, lambda row: row.typed)


def _pick(rows: Sequence[ServerRow]) -> Callable[[int, int], Sequence[ServerRow]]:
    return lambda first, count: rows[first : first + count]


def paint_server(cell: Cell, row: ServerRow) -> None:
    """A radio button, the server's name, what is told of it, and whether its key is known."""
    theme, fonts, px = cell.theme, cell.theme.fonts, cell.theme.px
    ring = "ring" if cell.has_cursor else ""
    if row.is_chosen or cell.is_hovered or ring:
        ground = "select" if row.is_chosen else "hover" if cell.is_hovered else cell.ground
        cell.fill(ground, ring, inset=0)
    left = cell.image(cell.left, cell.middle, dot_image(theme, row.is_chosen)) + px(12)
    right = cell.right
    if row.is_known:
        note = words.KNOWN_SERVER
        right -= cell.text(right, cell.middle, note, fonts.small, "link", "e") + px(6)
        right -= cell.icon(right, cell.middle, "shield", 16, "link", "e") + px(12)
    font = fonts.bold if row.is_chosen else fonts.body
    half = theme.tall(9) if row.note else 0
    cell.text(left, cell.middle - half, row.title, font, width=right - left)
    if row.note:
        below = cell.middle + half + px(1)
        cell.text(left, below, row.note, fonts.small, "sub", width=right - left)
