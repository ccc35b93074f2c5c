import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.archive import rows
from chatgui.archive.items import Numbered
from chatgui.archive.schema import (
    MIGRATIONS,
    NO_LOG_YET,
    NewerFile,
    migrate,
    pack_ids,
    signed,
    unpack_ids,
    unsigned,
)

U64 = st.integers(0, 2**64 - 1)


def version_of(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def test_an_empty_file_becomes_todays_and_stays_so():
    database = sqlite3.connect(":memory:", isolation_level=None)
    for _ in range(2):
        migrate(database)
        assert version_of(database) == len(MIGRATIONS)
    database.close()


def test_older_outboxes_and_errands_are_kept():
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(MIGRATIONS[0])
    database.execute("PRAGMA user_version = 1")
    database.execute("INSERT INTO outboxes VALUES (4, x'aa', 1, x'bb', 9)")
    database.execute("INSERT INTO errands VALUES (5, 'box:1', x'90', 'hi')")
    migrate(database)
    assert database.execute("SELECT * FROM outboxes").fetchall() == [
        (4, b"\xaa", 1, b"\xbb", 9, "")
    ]
    assert database.execute("SELECT * FROM errands").fetchall() == [
        (5, "box:1", b"\x90", "hi", b"", 0, b"")
    ]
    database.close()


def test_what_is_in_an_older_file_was_seen():
    database = sqlite3.connect(":memory:", isolation_level=None)
    for script in MIGRATIONS[:3]:
        database.executescript(script)
    database.execute("PRAGMA user_version = 3")
    places = [(1, 9, b""), (2, 4, b""), (2, 5, b""), (NO_LOG_YET, 0, b""), (1, 8, b"c")]
    for number, (log, position, conversation) in enumerate(places):
        database.execute(
            "INSERT INTO messages (server, log, position, at_ms, sender, sender_name, recipients,"
            " conversation, kind, body, outbox, sequence)"
            " VALUES (1, ?, ?, 0, 7, 'bob', x'', ?, 0, x'', x'aa', ?)",
            (log, position, conversation, number),
        )
    migrate(database)
    assert database.execute("SELECT * FROM marks").fetchall() == [(1, b"", 2, 5), (1, b"c", 1, 8)]
    database.close()


def test_a_newer_file_is_left_alone():
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerFile):
        migrate(database)
    assert version_of(database) == 99
    database.close()


@given(U64)
def test_every_u64_fits(number: int):
    assert -(2**63) <= signed(number) < 2**63
    assert unsigned(signed(number)) == number


@given(st.lists(U64, max_size=9).map(tuple))
def test_ids_are_kept_as_bytes(ids: tuple[int, ...]):
    assert unpack_ids(pack_ids(ids)) == ids


@pytest.mark.parametrize("settle", ["committed", "refused"])
def test_settling_a_message_takes_no_longer_in_a_long_backlog(settle: str):
    steps = [_steps_to_settle(settle, waiting) for waiting in (10, 1_000)]
    assert steps[1] < 2 * steps[0]


def _steps_to_settle(settle: str, waiting: int) -> int:
    """What SQLite does for one message of that many, in steps of its machine."""
    server, outbox, log = b"S" * 32, b"O" * 16, b"L" * 16
    database = sqlite3.connect(":memory:", isolation_level=None)
    migrate(database)
    rows.begin_outbox(database, server, "", outbox, b"I" * 16)
    for sequence in range(1, waiting + 1):
        said = Numbered(outbox, sequence, (0,), 0, b"hi")
        rows.number(database, server, 7, "ann", said, 0)
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    database.set_progress_handler(count, 1)
    if settle == "committed":
        rows.commit(database, server, log, (outbox, waiting), 5, 0)
    else:
        rows.refuse(database, server, log, (outbox, waiting), "no")
    database.set_progress_handler(None, 1)
    database.close()
    return steps
