"""The log: followed, folded away, and opened again to be read."""

import pytest

from chatserver.dashboard.log_view import LogView
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


@pytest.fixture
def log(room: Room) -> LogView:
    made = LogView(room.root, room.theme, room.board.tail, lambda: NOON_MS)
    made.pack(fill="both")
    made.set_height(120)
    made.draw()
    room.wait(made.lines.winfo_ismapped)
    return made


def test_only_what_is_new_is_added(room: Room, log: LogView):
    before = log.lines.get()
    log.draw()
    assert log.lines.get() == before
    room.server.log.append("zoe came in from 192.168.7.77.")
    room.look()
    log.draw()
    added = log.lines.get().removeprefix(before)
    assert added.startswith("\n")
    assert added.endswith(" zoe came in from 192.168.7.77.")


def test_it_is_as_high_as_it_was_told(room: Room, log: LogView):
    log.set_height(90)
    room.wait(lambda: log.lines.winfo_height() == 90)


def test_it_is_folded_away_and_opened_to_be_read(room: Room, log: LogView):
    images = [str(log.fold["image"])]
    log.fold.invoke()
    images.append(str(log.fold["image"]))
    assert not log.is_open
    assert images[0] != images[1]
    room.wait(lambda: not log.lines.winfo_ismapped())
    log.go_to()
    assert log.is_open
    room.wait(log.lines.winfo_ismapped)
    room.wait(lambda: room.root.focus_get() is log.lines.text)
    log.go_to()
    assert log.is_open
