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
