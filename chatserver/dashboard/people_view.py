"""Who is here: a filter, the list, and below it what can be done to the one who is chosen."""

import tkinter as tk
from collections.abc import Callable, Mapping
from tkinter import ttk
from typing import Final

from chatserver.control.answers import PersonHere
from chatserver.dashboard import words
from chatserver.dashboard.board import Board
from chatserver.dashboard.crowd import Row
from chatserver.dashboard.person_rows import HEIGHT, paint_person
from shared.text import one_line
from shared.tk.cell import Cell
from shared.tk.fields import Field
from shared.tk.layout import Place
from shared.tk.listing import List, Section
from shared.tk.menu import pop_up
from shared.tk.theme import Theme

Deed = Callable[[PersonHere], object]
DEEDS: Final = (("kick", words.KICK), ("ban", words.BAN), ("release", words.RELEASE))


class PeopleView(ttk.Frame):
    """`deeds`: what is done to a person, by its name in `DEEDS`, and "copy_name" and
    "copy_address". `wanted`: the board may have something to ask at once."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        board: Board,
        deeds: Mapping[str, Deed],
        wanted: Callable[[], object],
        now_ms: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self._theme, self._board, self._deeds, self._wanted = theme, board, deeds, wanted
        self._now_ms = now_ms
        px = theme.px
        self.field = Field(self, theme, words.FILTER, "search", self._filter)
        self.field.pack(fill="x", padx=px(16), pady=(0, px(8)))
        self._build_bar()
        self.list = List(self, theme, self._act, self._ask_menu, ground="pane")
        self.list.pack(fill="both", expand=True)
        self.bar.lift()  # Tab comes to it behind the list
        self._hint = ttk.Label(self.list, style="Sub.TLabel", anchor="center", justify="center")
        self.list.canvas.bind("<Delete>", lambda _: self._do_by_key("kick"))
        self.list.bind("<Configure>", lambda event: self._wrap(event.width))
        self.field.entry.bind("<Down>", lambda _: self._enter_list())
        self.field.entry.bind("<Return>", lambda _: self._enter_list())
        self.draw()

    def _build_bar(self) -> None:
        px = self._theme.px
        self.bar = ttk.Frame(self, padding=(px(16), px(8), px(16), px(8)))
        self._whom = ttk.Label(self.bar, style="Bold.TLabel")
        self.buttons: dict[str, ttk.Button] = {}
        for name, text in reversed(DEEDS):
            button = ttk.Button(self.bar, text=text, command=lambda name=name: self._do(name))  # type: ignore[misc]
            button.pack(side="right", padx=(px(8), 0))
            self.buttons[name] = button
        for name, _ in DEEDS:  # Tab goes from left to right
            self.buttons[name].lift()
        self._whom.pack(side="left", fill="x", expand=True)
        self.bar.bind("<Configure>", lambda _: self._fit_bar())

    # --- shown -------------------------------------------------------------------------------

    def draw(self) -> None:
        crowd = self._board.crowd
        self.list.show(
            [
                Section(
                    "",
                    "",
                    crowd.total,
                    self._theme.tall(HEIGHT),
                    self._fetch,
                    self._paint,
                    _key,
                )
            ]
        )
        self._hint.configure(text=self._board.hint)
        if self._board.hint:
            self._hint.place(relx=0.5, rely=0.4, anchor="center")
        else:
            self._hint.place_forget()
        self._draw_bar()

    def focus_filter(self) -> None:
        self.field.entry.focus_set()
        self.field.entry.selection_range(0, "end")

    def go_back(self) -> bool:
        """Out of a choice or a filter; False: there was none."""
        if self._board.crowd.chosen is not None:
            self.choose(None)
            self.list.canvas.focus_set()
        elif self.field.get():
            self.field.set("")
        else:
            return False
        return True

    def choose(self, person: PersonHere | None) -> None:
        self._board.crowd.choose(person)
        self.draw()

    def _draw_bar(self) -> None:
        chosen = self._board.crowd.chosen
        if chosen is None:
            if self.bar.winfo_manager():
                if self.focus_displayof() in self.buttons.values():
                    self.list.canvas.focus_set()
                self.bar.pack_forget()
            return
        if not self.bar.winfo_manager():
            self.bar.pack(side="bottom", fill="x", before=self.list)
        self._fit_bar()

    def _fit_bar(self) -> None:
        chosen, fonts = self._board.crowd.chosen, self._theme.fonts
        if chosen is not None:
            taken = sum(button.winfo_reqwidth() for button in self.buttons.values())
            room = self.bar.winfo_width() - taken - self._theme.px(32 + 4 * 8)
            name = one_line(chosen.name)
            self._whom.configure(text=fonts.fit(name, fonts.bold, max(1, room)))

    def _wrap(self, width: int) -> None:
        self._hint.configure(wraplength=max(1, width - self._theme.px(48)))

    def _paint(self, cell: Cell, row: Row) -> None:
        chosen = self._board.crowd.chosen
        is_chosen = chosen is not None and isinstance(row, PersonHere) and row.id == chosen.id
        paint_person(cell, row, is_chosen, self._now_ms())

    def _fetch(self, first: int, count: int) -> list[Row]:
        """What is in view now is what is asked for."""
        rows = list(self._board.crowd.fetch(first, count))
        if self._board.crowd.is_wanting:
            self._wanted()
        return rows

    # --- done --------------------------------------------------------------------------------

    def _filter(self, text: str) -> None:
        self._board.filter(text)
        self._wanted()

    def _enter_list(self) -> str:
        if self._board.crowd.total:
            self.list.place_cursor(Place(0, 0))
            self.list.canvas.focus_set()
        return "break"

    def _act(self, zone: str, row: Row | list[Row]) -> None:
        if isinstance(row, PersonHere) and zone in ("open", "toggle"):
            chosen = self._board.crowd.chosen
            is_again = zone == "toggle" and chosen is not None and chosen.id == row.id
            self.choose(None if is_again else row)

    def _ask_menu(self, row: Row, x: int, y: int) -> None:
        if isinstance(row, PersonHere):
            entries = [(text, self._doer(name, row)) for name, text in DEEDS]
            entries.append((words.COPY_NAME, self._doer("copy_name", row)))
            entries.append((words.COPY_PERSON_ADDRESS, self._doer("copy_address", row)))
            pop_up(self._theme, self.list, entries, x, y)

    def _doer(self, name: str, row: PersonHere) -> Callable[[], object]:
        return lambda: self._deeds[name](row)

    def _do(self, name: str) -> None:
        chosen = self._board.crowd.chosen
        if chosen is not None:
            self._deeds[name](chosen)

    def _do_by_key(self, name: str) -> None:
        """To the one under the keyboard's cursor."""
        place = self.list.cursor
        rows = [] if place is None else self._board.crowd.fetch(place.number, 1)
        if rows and isinstance(rows[0], PersonHere):
            self._deeds[name](rows[0])


def _key(row: Row) -> str | int:
    return row.id if isinstance(row, PersonHere) else row
