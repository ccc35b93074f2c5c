"""Lists: what is drawn, what keys and clicks do, and that thousands of rows cost nothing."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from shared.tk.cell import Cell
from shared.tk.layout import Place
from shared.tk.listing import List, Section
from shared.tk.theme import Theme
from tests.support.windows import Wait

ROW = 40


@dataclass(frozen=True)
class Person:
    number: int
    name: str


class Hall:
    """A list of people, and what was asked of them and done to them."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait, count: int) -> None:
        self.theme, self.wait = theme, wait
        self.people = [Person(number, f"person {number}") for number in range(count)]
        self.done: list[tuple[str, int]] = []
        self.menus: list[int] = []
        self.asked: list[tuple[int, int]] = []
        root.geometry("300x400+50+50")
        self.list = List(root, theme, self.act, lambda row, x, y: self.menus.append(row.number))
        self.list.pack(fill="both", expand=True)
        self.show()
        wait(lambda: self.drawn() or not count)
        self.canvas = self.list.canvas

    def act(self, zone: str, row: Person | list[Person]) -> None:
        rows = row if isinstance(row, list) else [row]
        self.done += [(zone, one.number) for one in rows]

    def show(self) -> None:
        count = len(self.people)
        section = Section("People", "", count, ROW, self.fetch, self.paint, lambda row: row.number)
        self.list.show([section])

    def fetch(self, first: int, count: int) -> Sequence[Any]:
        self.asked.append((first, count))
        return self.people[first : first + count]

    def paint(self, cell: Cell, row: Person) -> None:
        if cell.has_cursor:
            cell.fill("side", "ring")
        cell.zone("box", 0, cell.left + 20)
        cell.text(cell.left + 24, cell.middle, row.name, self.theme.fonts.body, width=120)

    def drawn(self) -> list[str]:
        canvas = self.list.canvas
        texts = (
            canvas.itemcget(item, "text")
            for item in canvas.find_all()
            if canvas.type(item) == "text"
        )
        return [text for text in texts if text.startswith("person")]

    def key(self, name: str) -> None:
        self.canvas.event_generate(f"<{name}>")
        self.canvas.update()

    def click(self, number: int, x: int = 100, button: int = 1, held: str = "") -> None:
        self.canvas.event_generate(f"<{held}Button-{button}>", x=x, y=self.y_of(number))
        self.canvas.event_generate(f"<ButtonRelease-{button}>", x=x, y=0)
        self.canvas.update()

    def y_of(self, number: int) -> int:
        return self.list._layout.span(Place(0, number))[0] - self.list._slide.offset + ROW // 2

    def point(self, number: int) -> None:
        self.canvas.event_generate("<Motion>", x=60, y=self.y_of(number))
        self.canvas.update()

    def cursor(self) -> int | None:
        place = self.list.cursor
        return None if place is None else self.people[place.number].number

    def focus(self) -> None:
        self.canvas.focus_force()
        self.wait(lambda: self.canvas.focus_get() is self.canvas)
        self.canvas.update()


@pytest.fixture
def hall(root: tk.Tk, theme: Theme, wait: Wait) -> Hall:
    return Hall(root, theme, wait, 5000)


def test_only_rows_in_view_are_asked_for_and_drawn(hall: Hall):
    assert hall.drawn()[0] == "person 0"
    assert len(hall.drawn()) < 15
    assert max(count for _, count in hall.asked) < 15


def test_a_click_opens_and_a_click_on_a_zone_is_that(hall: Hall):
    hall.click(2)
    hall.click(3, x=20)
    hall.click(1, button=3)
    assert hall.done == [("open", 2), ("box", 3)]
    assert hall.menus == [1]


def test_shift_extends_from_where_the_cursor_was_and_control_toggles(hall: Hall):
    hall.click(4, held="Control-")
    hall.click(2, held="Shift-")
    assert hall.done == [("toggle", 4), *(("extend", number) for number in (2, 3, 4))]
    assert hall.cursor() == 2


def test_the_keyboard_does_everything(hall: Hall):
    hall.focus()
    assert hall.cursor() == 0
    for key in ("Down", "Down", "space", "Shift-Down", "Shift-Up", "Return"):
        hall.key(key)
    extended = [("extend", number) for number in (2, 3, 2, 3)]
    assert hall.done == [("toggle", 2), *extended, ("open", 2)]
    hall.key("End")
    assert hall.cursor() == 4999
    assert hall.drawn()[-1] == "person 4999"
    hall.key("Prior")
    assert 4985 < (hall.cursor() or 0) < 4999
    hall.key("Home")
    assert hall.cursor() == 0
    hall.key("Next")
    assert 2 < (hall.cursor() or 0) < 15
    hall.key("Shift-F10")
    assert hall.menus == [hall.cursor()]


def test_the_focus_is_seen(hall: Hall):
    before = len(hall.canvas.find_all())
    hall.focus()
    hall.wait(lambda: len(hall.canvas.find_all()) == before + 1)


