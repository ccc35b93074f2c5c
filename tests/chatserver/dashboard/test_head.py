"""How many are here, and what the menu offers for the server that is there."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from chatserver.dashboard import words
from chatserver.dashboard.doors import Doors
from chatserver.dashboard.head import Head, list_deeds
from tests.chatserver.dashboard.conftest import Room


@pytest.fixture
def head(room: Room) -> Head:
    made = Head(
        room.root,
        room.theme,
        room.board,
        Doors(room.root, room.theme, room.owner, Path("/srv/parley")),
    )
    made.pack(fill="x")
    room.wait(lambda: made.winfo_width() > 1)
    made.draw()
    return made


def test_it_says_how_many_are_here(room: Room, head: Head):
    room.wait(lambda: "8 here, 2 of them guests" in room.texts(head))


def test_without_a_server_there_is_nothing_to_set(room: Room, head: Head):
    assert not head.invite.instate(["disabled"])
    room.board.lose(room.done(), "No server runs.")
    head.draw()
    assert head.invite.instate(["disabled"])
    assert head.settings.instate(["disabled"])
    assert not head.more.instate(["disabled"]), "the keys are always explained"


def test_the_menu_comes_up_below_its_button(head: Head):
    head.more.invoke()
    menu = head.menu
    assert menu.entrycget(0, "label") == words.DOCTOR
    menu.unpost()
    menu.destroy()


def test_the_menu_fits_the_server(room: Room, head: Head):
    def labels(**changed: bool) -> list[str]:
        status = replace(room.server.status, **changed)
        return [text for text, _ in list_deeds(status, head._doors)]

    assert "Members..." not in labels()
    assert words.PAUSE_GUESTS in labels()
    wanted = {"Members...", "Let guests in again", "Bans...", "Names kept...", "Keys"}
    assert wanted <= set(labels(is_private=True, guests_paused=True))
    assert [text for text, _ in list_deeds(None, head._doors)] == ["Keys"]
