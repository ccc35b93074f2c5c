"""The window as its owner sees it and drives it by keys."""

import tkinter as tk
from pathlib import Path

import pytest
from msgspec.structs import replace

from chatserver.control.answers import Told
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.main_window import MainWindow
from shared.tk.palette import DARK
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


class Hall:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.closed: list[str] = []
        self.zoomed: list[int] = []
        self.window = MainWindow(
            room.root,
            room.theme,
            room.board,
            room.ask,
            lambda: None,
            lambda: self.closed.append("closed"),
            self.zoomed.append,
            Path("/srv/parley"),
            lambda: NOON_MS,
        )
        self.window.show()
        self.draw()
        canvas = self.window.people.list.canvas
        room.wait(lambda: "alice" in room.rows(self.window.people.list))
        canvas.focus_force()
        room.wait(lambda: room.root.focus_get() is canvas)

    def draw(self) -> None:
        self.room.look()
        self.window.draw()
        self.room.root.update()


@pytest.fixture
def hall(room: Room) -> Hall:
    return Hall(room)


def test_all_parts_show_what_the_board_knows(hall: Hall):
    room, window = hall.room, hall.window
    assert room.root.title() == "Front desk · Parley server"
    texts = room.texts(room.root)
    assert "8 here, 2 of them guests" in texts
    assert "Parley 0.7.0 · port 15000" in texts
    noon = describe_time(NOON_MS, NOON_MS)
    assert window.log.lines.get().startswith(f"{noon} Parley 0.7.0 listens")
    assert not window.banner.winfo_ismapped()
    assert room.theme.px(620) <= room.root.minsize()[0]


def test_new_lines_of_the_log_follow(hall: Hall):
    hall.room.server.log.append("zoe came in from 192.168.7.77.")
    hall.draw()
    assert hall.window.log.lines.get().endswith(" zoe came in from 192.168.7.77.")


def test_troubles_are_a_strip_with_a_way_on(hall: Hall):
    room = hall.room
    room.server.status = replace(
        room.server.status, troubles=("The disk is full.",), others=("Front desk 2",)
    )
    hall.draw()
    room.wait(hall.window.banner.winfo_ismapped)
    text = "\n".join(room.texts(hall.window.banner))
    assert "The disk is full.\nAnother server is on this network: Front desk 2." in text
    hall.window.banner.buttons[0].invoke()
    room.wait(hall.window.doors._open["doctor"].winfo_viewable)
    hall.window.doors._open["doctor"].close()
    room.server.status = replace(room.server.status, troubles=(), others=())
    hall.draw()
    room.wait(lambda: not hall.window.banner.winfo_ismapped())


def test_a_server_that_goes_and_comes_back(hall: Hall):
    room, window = hall.room, hall.window
    room.board.lose(room.done(), "No server runs with the data folder /srv/parley.")
    window.draw()
    room.wait(window.banner.winfo_ismapped)
    assert room.root.title() == "Parley server"
    assert not window.banner.buttons[0].winfo_manager()
    for button in (window.head.invite, window.head.settings):
        assert button.instate(["disabled"])
    assert not window.foot.quit_button.winfo_ismapped()
    assert "/srv/parley" in room.texts(window.foot)
    hall.draw()
    assert not window.banner.winfo_ismapped()
    assert not window.head.invite.instate(["disabled"])


def test_answers_and_what_was_copied_are_said_below(hall: Hall):
    hall.window.tell(Told("bob is sent away."))
    assert hall.window.foot.said == "bob is sent away."
    hall.window.side.copy_address.invoke()
    assert hall.window.foot.said == "Copied: 192.168.7.20:15000"
    assert hall.room.root.clipboard_get() == "192.168.7.20:15000"
    hall.window.tell(hall.room.server.status)
    assert "another version" in hall.window.foot.said


def test_a_mistake_of_the_program_is_said_until_it_is_closed(hall: Hall):
    hall.window.say_fault("Parley made a mistake of its own.")
    hall.room.wait(hall.window.banner.winfo_ismapped)
    hall.window.banner.close.invoke()
    hall.room.wait(lambda: not hall.window.banner.winfo_ismapped())


