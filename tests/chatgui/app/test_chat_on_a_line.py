"""The chat as one person sees it, over real sessions and archives, in virtual time."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.app.chat import Chat
from chatgui.app.history import History
from chatgui.app.messages import Joined, PeopleChanged
from chatgui.app.rows import MessageRow
from chatgui.app.settings import Settings
from chatgui.archive.archive import open_archive
from shared.crypto.identity import Identity, person_id
from tests.support.fakenet import Link
from tests.support.town import SERVER, Pins, Resident, Town


class Seat:
    """A person at a chat."""

    def __init__(self, town: Town, name: str, number: int, folder: Path) -> None:
        self.town, self.name, self.folder = town, name, folder
        self.person = person_id(Identity(number.to_bytes(32, "big")).public)
        folder.mkdir(exist_ok=True)
        self.archive, _ = open_archive(folder, self.person, town.wall_ms)
        self.pins = Pins()
        self.heard = 0
        self.resident: Resident = town.move_in(
            name, person=number, installation=number, pins=self.pins, archive=self.archive
        )
        self.histories: list[History] = []
        self.chat = self.look_anew()

    def look_anew(self) -> Chat:
        """As after a start of the view."""
        history = History(lambda: self.archive.source, self._server, self.person)
        self.histories.append(history)
        return Chat(
            self.name,
            "tiny",
            history,
            Settings(),
            lambda intent: self.resident.session.do(intent, self.town.now),
            self.town.wall_ms,
            self.person,
        )

    def _server(self) -> bytes | None:
        return self.pins.remembered[-1] if self.pins.remembered else self.pins.expected

    def hear(self) -> None:
        for event in self.resident.told[self.heard :]:
            self.chat.hear(event)
        self.heard = len(self.resident.told)
        self.chat.take_changes()

    def say(self, text: str, *to: int) -> None:
        chat = self.chat
        for person in [chip.person for chip in chat.recipients]:
            chat.check([person], False)
        chat.check(to, True)
        chat.edit(text)
        chat.send(is_sure=True)
        chat.take_changes()

    def close(self) -> None:
        for history in self.histories:
            history.close()
        self.archive.close()

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.chat.rows if isinstance(row, MessageRow)]

    @property
    def ticks(self) -> list[str]:
        return [row.tick for row in self.chat.rows if isinstance(row, MessageRow)]


class Seats:
    def __init__(self, town: Town, folder: Path) -> None:
        self.town = town
        names = ("ada", "bob", "eva")
        self.all = [Seat(town, name, n + 1, folder / name) for n, name in enumerate(names)]

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.town.run(0.1)
            for seat in self.all:
                seat.hear()
        for seat in self.all:
            seat.chat.tick()
            seat.hear()


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[Seats]:
    seats = Seats(Town(), tmp_path)
    seats.run(3)
    yield seats
    for seat in seats.all:
        seat.close()


def test_from_one_entry_to_the_other_pane_and_back(seats: Seats):
    ada, bob, _ = seats.all
    ada.say("hi bob", bob.person)
    assert ada.chat.conversation is not None
    seats.run(1)
    assert (ada.texts, ada.ticks) == (["hi bob"], ["server"])
    assert [(row.title, row.unread) for row in bob.chat.conversations] == [
        ("Everyone", ""),
        ("ada", "1"),
    ]
    seats.run(3)  # it may have been the end of a backlog
    told = bob.chat.take_notifications()
    assert [(one.title, one.body) for one in told] == [("ada", "hi bob")]
    bob.chat.open(told[0].conversation)
    bob.chat.focus(True)
    bob.chat.take_changes()
    bob.chat.look(bob.chat.rows[0].key, bob.chat.rows[-1].key, True)
    seats.run(1)
    assert bob.chat.unread == 0
    assert [row.unread for row in bob.chat.conversations] == ["", ""]
    bob.chat.edit("hi ada")
    bob.chat.send()
    seats.run(1)
    assert ada.texts == ["hi bob", "hi ada"]


def test_what_is_said_with_no_line_waits_and_goes(seats: Seats):
    ada, bob, _ = seats.all
    seats.town.net.partition(ada.resident.address, SERVER)
    ada.say("later", bob.person)
    seats.run(20)
    assert (ada.texts, ada.ticks) == (["later"], ["waiting"])
    assert ada.chat.status.waiting == "1 waiting to be sent"
    assert not ada.chat.status.is_well
    assert ada.chat.quit_words
    seats.town.net.heal()
    seats.run(20)
    assert (ada.texts, ada.ticks) == (["later"], ["server"])
    assert (ada.chat.status.waiting, ada.chat.quit_words) == ("", "")
    assert ada.chat.status.is_well
    assert [row.title for row in bob.chat.conversations] == ["Everyone", "ada"]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_shown_is_what_a_fresh_start_would_show(tmp_path: Path, seed: int):
    """Whatever was said, seen, muted, drafted and lost on the line meanwhile."""
    chance = random.Random(seed)
    seats = Seats(Town(seed, Link(loss=0.2)), tmp_path)
    seats.run(3)
    people = [seat.person for seat in seats.all]
    for number in range(40):
        seat = chance.choice(seats.all)
        others = [person for person in people if person != seat.person]
        to = chance.choice([(0,), tuple(others), (others[0],), (others[1],)])
        match chance.randrange(6):
            case 0:
                listed = chance.choice(seat.chat.conversations)
                seat.chat.mute(listed.conversation, chance.random() < 0.5)
            case 1:
                seat.chat.edit(f"draft {number}")
            case 2 if seat.chat.rows:
                seat.chat.focus(True)
                seat.chat.look(seat.chat.rows[0].key, seat.chat.rows[-1].key, True)
            case 3:
                seat.chat.open(chance.choice(seat.chat.conversations).conversation)
            case _:
                seat.say(f"{number}", *to)
        if chance.random() < 0.5:
            seats.run(0.2)
        if chance.random() < 0.05:
            seats.town.server.restart(seats.town.now)
    for seat in seats.all:
        seat.chat.focus(False)
    seats.run(20)
    seats.run(1)  # drafts are kept at the end of a run
    for seat in seats.all:
        fresh = seat.look_anew()
        for event in seat.resident.told:
            if isinstance(event, PeopleChanged | Joined):
                fresh.hear(event)
        fresh.take_changes()
        for row in fresh.conversations:
            fresh.open(row.conversation)
            fresh.go_to_newest()
            fresh.take_changes()
            seat.chat.open(row.conversation)
            seat.chat.go_to_newest()
            seat.chat.take_changes()
            assert messages(seat.chat) == messages(fresh)
            assert seat.chat.draft == fresh.draft
        assert seat.chat.conversations == fresh.conversations
        assert seat.chat.unread == fresh.unread
    for seat in seats.all:
        seat.close()


def messages(chat: Chat) -> list[MessageRow]:
    return [row for row in chat.rows if isinstance(row, MessageRow)]
