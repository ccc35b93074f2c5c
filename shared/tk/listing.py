"""A list drawn on a canvas: thousands of rows, of which only those in view are asked for.

    List(master, theme, act, menu)    `act(zone, row)` when something is done to a row
    show(sections)                    what there is now; drawn when Tk is idle

Zones: "open" (a click, Return), "toggle" (Space, Ctrl with a click), "extend" (Shift with Up, Down,
or a click: every row from where the cursor was), and what a row's painter names with `Cell.zone`.
The row is the object that was painted: what the person saw, whatever has changed since. What is
under the pointer stays there when rows come or go above it.
"""

import tkinter as tk
from collections.abc import Callable, Hashable, Sequence
from tkinter import ttk
from typing import Any

from msgspec import Struct

from shared.tk.cell import Cell, Spot
from shared.tk.layout import Layout, Place
from shared.tk.scrolling import Scrollbar, Slide, bind_wheel
from shared.tk.steady import Spans, shift, steady_rows
from shared.tk.theme import Theme
from shared.tk.tooltip import Tooltip

HEAD, CROSS = 28, 16
LEFT, RIGHT, GAP = 16, 8, 12
"""A row keeps GAP from what is right of it: a margin, or more where there is a scroll bar."""
FAR = 10**9
NOTCH = 60
"""Pixels at 96 dpi that one notch of the wheel moves."""


class Section(Struct, frozen=True):
    """Rows of one kind. `height`: of a row, as `Theme.tall` gives it now; it follows the text's
    size later. `fetch(first, count)`: rows to be drawn; fewer where they are not known yet.
    `key(row)`: stays with it while its looks and its place change. `head`: empty: none."""

    head: str
    note: str
    count: int
    height: int
    fetch: Callable[[int, int], Sequence[Any]]
    paint: Callable[[Cell, Any], None]
    key: Callable[[Any], Hashable]
    clear: Callable[[], object] | None = None
    """A click on the cross behind the note does this."""


Act = Callable[[str, Any], None]
"""Zone and row; of "extend" all the rows."""

Menu = Callable[[Any, int, int], None]
"""Row, and where on the screen."""


