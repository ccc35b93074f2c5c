"""What is done to people and to the server, and questions where something is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from chatserver.control.answers import Refused, Told
from chatserver.control.operations import Kick, PauseGuests, ReleaseName, Stop
from chatserver.dashboard import doors as module
from chatserver.dashboard import words
from chatserver.dashboard.doors import Doors
from shared.desktop.siblings import NotStarted, server_command
from tests.chatserver.dashboard.conftest import Room
from tests.support.dialogs import button_of
from tests.support.tiny_owner import LINK

FOLDER = Path("/srv/parley")


@pytest.fixture
def doors(room: Room) -> Doors:
    return Doors(room.root, room.theme, room.owner, FOLDER)


def answer(room: Room, doors: Doors, text: str) -> None:
    question = doors._open["question"]
    room.wait(question.winfo_viewable)
    button_of(question, text).invoke()


def test_a_kick_is_asked_about_and_return_is_a_no(room: Room, doors: Doors):
    doors.kick(room.server.people[1])
    question = doors._open["question"]
    room.shown(question)
    doors.kick(room.server.people[2])
    assert doors._open["question"] is question, "the first is answered first"
    assert any(text.startswith("Kick bob?") for text in room.texts(question))
    room.press("Return")
    assert not question.winfo_exists()
    assert not any(isinstance(one, Kick) for one in room.server.asked)


def test_a_guest_is_away_for_a_while(room: Room, doors: Doors):
    doors.kick(room.server.people[3])
    assert "Kick dave? They are sent away for 10 minutes." in room.texts(doors._open["question"])
    doors._open["question"].close()


def test_a_kick_is_answered(room: Room, doors: Doors):
    bob = room.server.people[1]
    for _ in range(2):
        doors.kick(bob)
        answer(room, doors, "Kick")
    assert room.told[0] == Told("bob is sent away until they choose to come back.")
    assert room.done() == Kick("", bob.id), "and nobody who has taken the name since"
    assert room.told[1] == Refused("Whoever was meant has gone.")


def test_a_name_is_released_after_its_owner_was_sent_away(room: Room, doors: Doors):
    bob = room.server.people[1]
    doors.release(bob)
    answer(room, doors, "Cancel")
    assert not any(isinstance(one, Kick) for one in room.server.asked)
    doors.release(bob)
    answer(room, doors, "Send away and release")
    assert room.server.asked[-2:] == [Kick("bob", bob.id), ReleaseName("bob")]


def test_a_server_that_has_ended_is_started_again_as_it_was(
    room: Room, doors: Doors, monkeypatch: pytest.MonkeyPatch
):
    commands: list[Sequence[str]] = []
    monkeypatch.setattr(module, "start", commands.append)
    given = ("--tray", "--say-link", "--private")
    room.server.status = replace(room.server.status, options=given)
    room.look()
    room.board.lose(room.done(), words.NO_SERVER)
    doors.start_server()
    assert commands == [server_command("--tray", "--private", "--tray", "--data", str(FOLDER))]

    def fail(command: Sequence[str]) -> None:
        raise NotStarted("parley-server is missing.")

    monkeypatch.setattr(module, "start", fail)
    doors.start_server()
    assert room.told == [Told("The server is being started."), Refused("parley-server is missing.")]


def test_a_name_is_not_released_where_the_kick_failed(room: Room, doors: Doors):
    bob = room.server.people[1]
    room.server.people = []
    doors.release(bob)
    answer(room, doors, "Send away and release")
    assert room.done() == Kick("bob", bob.id)
    assert room.told == [Refused("Whoever was meant has gone.")]


def test_the_end_is_asked_about_while_people_are_online(room: Room, doors: Doors):
    doors.quit_server()
    question = doors._open["question"]
    assert any(text.startswith("8 people are online.") for text in room.texts(question))
    answer(room, doors, "Let it run")
    assert Stop() not in room.server.asked
    doors.quit_server()
    answer(room, doors, "Quit server")
    assert room.done() == Stop()


def test_an_empty_server_ends_at_once(room: Room, doors: Doors):
    room.server.status = replace(room.server.status, people=0)
    room.look()
    doors.quit_server()
    assert room.done() == Stop()


def test_guests_are_paused_and_let_in_again(room: Room, doors: Doors):
    doors.pause_guests()
    room.look()
    doors.pause_guests()
    pauses = [one for one in room.server.asked if isinstance(one, PauseGuests)]
    assert pauses == [PauseGuests(True), PauseGuests(False)]


def test_what_is_copied(room: Room, doors: Doors):
    doors.copy_link()
    doors.copy_name(room.server.people[0])
    doors.copy_address(room.server.people[0])
    assert room.copied == [LINK, "alice", "192.168.7.2:50000"]


def test_without_a_server_nothing_is_asked(room: Room, doors: Doors):
    room.board.lose(room.done(), "No server runs.")
    before = len(room.server.asked)
    doors.quit_server()
    doors.pause_guests()
    doors.copy_link()
    assert len(room.server.asked) == before
    assert len(room.told) == 1
    assert room.copied == []


@pytest.mark.parametrize(
    "name", ["invite", "members", "bans", "names", "doctor", "settings", "help"]
)
def test_each_dialog_is_open_once(room: Room, doors: Doors, name: str):
    getattr(doors, name)()
    dialog = doors._open[name]
    room.wait(dialog.winfo_viewable)
    getattr(doors, name)()
    assert doors._open[name] is dialog
    doors.draw()
    dialog.close()
    doors.draw()
    assert name not in doors._open


def test_a_ban_of_somebody_else_is_another_dialog(room: Room, doors: Doors):
    doors.ban(room.server.people[0])
    first = doors._open["ban"]
    doors.ban(room.server.people[1])
    assert not first.winfo_exists()
    assert "Ban bob from this server?" in room.texts(doors._open["ban"])
    doors._open["ban"].close()
