"""A line, its button, and the answer below."""

import pytest

from chatserver.control.answers import Refused, Told
from chatserver.dashboard.deed_field import DeedField
from chatserver.dashboard.owner_dialog import OwnerDialog
from tests.chatserver.dashboard.conftest import Room


class Desk:
    """`done`: what was typed, of each deed."""

    def __init__(self, room: Room) -> None:
        self.dialog = OwnerDialog(room.root, room.theme, room.owner, "A dialog")
        self.done: list[str] = []
        self.deed = DeedField(
            self.dialog, 300, "Ban", "a name", "Ban", "Say whom.", self.done.append
        )
        self.deed.pack()
        self.dialog.open(self.deed.field.entry)
        room.shown(self.dialog)

    @property
    def said(self) -> str:
        return str(self.deed.answer.label["text"])


@pytest.fixture
def desk(room: Room):
    made = Desk(room)
    yield made
    made.dialog.close()


def test_return_and_the_button_do_it(room: Room, desk: Desk):
    desk.deed.field.set(" bob ")
    room.press("Return")
    desk.deed.button.invoke()
    assert desk.done == ["bob", "bob"]
    assert desk.dialog.winfo_exists()


def test_of_nothing_nothing_is_done(room: Room, desk: Desk):
    desk.deed.field.set(" ")
    desk.deed.button.invoke()
    assert (desk.done, desk.said) == ([], "Say whom.")


def test_the_line_is_free_when_it_is_done_only(desk: Desk):
    desk.deed.field.set("bob")
    assert not desk.deed.hear(Refused("Nobody is called bob."))
    assert (desk.deed.field.get(), desk.said) == ("bob", "Nobody is called bob.")
    assert desk.deed.hear(Told("bob is banned."))
    assert (desk.deed.field.get(), desk.said) == ("", "bob is banned.")
