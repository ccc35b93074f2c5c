"""A reader of the log that falls behind, goes on and catches up: all of it, once, in order."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.doors.feed import PAGE, Feed
from chatserver.log import pages
from chatserver.log.interface import LogReader, Page
from chatserver.log.memory import MemoryLog
from shared.chat import EVERYONE_ID, TEXT, Exited, Message
from shared.dialects.native.records import CaughtUp, Gap, Posted, Record

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


def catch_up(feed: Feed, log: LogReader, send: Callable[[Record], bool]) -> int:
    """As the door does, page by page; how many."""
    pages = 1
    while not feed.live and feed.read_page(log, send) == "more":
        pages += 1
    return pages


def test_what_concerns_a_person_is_read_and_then_it_is_live() -> None:
    log = log_with(
        message(BOB, EVERYONE_ID), message(BOB, EVA), message(BOB, EVA, ME), message(ME, EVA)
    )
    feed, client = Feed(ME, 0), Client()
    catch_up(feed, log, client.take)
    assert client.positions == [1, 3, 4]
    assert client.got[-1] == CaughtUp(4)
    assert (feed.cursor, feed.live) == (4, True)


def test_nothing_new_is_said_so_at_once() -> None:
    log = log_with(message(BOB, EVERYONE_ID))
    feed, client = Feed(ME, 1), Client()
    catch_up(feed, log, client.take)
    assert client.got == [CaughtUp(1)]


def test_entries_that_are_no_messages_move_the_cursor_too() -> None:
    log = MemoryLog()
    log.append([message(BOB, ME), Exited(BOB, "quit")])
    feed, client = Feed(ME, 0), Client()
    catch_up(feed, log, client.take)
    assert client.got[-1] == CaughtUp(2)


def test_without_room_it_stays_where_it_is() -> None:
    log = log_with(*[message(BOB, ME)] * 3)
    feed, client = Feed(ME, 0), Client(room=2)
    catch_up(feed, log, client.take)
    assert (feed.cursor, feed.live) == (2, False)
    client.room = 1
    catch_up(feed, log, client.take)
    assert (feed.cursor, feed.live) == (3, False), "no room for CaughtUp"
    client.room = 1
    catch_up(feed, log, client.take)
    assert client.positions == [1, 2, 3]
    assert (client.got[-1], feed.live) == (CaughtUp(3), True)


def test_a_call_reads_a_page_and_says_whether_there_is_more() -> None:
    log = log_with(*[message(BOB, ME)] * (2 * PAGE + 1))
    feed, client = Feed(ME, 0), Client()
    assert feed.read_page(log, client.take) == "more"
    assert client.positions == list(range(1, PAGE + 1))
    assert catch_up(feed, log, client.take) == 2
    assert client.positions == list(range(1, 2 * PAGE + 2))


def test_what_it_has_read_already_it_does_not_want_when_it_is_applied() -> None:
    """The log has a batch before all of the batch is applied."""
    log = log_with(message(BOB, ME), message(BOB, ME))
    feed = Feed(ME, 0)
    assert not feed.wants(1)
    catch_up(feed, log, Client().take)
    assert not feed.wants(1)
    assert not feed.wants(2)
    assert feed.wants(3)


def test_a_message_not_taken_is_read_later() -> None:
    log = log_with(message(BOB, ME))
    feed, client = Feed(ME, 0, live=True), Client()
    feed.post(1, accepted=False)
    assert (feed.live, feed.cursor) == (False, 0)
    catch_up(feed, log, client.take)
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
        catch_up(feed, log, client.take)
    client.room = 10**6
    catch_up(feed, log, client.take)
    assert client.positions == wanted
    assert feed.live


def test_pages_without_anything_for_this_person_are_not_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "LOOKED_AT", 10)
    log = log_with(*[message(BOB, EVA)] * 25, message(BOB, ME))
    feed, client = Feed(ME, 0), Client()
    assert catch_up(feed, log, client.take) == 3
    assert client.positions == [26]


def test_a_log_that_cannot_be_read_now_is_not_at_its_end() -> None:
    log = log_with(message(BOB, ME))
    log.read = lambda person, after, limit: Page([], after)  # type: ignore[method-assign]
    feed, client = Feed(ME, 0), Client()
    assert feed.read_page(log, client.take) == "stuck"
    assert client.got == []
    assert not feed.live


def test_a_feed_that_reads_in_the_middle_of_a_batch_doubles_and_misses_nothing() -> None:
    """The log has the whole batch; the door applies it one by one, and reads in between."""
    log = log_with(message(BOB, ME), message(BOB, ME))
    feed, client = Feed(ME, 0), Client(room=1)
    catch_up(feed, log, client.take)  # as far as there is room, before the first is applied
    for position in (1, 2):
        if feed.wants(position):
            feed.post(position, client.take(Posted(position, 0, 0, b"")))
        client.room = 10
        catch_up(feed, log, client.take)
    log.append([message(BOB, ME)])
    assert feed.wants(3)
    feed.post(3, client.take(Posted(3, 0, 0, b"")))
    assert client.positions == [1, 2, 3]


# --- Gaps -------------------------------------------------------------------------------------


class Patchy(MemoryLog):
    """A log of which something is not kept any more."""

    def __init__(self, *gaps: tuple[int, int]) -> None:
        super().__init__()
        self.missing = list(gaps)

    def gaps(self, after: int) -> list[tuple[int, int]]:
        return [gap for gap in self.missing if gap[1] > after]


def told(client: Client) -> list[tuple[int, int] | int]:
    """Gaps and positions, in their order."""
    return [
        (record.first, record.last) if isinstance(record, Gap) else record.position
        for record in client.got
        if isinstance(record, Gap | Posted)
    ]


def test_a_gap_stands_where_something_is_missing_and_touching_ones_are_one() -> None:
    log = Patchy((1, 2), (5, 6), (7, 8), (30, 40))
    log.append([message(BOB, ME) if n in (3, 4, 9) else Exited(EVA, "quit") for n in range(1, 12)])
    feed, client = Feed(ME, 0), Client()
    catch_up(feed, log, client.take)
    assert told(client) == [(1, 2), 3, 4, (5, 8), 9]


def test_who_has_had_it_is_not_told_of_a_gap() -> None:
    log = Patchy((1, 4))
    log.append([message(BOB, ME)] * 6)
    feed, client = Feed(ME, 4), Client()
    catch_up(feed, log, client.take)
    assert told(client) == [5, 6]
    feed, client = Feed(ME, 2), Client()
    catch_up(feed, log, client.take)
    assert told(client)[0] == (3, 4)


def test_a_gap_is_told_once_however_little_room_there_is() -> None:
    log = Patchy((1, 9))
    log.append([message(BOB, ME)] * 12)
    feed, client = Feed(ME, 0), Client(room=0)
    for _ in range(20):
        client.room = 1
        catch_up(feed, log, client.take)
    assert told(client) == [(1, 9), *range(1, 13)]
    log.missing = [(1, 14)]  # while it fell behind
    feed.live = False
    log.append([message(BOB, ME)] * 3)
    client.room = 10
    catch_up(feed, log, client.take)
    assert told(client)[-4:] == [(13, 14), 13, 14, 15]
