import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.archive.schema import (
    MIGRATIONS,
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
        (5, "box:1", b"\x90", "hi", b"", 0)
    ]
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
