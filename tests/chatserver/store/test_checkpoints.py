import sqlite3
from pathlib import Path

import pytest

from chatserver.store import checkpoints
from chatserver.store.checkpoints import BEGIN_BYTES, Checkpoints
from chatserver.store.database import Database


def write(database: Database, count: int) -> None:
    database.commit(
        [("INSERT INTO sessions VALUES (randomblob(8), ?, x'')", [("x" * 9000,)] * count)]
    )


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "server.db")


def wal(database: Database) -> int:
    return database.path.with_name("server.db-wal").stat().st_size


def test_what_was_written_ahead_is_brought_home_when_it_is_much(database: Database) -> None:
    found = Checkpoints(database.path)
    write(database, 10)
    found.look(wal(database))
    size = database.path.stat().st_size
    found.close()
    assert database.path.stat().st_size == size, "not worth it yet"
    write(database, 600)
    assert wal(database) > BEGIN_BYTES
    found.look(wal(database))
    found.close()
    assert database.path.stat().st_size > BEGIN_BYTES
    write(database, 1)
    assert wal(database) < BEGIN_BYTES, "it has begun anew"
    database.close()


def test_a_reader_that_is_in_the_way_is_tried_again_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "INSIST_BYTES", BEGIN_BYTES)
    monkeypatch.setattr(checkpoints, "BUSY_S", 0.0)
    found = Checkpoints(database.path)
    reader = sqlite3.connect(database.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sessions").fetchall()
    write(database, 600)
    found.look(wal(database))
    found.close()
    assert wal(database) > BEGIN_BYTES
    reader.close()
    found.look(wal(database))
    found.close()
    assert wal(database) > BEGIN_BYTES, "nothing new is worth another try"
    write(database, 600)
    found.look(wal(database))
    found.close()
    assert wal(database) == 0
    database.close()