class List(ttk.Frame):
    """`ground`: token of the colour behind it, "side" or "pane"."""

    def __init__(
        self,
        master: tk.Misc,
        theme: Theme,
        act: Act,
        menu: Menu | None = None,
        ground: str = "side",
    ) -> None:
        prefix = "Side." if ground == "side" else ""
        super().__init__(master, style=f"{prefix}TFrame")
        self.theme, self.ground = theme, ground
        self._act, self._menu = act, menu
        self.canvas = tk.Canvas(self, borderwidth=0, highlightthickness=0, takefocus=1)
        self.canvas.pack(fill="both", expand=True)
        self._slide = Slide(theme.px(NOTCH), self._slid)
        self._bar = Scrollbar(self, theme, prefix, command=self._slide.obey)
        self._tip = Tooltip(theme, self.canvas)
        self._sections: Sequence[Section] = ()
        self._unit = theme.tall(1000)
        self._layout = Layout((), 0)
        self._cells: list[tuple[Place, Any, Cell]] = []
        self._crosses: list[tuple[Spot, Callable[[], object]]] = []
        self._pointer: int | None = None  # its y
        self._cursor: Place | None = None
        self._cursor_key: Hashable = None
        self._spans: dict[Hashable, tuple[int, int]] = {}  # of rows in view, from the list's top
        self._held = 0  # pixels that rows above the pointer have moved the view by
        self._is_pressed = False  # the focus comes by the mouse
        self._pending: str | None = None
        self._listen()

    # --- what others call --------------------------------------------------------------------

    def show(self, sections: Sequence[Section]) -> None:
        """The cursor stays on its row, the view on its place."""
        height = self.canvas.winfo_height()
        steady = steady_rows(self._spans, self._slide.offset, height, self._pointer)
        self._sections = sections
        self._unit = self.theme.tall(1000)
        self._measure()
        near = self._near()
        self._cursor = self._find_cursor(near)
        self._spans = {key: self._layout.span(place) for place, key in near}
        self._hold(steady)
        self.draw_soon()

    def draw_soon(self) -> None:
        if self._pending is None:
            self._pending = self.after_idle(self._draw)

    def see(self, place: Place) -> None:
        """Scroll until that row is in view."""
        top, bottom = self._layout.span(place)
        head = self.theme.tall(HEAD) if place.number == 0 else 0
        self._slide.bring(top - head, bottom)
        self.draw_soon()

    @property
    def cursor(self) -> Place | None:
        """Where the keyboard is."""
        return self._cursor

    @property
    def is_used(self) -> bool:
        """The mouse is in it, or the keyboard."""
        return self._pointer is not None or self.canvas.focus_displayof() is self.canvas

    def place_cursor(self, place: Place) -> None:
        self._cursor = place
        row = self._row(place)
        self._cursor_key = None if row is None else self._sections[place.section].key(row)
        self.see(place)

    # --- drawing -----------------------------------------------------------------------------

    def _measure(self) -> None:
        grown = self.theme.tall(1000) / self._unit  # larger text since `show`: higher rows
        parts = [(bool(s.head), s.count, round(s.height * grown)) for s in self._sections]
        self._layout = Layout(parts, self.theme.tall(HEAD), self.theme.px(8))
        self._slide.fit(self._layout.height, self.canvas.winfo_height())

    def _draw(self) -> None:
        self._pending = None
        self.canvas.delete("all")
        self._cells, self._spans, self._crosses = [], {}, []
        height = self.canvas.winfo_height()
        self._bar.set(*self._slide.fit(self._layout.height, height))
        offset = self._slide.offset
        for number, section in enumerate(self._sections):
            if section.head:
                self._draw_head(section, self._layout.heads[number] - offset)
            first, count = self._layout.rows_in(number, offset, offset + height)
            for index, row in enumerate(section.fetch(first, count) if count else (), first):
                self._draw_row(Place(number, index), section, row)

    def _draw_head(self, section: Section, y: int) -> None:
        px, fonts, right = self.theme.px, self.theme.fonts, self.canvas.winfo_width()
        tall = self.theme.tall(HEAD)
        cell = Cell(self.canvas, self.theme, (px(16), y, right - px(16), y + tall), self.ground)
        if section.clear is not None:
            cell.right -= cell.icon(cell.right, cell.middle, "close", CROSS, "sub", "e")
        used = cell.text(cell.right, cell.middle, section.note, fonts.small, "sub", "e")
        if section.clear is not None:
            spot = Spot(cell.right - used, cell.top, right, cell.bottom, "")
            self._crosses.append((spot, section.clear))
        width = cell.right - cell.left - used - px(8)
        cell.text(cell.left, cell.middle, section.head, fonts.small_bold, "sub", width=width)

    def _draw_row(self, place: Place, section: Section, row: Any) -> None:
        px, (top, bottom) = self.theme.px, self._layout.span(place)
        bar = self._bar.room
        right = self.canvas.winfo_width() - px(GAP) - max(px(RIGHT), bar)
        box = px(LEFT), top - self._slide.offset, right, bottom - self._slide.offset
        cell = Cell(self.canvas, self.theme, box, self.ground, bar)
        cell.is_hovered = self._pointer is not None and cell.is_at(self._pointer)
        cell.has_cursor = place == self._cursor and self.canvas.focus_displayof() is self.canvas
        section.paint(cell, row)
        self._cells.append((place, row, cell))
        self._spans[section.key(row)] = top, bottom

    def _dress(self) -> None:
        self.canvas.configure(background=self.theme.colour(self.ground))
        self._measure()
        self.draw_soon()

    def _stop(self) -> None:
        if self._pending is not None:
            self.after_cancel(self._pending)
            self._pending = None

    def _slid(self) -> None:
        self._tip.hide()
        self.draw_soon()

    # --- the mouse ---------------------------------------------------------------------------

    def _listen(self) -> None:
        canvas = self.canvas
        is_mac = canvas.tk.call("tk", "windowingsystem") == "aqua"
        for event, do in {
            "<Configure>": lambda _: self.draw_soon(),
            "<Destroy>": lambda _: self._stop(),
            "<<ThemeChanged>>": lambda _: self._dress(),
            "<FocusIn>": lambda _: self._enter(),
            "<FocusOut>": lambda _: self.draw_soon(),
            "<Motion>": self._point,
            "<Leave>": lambda _: self._leave(),
            "<Button-1>": self._click,
            "<ButtonRelease-1>": lambda _: self._release(),
            "<Shift-Button-1>": lambda event: self._click(event, "extend"),
            "<Control-Button-1>": lambda event: self._click(event, "toggle"),
            "<Button-2>" if is_mac else "<Button-3>": self._ask_menu,
            "<Menu>": lambda _: self._ask_menu_by_key(),
            "<Shift-F10>": lambda _: self._ask_menu_by_key(),
            "<Return>": lambda _: self._act_there("open"),
            "<KP_Enter>": lambda _: self._act_there("open"),
            "<space>": lambda _: self._act_there("toggle"),
        }.items():
            canvas.bind(event, do)
        keys = {"Up": -1, "Down": 1, "Home": -FAR, "End": FAR}
        for key, rows in keys.items():
            canvas.bind(f"<{key}>", self._mover(rows))
        for key in ("Up", "Down"):
            canvas.bind(f"<Shift-{key}>", self._mover(keys[key], extends=True))
        canvas.bind("<Prior>", lambda _: self._move_page(-1))
        canvas.bind("<Next>", lambda _: self._move_page(1))
        bind_wheel(canvas, self._turn)
        self._dress()

    def _turn(self, notches: float) -> None:
        self._held = 0
        self._slide.turn(notches)

    def _cell_at(self, y: int) -> "tuple[Place, Any, Cell] | None":
        return next((found for found in self._cells if found[2].is_at(y)), None)

    def _point(self, event: "tk.Event[Any]") -> None:
        found = self._cell_at(event.y)
        if found is None or not found[2].is_hovered:
            self.draw_soon()
        self._pointer = event.y
        x, y = event.x, event.y
        self._tip.show_soon(
            self._word_at(x, y), event.x_root, event.y_root, lambda: self._word_at(x, y)
        )

    def _word_at(self, x: int, y: int) -> str:
        found = self._cell_at(y)
        cuts = found[2].cuts if found else []
        return next((cut.word for cut in cuts if cut.holds(x, y)), "")

    def _leave(self) -> None:
        """What came above meanwhile is shown now, if the person has not scrolled themselves."""
        self._pointer = None
        self._tip.hide()
        held, self._held = self._held, 0
        self._slide.move(-held)
        self.draw_soon()

    def _click(self, event: "tk.Event[Any]", zone: str = "") -> None:
        self._is_pressed = True
        self.canvas.focus_set()
        self._tip.hide()
        found = self._cell_at(event.y)
        if found is None:
            crosses = [clear for spot, clear in self._crosses if spot.holds(event.x, event.y)]
            for clear in crosses:
                clear()
            return
        place, row, cell = found
        before, self._cursor = self._cursor, place
        self._cursor_key = self._sections[place.section].key(row)
        if zone == "extend":
            self._extend(before or place, place)
            return
        zones = (spot.word for spot in cell.zones if spot.holds(event.x, event.y))
        self._act(zone or next(zones, "open"), row)
        self.draw_soon()

    def _release(self) -> None:
        self._is_pressed = False

    def _ask_menu(self, event: "tk.Event[Any]") -> None:
        found = self._cell_at(event.y)
        if found is not None and self._menu is not None:
            self._tip.hide()
            self.place_cursor(found[0])  # where the focus comes back to
            self._menu(found[1], event.x_root, event.y_root)

    # --- the keyboard ------------------------------------------------------------------------

    def _enter(self) -> None:
        """By keyboard: what has it is seen. A click is where it is."""
        if self._cursor is None:
            self._cursor = self._layout.step(None, 1)
        if self._cursor is not None and not self._is_pressed:
            self.see(self._cursor)
        self.draw_soon()

    def _mover(self, rows: int, extends: bool = False) -> Callable[["tk.Event[Any]"], str]:
        return lambda _: self._move(rows, extends)

    def _move(self, rows: int, extends: bool = False) -> str:
        place, before = self._layout.step(self._cursor, rows), self._cursor
        if place is not None:
            self.place_cursor(place)
            if extends:
                self._extend(before or place, place)
        return "break"

    def _extend(self, start: Place, end: Place) -> None:
        """Both of them, and what is between."""
        (top, first), (bottom, last) = sorted((start, end))
        rows: list[Any] = []
        for number in range(top, bottom + 1):
            section = self._sections[number]
            begin = first if number == top else 0
            count = (last + 1 if number == bottom else section.count) - begin
            rows += section.fetch(begin, count)
        self._act("extend", rows)
        self.draw_soon()

    def _move_page(self, pages: int) -> str:
        top, bottom = (0, 1) if self._cursor is None else self._layout.span(self._cursor)
        return self._move(pages * max(1, self.canvas.winfo_height() // (bottom - top) - 1))

    def _act_there(self, zone: str) -> str:
        row = None if self._cursor is None else self._row(self._cursor)
        if row is not None:
            self._act(zone, row)
            self.draw_soon()
        return "break"

    def _ask_menu_by_key(self) -> str:
        if self._cursor is not None and self._menu is not None:
            row, (_, bottom) = self._row(self._cursor), self._layout.span(self._cursor)
            x, y = self.canvas.winfo_rootx(), self.canvas.winfo_rooty()
            self._menu(row, x + self.theme.px(60), y + bottom - self._slide.offset)
        return "break"

    def _row(self, place: Place) -> Any:
        """None where it is not known yet."""
        rows = self._sections[place.section].fetch(place.number, 1)
        return rows[0] if rows else None

    def _near(self) -> list[tuple[Place, Hashable]]:
        """The rows in view, and as many again above and below."""
        height, offset = self.canvas.winfo_height(), self._slide.offset
        found: list[tuple[Place, Hashable]] = []
        for number, section in enumerate(self._sections):
            first, count = self._layout.rows_in(number, offset - height, offset + 2 * height)
            rows = section.fetch(first, count) if count else ()
            found += [(Place(number, at), section.key(row)) for at, row in enumerate(rows, first)]
        return found

    def _find_cursor(self, near: Sequence[tuple[Place, Hashable]]) -> Place | None:
        """Where the row of the cursor is now: in what was in view, else at its old place."""
        if self._cursor is None or not self._layout.count:
            return None
        places = (place for place, key in near if key == self._cursor_key)
        return next(places, None) or self._layout.nearest(self._cursor)

    def _hold(self, steady: Spans) -> None:
        before = self._slide.offset
        self._slide.move(shift(steady, self._spans))
        if self._pointer is not None:
            self._held += self._slide.offset - before
