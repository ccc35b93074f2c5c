"""Rows with buttons: what is clicked is done, keys and menu do the same."""

import pytest

from chatserver.dashboard.table import Table, TableRow
from tests.chatserver.dashboard.conftest import Room

ROWS = [TableRow(str(n), f"row {n}", "a detail", ("Show", "Revoke")) for n in range(3)]


class Desk:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.done: list[tuple[str, str]] = []
        self.table = Table(
            room.root,
            room.theme,
            "Nothing is open.",
            lambda deed, key: self.done.append((deed, key)),
            400,
            5,
        )
        self.table.pack()
        room.wait(lambda: self.table.list.canvas.winfo_width() >= 400)


@pytest.fixture
def desk(room: Room) -> Desk:
    made = Desk(room)
    made.table.show(ROWS)
    room.wait(lambda: "row 1" in room.rows(made.table.list))
    return made


def test_a_click_on_a_button_does_what_it_says(desk: Desk):
    canvas = desk.table.list.canvas
    for item in canvas.find_all():
        if canvas.type(item) == "text" and canvas.itemcget(item, "text") in ("Revoke", "row 0"):
            x, y = (round(place) for place in canvas.coords(item))
            canvas.event_generate("<Button-1>", x=x, y=y)
            canvas.event_generate("<ButtonRelease-1>", x=x, y=y)
    assert desk.done == [("Revoke", "0"), ("Revoke", "1"), ("Revoke", "2")]


def test_by_keys(desk: Desk):
    canvas = desk.table.list.canvas
    canvas.focus_force()
    desk.room.wait(lambda: desk.room.root.focus_get() is canvas)
    desk.room.press("Down", "Down", "Return")
    assert desk.done == [], "Return is the dialog's"
    desk.room.press("space")
    assert desk.done == [("Show", "1")]


def test_the_menu_has_every_deed(desk: Desk):
    desk.table._ask_menu(ROWS[2], 50, 50)
    menu = desk.table.list.winfo_children()[-1]
    menu.invoke(1)
    menu.unpost()
    menu.destroy()
    assert desk.done == [("Revoke", "2")]


def test_nothing_is_said_to_be_nothing(desk: Desk):
    assert not desk.table._empty.winfo_ismapped()
    desk.table.show(())
    desk.room.wait(desk.table._empty.winfo_ismapped)
