"""A reader of the log that falls behind, goes on and catches up: all of it, once, in order."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.doors.feed import PAGE, Feed
from chatserver.log.memory import MemoryLog
from shared.chat import EVERYONE_ID, TEXT, Exited, Message
from shared.dialects.native.records import CaughtUp, Posted, Record

ME, EVA, BOB = 1, 2, 3


def message(sender: int, *to: int) -> Message:
    return Message(sender, "bob", to, TEXT, b"hi", 0)


class Client:
    """Takes records while it has room."""

    def __init__(self, room: int = 10**9) -> None:
        self.room = room
        self.got: list[Record] = []

    def take(self, record: Record) -> bool:
        if self.room <= 0:
            return False
        self.room -= 1
        self.got.append(record)
        return True

    @property
    def positions(self) -> list[int]:
        return [record.position for record in self.got if isinstance(record, Posted)]


def log_with(*messages: Message) -> MemoryLog:
    log = MemoryLog()
    log.append(messages)
    return log


def test_what_concerns_a_person_is_read_and_then_it_is_live() -> None:
    log = log_with(
        message(BOB, EVERYONE_ID), message(BOB, EVA), message(BOB, EVA, ME), message(ME, EVA)
    )
    feed, client = Feed(ME, 0), Client()
    feed.catch_up(log, client.take)
    assert client.positions == [1, 3, 4]
    assert client.got[-1] == CaughtUp(4)
    assert (feed.cursor, feed.live) == (4, True)


def test_nothing_new_is_said_so_at_once() -> None:
    log = log_with(message(BOB, EVERYONE_ID))
    feed, client = Feed(ME, 1), Client()
    feed.catch_up(log, client.take)
    assert client.got == [CaughtUp(1)]


def test_entries_that_are_no_messages_move_the_cursor_too() -> None:
    log = MemoryLog()
    log.append([message(BOB, ME), Exited(BOB, "quit")])
    feed, client = Feed(ME, 0), Client()
    feed.catch_up(log, client.take)
    assert client.got[-1] == CaughtUp(2)


def test_without_room_it_stays_where_it_is() -> None:
    log = log_with(*[message(BOB, ME)] * 3)
    feed, client = Feed(ME, 0), Client(room=2)
    feed.catch_up(log, client.take)
    assert (feed.cursor, feed.live) == (2, False)
    client.room = 1
    feed.catch_up(log, client.take)
    assert (feed.cursor, feed.live) == (3, False), "no room for CaughtUp"
    client.room = 1
    feed.catch_up(log, client.take)
    assert client.positions == [1, 2, 3]
    assert (client.got[-1], feed.live) == (CaughtUp(3), True)


def test_many_pages_are_read_in_one_go() -> None:
    log = log_with(*[message(BOB, ME)] * (2 * PAGE + 1))
    feed, client = Feed(ME, 0), Client()
    feed.catch_up(log, client.take)
    assert client.positions == list(range(1, 2 * PAGE + 2))


def test_what_it_has_read_already_it_does_not_want_when_it_is_applied() -> None:
    """The log has a batch before all of the batch is applied."""
    log = log_with(message(BOB, ME), message(BOB, ME))
    feed = Feed(ME, 0)
    assert not feed.wants(1)
    feed.catch_up(log, Client().take)
    assert not feed.wants(1)
    assert not feed.wants(2)
    assert feed.wants(3)


def test_a_message_not_taken_is_read_later() -> None:
    log = log_with(message(BOB, ME))
    feed, client = Feed(ME, 0, live=True), Client()
    feed.post(1, accepted=False)
    assert (feed.live, feed.cursor) == (False, 0)
    feed.catch_up(log, client.take)
    assert client.positions == [1]


@given(st.lists(st.tuples(st.sampled_from([ME, EVA, EVERYONE_ID]), st.integers(0, 3)), max_size=60))
def test_whatever_the_room_all_comes_once_and_in_order(script: list[tuple[int, int]]) -> None:
    log, feed, client = MemoryLog(), Feed(ME, 0), Client(room=0)
    wanted: list[int] = []
    for to, room in script:
        client.room += room
        log.append([message(BOB, to)])
        if to != EVA:
            wanted.append(log.head)
            if feed.wants(log.head):
                feed.post(log.head, client.take(Posted(log.head, 0, 0, b"")))
        feed.catch_up(log, client.take)
    client.room = 10**6
    feed.catch_up(log, client.take)
    assert client.positions == wanted
    assert feed.live
