"""People at chats, over real clients and a real server that are killed and come back."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from chatgui.app.chat import Chat
from chatgui.app.history import History
from chatgui.app.messages import Intent
from chatgui.app.rows import MessageRow
from chatgui.app.settings import Settings
from chatgui.archive.items import unmet_key
from chatgui.bookmarks import Bookmark
from tests.support.disk import Disks, fast_folder
from tests.support.fakenet import Link
from tests.support.inhabitant import WALL_MS, WHERE, Inhabitant
from tests.support.village import Village

NAMES = ("ada", "bob", "eva")
EVERYONE = b""


class Seat:
    """A person and what is on their screen; `start` again after each start of the program."""

    def __init__(self, village: Village, name: str) -> None:
        self.village = village
        self.person: Inhabitant = village.move_in(name)
        self.heard = 0
        self.start()

    def start(self) -> None:
        person, archive = self.person, self.person.archive
        assert archive is not None
        home = person.disk.folder
        self.history = History(lambda: archive.source, lambda: _server(home), archive.own)
        self.chat = Chat(
            person.name, "desk", self.history, Settings(), self._post, self._wall_ms, archive.own
        )

    def _post(self, intent: Intent) -> None:
        self.person.do(intent, self.village.now)

    def _wall_ms(self) -> int:
        return WALL_MS + round(1000 * self.village.now)

    def kill(self) -> None:
        self.chat.tick()  # what was typed a second ago is kept
        self.village.run(self.village.now + 0.1)
        self.history.close()
        self.person.kill()
        self.person.start(self.village.now)
        self.start()

    def hear(self) -> None:
        for event in self.person.events[self.heard :]:
            self.chat.hear(event)
        self.heard = len(self.person.events)
        self.chat.take_changes()

    def look(self) -> None:
        """The person is at the window and reads to the end."""
        self.chat.focus(True)
        self.chat.go_to_newest()
        self.chat.take_changes()
        if self.chat.rows:
            self.chat.look(self.chat.rows[0].key, self.chat.rows[-1].key, True)

    @property
    def messages(self) -> list[MessageRow]:
        return [row for row in self.chat.rows if isinstance(row, MessageRow)]


def _server(home: Path) -> bytes:
    return Bookmark(home, WHERE).expected or unmet_key(WHERE)


class Scene:
    def __init__(self, village: Village) -> None:
        self.village = village
        self.seats = [Seat(village, name) for name in NAMES]
        self.pass_s(3.0)

    def pass_s(self, seconds: float) -> None:
        until = self.village.now + seconds
        while self.village.now < until:
            self.village.run(min(until, self.village.now + 0.5))
            for seat in self.seats:
                seat.hear()
        for seat in self.seats:
            seat.chat.tick()


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder, Disks() as disks:
        scene = Scene(Village(1, folder, disks, Link(loss=0.1)))
        yield scene
        for seat in scene.seats:
            seat.history.close()
        scene.village.close()


def test_ticks_go_from_waiting_to_read(scene: Scene):
    ada, bob, eva = scene.seats
    ada.chat.check([row.person for row in ada.chat.people(0, 9)], True)
    ada.chat.edit("hi you two")
    ada.chat.send()
    scene.village.crash_server()
    scene.pass_s(2.0)
    assert [row.tick for row in ada.messages] == ["waiting"]
    scene.village.start_server()
    scene.pass_s(30.0)
    assert [(row.tick, row.state) for row in ada.messages] == [("all", "")]
    for seat, tick in ((bob, "all"), (eva, "read")):
        seat.chat.open(seat.chat.conversations[1].conversation)
        seat.look()
        scene.pass_s(10.0)
        assert [row.tick for row in ada.messages] == [tick]
    ada.chat.ask_board(ada.messages[0].id)
    scene.pass_s(3.0)
    assert ada.chat.board is not None
    assert [(one.name, one.state) for one in ada.chat.board.holders] == [
        ("bob", "read"),
        ("eva", "read"),
    ]
    assert ada.chat.board.summary == "2 read"


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_killed_all_see_the_same_once(scene: Scene, seed: int):
    chance = Random(seed)
    said: list[str] = []
    for seat in scene.seats:
        seat.chat.open(EVERYONE)
    for number in range(60):
        seat = chance.choice(scene.seats)
        match chance.randrange(12):
            case 0:
                scene.village.crash_server()
                scene.village.call_at(scene.village.now + 2, scene.village.start_server)
            case 1:
                seat.kill()
                seat.chat.open(EVERYONE)
            case 2:
                seat.look()
            case _:
                said.append(f"{number}")
                seat.chat.edit(said[-1])
                seat.chat.send()
        scene.pass_s(chance.choice((0.0, 0.1, 1.0)))
    scene.pass_s(60.0)
    for seat in scene.seats:
        seat.look()
    scene.pass_s(10.0)
    texts = [[row.text for row in seat.messages] for seat in scene.seats]
    assert texts[0] == texts[1] == texts[2]
    assert sorted(texts[0]) == sorted(said)
    for seat in scene.seats:
        assert {row.tick for row in seat.messages} <= {"", "read"}
        assert seat.chat.unread == 0
        assert seat.chat.status.is_well
        assert seat.chat.status.waiting == ""