def test_keys(hall: Hall):
    room, window = hall.room, hall.window
    room.press("Control-f")
    assert room.root.focus_get() is window.people.field.entry
    room.press("Control-l")
    assert room.root.focus_get() is window.log.lines.text
    room.press("Escape")
    assert room.root.focus_get() is window.people.list.canvas
    room.press("Control-plus", "Control-minus", "Control-0", "Control-w")
    assert (hall.zoomed, hall.closed) == ([1, -1, 0], ["closed"])
    for key, name in (("F1", "help"), ("Control-i", "invite"), ("Control-comma", "settings")):
        room.press(key)
        dialog = window.doors._open[name]
        room.shown(dialog)
        room.press("Escape")
        assert not dialog.winfo_exists()
        room.wait(lambda: room.root.focus_get() is window.people.list.canvas)


def test_arrows_lead_to_the_people_from_where_they_mean_nothing(hall: Hall):
    room, window = hall.room, hall.window
    people = window.people.list.canvas
    for widget in (room.root, window.head.more):
        widget.focus_force()
        room.wait(lambda widget=widget: room.root.focus_get() is widget)
        room.press("Down")
        room.wait(lambda: room.root.focus_get() is people)
    window.log.lines.text.focus_force()
    room.wait(lambda: room.root.focus_get() is window.log.lines.text)
    room.press("Down")
    assert room.root.focus_get() is window.log.lines.text
    people.focus_force()
    room.wait(lambda: room.root.focus_get() is people)
    window.come_up()
    room.wait(lambda: room.root.focus_get() is people)


def test_keys_of_a_dialog_are_the_dialogs(hall: Hall):
    room = hall.room
    room.press("F1")
    room.shown(hall.window.doors._open["help"])
    room.press("Control-w")
    assert hall.closed == []
    room.press("Escape")


def test_tab_reaches_everything_in_the_order_of_the_eye(hall: Hall):
    room, window = hall.room, hall.window
    window.people.choose(room.server.people[1])
    room.root.update()
    wanted = [
        window.side.copy_address,
        window.side.copy_key,
        window.head.invite,
        window.head.settings,
        window.head.more,
        window.people.field.entry,
        window.people.list.canvas,
        *(window.people.buttons[name] for name in ("kick", "ban", "release")),
        window.log.fold,
        window.log.lines.text,
        window.foot.quit_button,
    ]
    found: list[tk.Misc | None] = [wanted[0]]
    for _ in wanted[1:]:
        last = found[-1]
        assert last is not None
        found.append(last.tk_focusNext())
    assert found == wanted


def test_a_closed_log_is_opened_to_be_read(hall: Hall):
    hall.window.log.fold.invoke()
    hall.room.wait(lambda: not hall.window.log.lines.winfo_ismapped())
    hall.room.press("Control-l")
    hall.room.wait(hall.window.log.lines.winfo_ismapped)


@pytest.mark.parametrize("size", ["640x440", "1300x900"])
def test_nothing_is_pushed_out(hall: Hall, size: str):
    root = hall.room.root
    root.wm_geometry(size)
    width, height = (int(number) for number in size.split("x"))
    hall.room.wait(lambda: (root.winfo_width(), root.winfo_height()) == (width, height))
    hall.window.people.choose(hall.room.server.people[1])
    root.update()
    for widget in (hall.window.head.more, hall.window.foot.quit_button, hall.window.log.lines.text):
        right = widget.winfo_rootx() - root.winfo_rootx() + widget.winfo_width()
        bottom = widget.winfo_rooty() - root.winfo_rooty() + widget.winfo_height()
        assert (right <= width, bottom <= height) == (True, True)
    assert hall.window.people.list.winfo_height() >= 90
    assert hall.window.log.lines.text.winfo_height() >= 50


def test_the_largest_text_has_room(hall: Hall):
    root, side = hall.room.root, hall.window.side
    before = root.minsize()
    hall.room.theme.resize(32)
    hall.room.wait(lambda: root.winfo_width() >= root.minsize()[0] > before[0])
    hall.room.wait(lambda: side.winfo_width() < root.winfo_width() / 2)


def test_larger_text_and_dark_colours(hall: Hall):
    hall.room.theme.resize(20)
    hall.room.theme.change(DARK)
    hall.room.root.update()
    assert hall.window.log.lines.text["background"] == DARK.pane
    assert hall.window.people.list.canvas["background"] == DARK.pane
    assert "alice" in hall.room.rows(hall.window.people.list)
