"""Where a session goes on, and what nothing opens."""

import pytest

from chatserver.log.memory import MemoryLog
from chatserver.registry import Known
from chatserver.sight import LAST_POSITION, begins_at, read_back, sees_from, shared_cursor
from shared.chat import EVERYONE_ID, TEXT, Message
from tests.support.playbook import proves

LOG, OTHER, NONE = b"L" * 16, b"?" * 16, bytes(16)
ME = 7


class PutBack(MemoryLog):
    """A log that was put back to what it was at position 6."""

    def common(self, cursor: int) -> int:
        return cursor if cursor <= 6 else 6


def filled(log: MemoryLog) -> MemoryLog:
    """Twenty messages to everyone."""
    log.append([Message(1, "x", (EVERYONE_ID,), TEXT, b"", 0)] * 20)
    return log


def known(since: int, sees: int, cursor: int) -> Known:
    return Known(ME, bytes(32), "me", 0, since=since, sees=sees, cursor=cursor)


@pytest.mark.parametrize(
    ("log", "cursor", "begin"),
    [
        (LOG, 12, 12),
        (LOG, 2, 4),  # opens nothing
        (LOG, 99, 20),
        (LOG, LAST_POSITION + 5, 20),
        (NONE, 0, 9),  # everything was received up to there
        (OTHER, 12, 4),
    ],
)
def test_where_somebody_who_is_known_goes_on(log: bytes, cursor: int, begin: int) -> None:
    me = known(since=6, sees=4, cursor=9)
    who = proves(ME, log=log, cursor=cursor)
    assert begins_at(filled(MemoryLog(LOG)), me, who, 5) == begin


@pytest.mark.parametrize(("cursor", "newcomers", "begin"), [(20, 5, 15), (9, 5, 9), (20, 99, 4)])
def test_a_new_installation_begins_with_what_it_lacks_or_the_last_few(
    cursor: int, newcomers: int, begin: int
) -> None:
    me = known(since=6, sees=4, cursor=cursor)
    assert begins_at(filled(MemoryLog(LOG)), me, proves(ME), newcomers) == begin


@pytest.mark.parametrize(("cursor", "begin"), [(5, 5), (15, 6)])
def test_in_a_log_that_was_put_back_it_goes_on_where_they_parted(cursor: int, begin: int) -> None:
    me, log = known(since=2, sees=1, cursor=15), filled(PutBack(LOG))
    who = proves(ME, log=LOG, cursor=cursor)
    assert begins_at(log, me, who, 5) == shared_cursor(log, who) == begin


def test_a_cursor_of_another_log_says_nothing() -> None:
    assert shared_cursor(filled(MemoryLog(LOG)), proves(ME, log=OTHER, cursor=9)) == 0


@pytest.mark.parametrize(("entered", "newcomers", "sees"), [(20, 5, 15), (20, 0, 20), (12, 5, 12)])
def test_a_newcomer_sees_the_last_few_and_never_less_than_from_now_on(
    entered: int, newcomers: int, sees: int
) -> None:
    """Messages behind the entry may stand in the log before it is applied."""
    assert sees_from(filled(MemoryLog(LOG)), entered, newcomers) == sees


def test_reading_back_ends_where_they_see_nothing() -> None:
    log, me = filled(MemoryLog(LOG)), known(since=17, sees=15, cursor=17)
    for before in (21, 2**64 - 1):
        assert [position for position, _ in read_back(log, me, before, 10)] == [20, 19, 18, 17, 16]
    assert [position for position, _ in read_back(log, me, 18, 1)] == [17]
