"""What every log promises, shown for each of them: `chatserver.log.interface`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatserver.log.interface import Log
from chatserver.log.memory import MemoryLog
from chatserver.log.rows import DERIVE
from shared.chat import Committed, ListAsked, PostRefused, Rejected
from tests.support.logs import EVERYONE, DiskLog, put, read_all, text, words_of

Reopen = Callable[[Log], Log]

BOX = b"b" * 16


@pytest.fixture(params=["memory", "sqlite", "reopened", "killed", "power"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def log(kind: str, tmp_path: Path) -> Iterator[Log]:
    made = MemoryLog(b"L" * 16) if kind == "memory" else DiskLog(tmp_path)
    yield made
    made.close()


@pytest.fixture
def later(kind: str, tmp_path: Path) -> Iterator[Reopen]:
    """The log as it is after whatever happens to a log of that kind."""
    opened: list[DiskLog] = []

    def reopen(log: Log) -> Log:
        if kind in ("memory", "sqlite"):
            return log
        if kind != "killed":
            log.close()
        opened.append(DiskLog(tmp_path, seed=2, wake=(lambda: None) if kind == "power" else None))
        return opened[-1]

    yield reopen
    for log in opened:
        log.close()


def test_each_entry_comes_back_once_in_order_at_a_higher_position(log: Log) -> None:
    entries = [text("a"), ListAsked(2), Rejected(1, BOX, 1, bytes(16), "nobody", "no"), text("b")]
    log.append(entries[:3])
    log.append(entries[3:])
    log.append([])
    outcomes = log.outcomes()
    assert [outcome.entry for outcome in outcomes] == entries
    positions = [outcome.position or 0 for outcome in outcomes]
    assert positions == sorted(set(positions))
    assert positions[0] > 0
    assert log.head == positions[-1]
    assert log.outcomes() == []


def test_positions_are_never_used_again(log: Log, later: Reopen) -> None:
    before = put(log, [text("a"), ListAsked(1), ListAsked(2)])
    log = later(log)
    assert log.head >= before[-1] or before[-1] - log.head < 4096
    after = put(log, [ListAsked(3), text("b")])
    assert min(after) > max(before)


def test_a_person_reads_what_concerns_them_in_order(log: Log, later: Reopen) -> None:
    put(log, [text("to all", 1), text("to 2", 1, (2,)), text("to 3", 1, (3,))])
    put(log, [text("from 2", 2, (3,)), text("to 2 and 3", 3, (2, 3)), text("to all, 2", 3, (0, 2))])
    log = later(log)
    assert read_all(log, 2) == ["to all", "to 2", "from 2", "to 2 and 3", "to all, 2"]
    assert read_all(log, 4, limit=1) == ["to all", "to all, 2"]


def test_ids_are_unsigned(log: Log, later: Reopen) -> None:
    great, middle = 2**64 - 1, 2**63
    put(log, [text("a", great, (middle,), number=1), text("b", 5, (great,))])
    log = later(log)
    assert read_all(log, great) == ["a", "b"]
    assert read_all(log, middle) == ["a"]
    assert log.highest(great, great.to_bytes(16, "big")) == 1


def test_reading_goes_on_where_it_was(log: Log, later: Reopen) -> None:
    positions = put(log, [text(str(n)) for n in range(10)])
    log = later(log)
    page = log.read(9, positions[3], 3)
    assert words_of(page.messages) == ["4", "5", "6"]
    assert page.reached == positions[6]
    assert read_all(log, 9, page.reached) == ["7", "8", "9"]
    assert log.read(9, log.head, 3) == ([], log.head)


def test_what_is_read_is_what_was_written(log: Log, later: Reopen) -> None:
    message = text("héllo", 7, (2**64 - 1, 3), number=9)
    (position,) = put(log, [message])
    assert later(log).find(position) == message


def test_reading_back_is_newest_first(log: Log, later: Reopen) -> None:
    positions = put(log, [text(str(n), to=EVERYONE if n % 2 else (n or 9,)) for n in range(9)])
    log = later(log)
    assert words_of(log.read_back(4, log.head + 1, 3)) == ["7", "5", "4"]
    assert words_of(log.read_back(4, positions[4], 10)) == ["3", "1"]
    assert log.read_back(4, positions[1], 10) == []


def test_what_is_not_there_is_not_found(log: Log, later: Reopen) -> None:
    message, listed = put(log, [text("a"), ListAsked(1)])
    log = later(log)
    assert log.find(message) == text("a")
    assert [log.find(at) for at in (0, message - 1, listed, log.head + 5000)] == [None] * 4


@pytest.mark.parametrize("many", [3, DERIVE + 3])
def test_the_last_to_everyone(log: Log, later: Reopen, many: int) -> None:
    positions = put(log, [text(str(n), to=(2,) if n % 3 == 2 else EVERYONE) for n in range(many)])
    everyone = [at for n, at in enumerate(positions) if n % 3 != 2]
    log = later(log)
    assert log.before_last(0) == log.head
    assert log.before_last(2) == everyone[-2] - 1
    assert log.before_last(many) == log.oldest - 1 == 0
    put(log, [text("since it was asked", to=EVERYONE)])
    assert log.before_last(2) == everyone[-1] - 1


@pytest.mark.parametrize("many", [3, DERIVE + 3])
def test_what_became_of_a_numbered_message(log: Log, later: Reopen, many: int) -> None:
    messages = [text(str(n), 1, (2,), n + 1) for n in range(many)]
    positions = put(log, messages)
    put(log, [Rejected(1, messages[0].outbox, many + 1, b"d" * 16, "nobody", "Nobody is there.")])
    log = later(log)
    box = 1, messages[0].outbox
    for n in (0, many - 1):
        assert log.answer(*box, n + 1) == (messages[n].digest, Committed(n + 1, positions[n], 7))
    refused = PostRefused(many + 1, "nobody", "Nobody is there.")
    assert log.answer(*box, many + 1) == (b"d" * 16, refused)
    assert log.highest(*box) == many + 1
    assert log.answer(*box, many + 2) is None
    assert log.answer(2, box[1], 1) is None
    assert log.highest(1, BOX) == 0


def test_a_guests_message_has_no_number(log: Log, later: Reopen) -> None:
    put(log, [text("a", 5), text("b", 5)])
    log = later(log)
    assert log.answer(5, b"", 0) is None
    assert log.highest(5, b"") == 0
    assert read_all(log, 5) == ["a", "b"]


def test_a_cursor_that_this_log_gave_out_is_its_own(log: Log, later: Reopen) -> None:
    positions = put(log, [text("a"), ListAsked(1), text("b"), ListAsked(1), ListAsked(1)])
    assert [log.common(at) for at in (0, *positions)] == [0, *positions]
    log = later(log)
    assert [log.common(at) for at in (0, *positions)] == [0, *positions]


def test_nothing_is_missing_in_a_log_that_forgot_nothing(log: Log, later: Reopen) -> None:
    put(log, [text("a")])
    assert later(log).gaps(0) == []


def test_it_is_the_same_log_as_long_as_it_lasts(log: Log, later: Reopen) -> None:
    before = log.id
    assert len(before) == 16
    assert later(log).id == before


def test_many_messages_are_read_page_by_page(log: Log, later: Reopen) -> None:
    many = 2 * DERIVE + 102
    for start in range(0, many, 50):
        put(log, [text(str(n), to=EVERYONE if n % 4 else (3,)) for n in range(start, start + 50)])
    assert read_all(log, 3, limit=256) == [str(n) for n in range(many)]
    log = later(log)
    assert read_all(log, 3, limit=256) == [str(n) for n in range(many)]
    assert read_all(log, 4, limit=256) == [str(n) for n in range(many) if n % 4]
