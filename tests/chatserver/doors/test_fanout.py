"""A turn's messages to an audience: one send for whoever keeps up, and nobody gets one twice."""

from dataclasses import dataclass, field

import pytest

from chatserver.doors.fanout import RUN_MOST, Fanout, Post
from chatserver.doors.feed import Feed
from shared.transport.lanes import CHAT
from shared.transport.outbox import Pieces


@dataclass
class Session:
    """Takes `room` pieces; `sent` has what each call gave it."""

    number: int
    feed: Feed | None = field(default_factory=lambda: Feed(1, 0, live=True))
    room: int = 1000
    sent: list[Pieces] = field(default_factory=list)
    cid: int = 0

    def __post_init__(self) -> None:
        self.cid = 100 + self.number


class Room:
    def __init__(self, *sessions: Session) -> None:
        self.sessions = list(sessions)
        self.fanout = Fanout(self.send)

    def send(self, cid: int, lane: int, pieces: Pieces) -> bool:
        assert lane == CHAT
        session = next(s for s in self.sessions if s.cid == cid)
        if len(pieces) > session.room:
            return False
        session.room -= len(pieces)
        session.sent.append(pieces)
        return True

    def says(self, position: int, but: int = 0) -> None:
        self.fanout.add(self.sessions, Post(position, (b"%d" % position,), but))


def test_a_turns_messages_are_given_to_each_in_one_go() -> None:
    ann, bob = Session(1), Session(2)
    room = Room(ann, bob)
    for position in (3, 5, 6):
        room.says(position)
    assert not ann.sent
    room.fanout.flush()
    assert ann.sent == bob.sent == [(b"3", b"5", b"6")]
    assert ann.feed is not None
    assert ann.feed.cursor == 6


def test_who_has_said_one_of_them_gets_the_others() -> None:
    ann, bob = Session(1), Session(2)
    room = Room(ann, bob)
    room.says(1, but=1)
    room.says(2)
    room.fanout.flush()
    assert ann.sent == [(b"2",)]
    assert bob.sent == [(b"1", b"2")]


def test_who_has_read_some_in_the_log_gets_the_rest() -> None:
    reader = Session(1, Feed(1, 2, live=True))
    room = Room(reader)
    for position in (1, 2, 3):
        room.says(position)
    room.fanout.flush()
    assert reader.sent == [(b"3",)]


@pytest.mark.parametrize("feed", [None, Feed(1, 0, live=False)])
def test_who_is_not_in_yet_or_reads_the_log_gets_none(feed: Feed | None) -> None:
    session = Session(1, feed)
    room = Room(session)
    room.says(1)
    room.fanout.flush()
    assert not session.sent


def test_who_has_no_room_for_all_gets_what_fits_and_goes_on_from_there() -> None:
    slow, quick = Session(1, room=2), Session(2)
    room = Room(slow, quick)
    for position in (1, 2, 3):
        room.says(position)
    room.fanout.flush()
    assert slow.sent == [(b"1",), (b"2",)]
    assert slow.feed is not None
    assert (slow.feed.cursor, slow.feed.live) == (2, False)
    assert quick.sent == [(b"1", b"2", b"3")]


def test_another_audience_and_a_long_run_come_in_their_order() -> None:
    ann, bob = Session(1), Session(2)
    room = Room(ann, bob)
    room.says(1)
    room.fanout.add([ann], Post(2, (b"2",), 0))
    for position in range(3, 3 + RUN_MOST + 1):
        room.says(position)
    room.fanout.flush()
    assert [len(pieces) for pieces in ann.sent] == [1, 1, RUN_MOST, 1]
    heard = [piece for pieces in ann.sent for piece in pieces]
    assert heard == [b"%d" % position for position in range(1, 4 + RUN_MOST)]