def test_the_cursor_stays_on_its_row_when_others_come(hall: Hall):
    hall.click(2)
    hall.people.insert(0, Person(9000, "person 9000"))
    hall.show()
    assert hall.cursor() == 2
    del hall.people[1:]
    hall.show()
    assert hall.cursor() == 9000


def test_what_is_under_the_pointer_stays_there_when_rows_come_above(hall: Hall):
    hall.point(4)
    before = hall.y_of(4)
    hall.people[1:1] = [Person(9000, "person 9000"), Person(9001, "person 9001")]
    hall.show()
    hall.show()
    assert hall.y_of(6) == before
    moved = hall.people.pop(6)  # the row itself goes up: the others stay
    hall.people.insert(0, moved)
    hall.show()
    assert hall.y_of(7) == before + ROW
    hall.canvas.event_generate("<Leave>")
    hall.wait(lambda: hall.drawn()[0] == "person 4")


def test_what_was_scrolled_to_stays_in_view_when_rows_come_above(hall: Hall):
    hall.list._slide.turn(10)
    hall.wait(lambda: hall.drawn()[0] != "person 0")
    before = hall.drawn()
    hall.people.insert(0, Person(9000, "person 9000"))
    hall.show()
    hall.canvas.update()
    assert hall.drawn() == before


def test_the_focus_that_comes_by_keyboard_brings_the_cursor_into_view(hall: Hall):
    hall.click(2)
    hall.list._slide.turn(30)
    hall.wait(lambda: "person 2" not in hall.drawn())
    hall.list.focus_force()
    hall.wait(lambda: hall.canvas.focus_get() is not hall.canvas)
    hall.focus()
    hall.wait(lambda: "person 2" in hall.drawn())


@pytest.mark.parametrize("event", ["<Button-5>", "<MouseWheel>"])
def test_the_wheel_scrolls(hall: Hall, event: str):
    options = {"delta": -120} if "Wheel" in event else {}
    for _ in range(3):
        hall.canvas.event_generate(event, x=50, y=100, **options)
    hall.wait(lambda: "person 0" not in hall.drawn())
    assert hall.drawn()[0] == "person 3"  # three notches of 60, of which the head took 28


def test_the_scrollbar_is_there_when_it_is_needed(hall: Hall):
    bar = hall.list._bar
    hall.wait(bar.winfo_ismapped)
    hall.people = hall.people[:3]
    hall.show()
    hall.wait(lambda: not bar.winfo_ismapped())


def test_a_cut_text_is_said_in_full(hall: Hall):
    hall.people[0] = Person(0, "person with a name too long for the place there is")
    hall.show()
    hall.wait(lambda: hall.drawn()[0].endswith("…"))
    hall.canvas.event_generate("<Motion>", x=60, y=52)

    def tips() -> list[str]:
        windows = hall.canvas.winfo_children()
        return [str(label.cget("text")) for w in windows for label in w.winfo_children()]

    hall.wait(tips)
    assert tips() == [hall.people[0].name]
    hall.people[0] = Person(0, "person with another name too long for the place")
    hall.show()
    hall.wait(lambda: tips() == [hall.people[0].name])
    hall.canvas.event_generate("<Leave>")
    assert tips() == []


def test_the_row_under_the_pointer_is_lit_also_after_scrolling(hall: Hall):
    def lit() -> list[int]:
        return [row.number for _, row, cell in hall.list._cells if cell.is_hovered]

    hall.canvas.event_generate("<Motion>", x=60, y=52)
    hall.wait(lambda: lit() == [0])
    hall.list._slide.turn(10)
    hall.wait(lambda: lit() and lit() != [0])
    hall.canvas.event_generate("<Leave>")
    hall.wait(lambda: not lit())


def test_destroying_it_leaves_nothing_to_do(hall: Hall):
    hall.list.draw_soon()
    hall.list.destroy()
    assert not hall.canvas.tk.call("after", "info")


def test_an_empty_list_has_nothing_to_do(root: tk.Tk, theme: Theme, wait: Wait):
    hall = Hall(root, theme, wait, 0)
    hall.focus()
    for key in ("Down", "Return", "space", "End", "Next"):
        hall.key(key)
    assert hall.done == []


def test_rows_grow_with_the_text(hall: Hall):
    before = len(hall.drawn())
    hall.theme.resize(20)
    hall.wait(lambda: len(hall.drawn()) <= before / 2 + 1)
    assert hall.list._layout.span(Place(0, 1)) == (4 + 56 + 80, 4 + 56 + 160)


@pytest.mark.parametrize("count", [3, 5000])
def test_a_row_ends_beside_the_scroll_bar(root: tk.Tk, theme: Theme, wait: Wait, count: int):
    hall = Hall(root, theme, wait, count)
    hall.focus()
    canvas, bar = hall.canvas, hall.list._bar
    wait(lambda: any(canvas.type(item) == "image" for item in canvas.find_all()))
    ring = next(item for item in canvas.find_all() if canvas.type(item) == "image")
    free = canvas.winfo_width() - canvas.bbox(ring)[2]
    assert bool(bar.winfo_ismapped()) == (count > 10)
    assert free > canvas.winfo_width() - bar.winfo_x() if bar.winfo_ismapped() else free == 8
