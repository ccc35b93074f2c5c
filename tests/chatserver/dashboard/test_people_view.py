"""Finding people, choosing one, and doing something to them, by mouse and by keys."""

import pytest

from chatserver.dashboard.people_view import PeopleView
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


class Hall:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.deeds: list[tuple[str, str]] = []
        self.wanted = 0
        names = ("kick", "ban", "release", "copy_name", "copy_address")
        self.view = PeopleView(
            room.root,
            room.theme,
            room.board,
            {name: self._doer(name) for name in names},
            self._want,
            lambda: NOON_MS,
        )
        self.view.pack(fill="both", expand=True)
        room.wait(lambda: self.view.list.canvas.winfo_height() > 100)
        room.wait(lambda: "alice" in room.rows(self.view.list))

    def _doer(self, name: str):
        return lambda person: self.deeds.append((name, person.name))

    def _want(self) -> None:
        self.wanted += 1

    def click(self, name: str, button: int = 1) -> None:
        canvas = self.view.list.canvas
        item = next(one for one in canvas.find_all() if canvas.type(one) == "text"
                    and canvas.itemcget(one, "text") == name)  # fmt: skip
        x, y = (round(place) for place in canvas.coords(item))
        canvas.event_generate(f"<Button-{button}>", x=x + 5, y=y)
        canvas.event_generate(f"<ButtonRelease-{button}>", x=x + 5, y=y)
        canvas.update()

    @property
    def chosen(self) -> str:
        person = self.room.board.crowd.chosen
        return person.name if person else ""


@pytest.fixture
def hall(room: Room) -> Hall:
    return Hall(room)


def test_a_click_chooses_and_buttons_do(hall: Hall):
    assert not hall.view.bar.winfo_ismapped()
    hall.click("bob")
    hall.room.wait(hall.view.bar.winfo_ismapped)
    for button in hall.view.buttons.values():
        button.invoke()
    assert sorted(hall.deeds) == [("ban", "bob"), ("kick", "bob"), ("release", "bob")]


def test_all_of_it_by_keys(hall: Hall):
    view, room = hall.view, hall.room
    view.field.entry.focus_force()
    room.wait(lambda: room.root.focus_get() is view.field.entry)
    room.press("Down")
    room.wait(lambda: room.root.focus_get() is view.list.canvas)
    room.press("Down", "Return")
    assert hall.chosen == "bob"
    room.wait(view.bar.winfo_ismapped)
    room.press("Delete")
    assert hall.deeds == [("kick", "bob")]
    order = [view.list.canvas.tk_focusNext()]
    order += [view.buttons["kick"].tk_focusNext(), view.buttons["ban"].tk_focusNext()]
    assert order == [view.buttons[name] for name in ("kick", "ban", "release")]
    assert view.go_back()
    assert hall.chosen == ""
    room.press("space")
    room.press("space")
    assert hall.chosen == "", "Space chooses, and the second time nobody"


def test_the_menu_has_all_that_can_be_done(hall: Hall):
    hall.view._ask_menu(hall.room.server.people[2], 100, 100)
    menu = hall.view.list.winfo_children()[-1]
    hall.room.root.update()
    labels = [menu.entrycget(at, "label") for at in range(menu.index("end") + 1)]
    assert labels == ["Kick...", "Ban...", "Release name...", "Copy name", "Copy address"]
    menu.invoke(0)
    menu.invoke(4)
    menu.unpost()
    menu.destroy()
    assert hall.deeds == [("kick", "carol"), ("copy_address", "carol")]


def test_the_filter_asks_and_shows_whom_it_finds(hall: Hall):
    before = hall.wanted
    hall.view.field.set("da")
    assert hall.wanted > before
    hall.room.look()
    hall.view.draw()
    hall.room.wait(lambda: "alice" not in hall.room.rows(hall.view.list))
    assert "dave" in hall.room.rows(hall.view.list)
    hall.view.field.set("nobody")
    hall.room.look()
    hall.view.draw()
    assert hall.view._hint["text"] == "Nobody here is called that"
    assert hall.view.go_back()
    assert hall.view.field.get() == ""
    assert not hall.view.go_back()


def test_who_goes_is_out_of_the_list(hall: Hall):
    hall.click("alice")
    hall.room.wait(hall.view.bar.winfo_ismapped)
    hall.view.buttons["kick"].focus_force()
    hall.room.wait(lambda: hall.room.root.focus_get() is hall.view.buttons["kick"])
    hall.room.server.people = [one for one in hall.room.server.people if one.name != "alice"]
    hall.room.look()
    hall.view.draw()
    hall.room.wait(lambda: "alice" not in hall.room.rows(hall.view.list))
    hall.room.wait(lambda: not hall.view.bar.winfo_ismapped())
    assert hall.room.root.focus_get() is hall.view.list.canvas


def test_an_empty_room_says_what_to_do(hall: Hall):
    hall.room.server.people = []
    hall.room.look()
    hall.view.draw()
    hall.room.wait(hall.view._hint.winfo_ismapped)
    assert "invite them" in hall.view._hint["text"]


def test_rows_in_view_that_are_not_known_are_wanted(hall: Hall):
    crowd = hall.room.board.crowd
    crowd.total = 20_000
    before = hall.wanted
    hall.view.draw()
    hall.view.list._slide.move(500_000)
    hall.room.wait(lambda: crowd.ask().first > 9_000)
    assert hall.wanted > before
