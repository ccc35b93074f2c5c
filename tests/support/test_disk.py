"""The disks of simulations fail as disks do: what was committed stays, what was not is gone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.disk import Disk, Disks, Killed, put_back, remember


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with Disks() as disks:
        yield disks.add(tmp_path / "data")


def open_table(disk: Disk) -> sqlite3.Connection:
    db = sqlite3.connect(disk.folder / "a.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE IF NOT EXISTS t (x)")
    return db


def rows(db: sqlite3.Connection) -> list[int]:
    return [x for (x,) in db.execute("SELECT x FROM t ORDER BY x")]


def test_the_power_goes_before_each_statement_of_a_transaction(disk: Disk) -> None:
    for statements in range(4):
        db = open_table(disk)
        before = rows(db)
        disk.blow_after(statements)
        try:
            for statement in ("BEGIN", "INSERT INTO t VALUES (1)", "COMMIT"):
                db.execute(statement)
            expected = [*before, 1]
        except Killed:
            expected = before
        disk.fail()
        with pytest.raises(Killed):
            db.execute("SELECT 1")
        db.close()
        disk.mend()
        db = open_table(disk)
        assert rows(db) == expected
        db.close()
    assert expected == [1]  # in the last round all three were done


def test_a_full_disk_can_be_read_and_is_mended(disk: Disk) -> None:
    db = open_table(disk)
    disk.trouble = "database or disk is full"
    with pytest.raises(sqlite3.OperationalError, match="full"):
        db.execute("INSERT INTO t VALUES (1)")
    assert rows(db) == []
    disk.mend()
    db.execute("INSERT INTO t VALUES (1)")
    assert rows(db) == [1]
    db.close()


def test_a_copy_is_put_back(disk: Disk) -> None:
    db = open_table(disk)
    db.execute("INSERT INTO t VALUES (1)")
    copy = remember(disk.folder)
    db.execute("INSERT INTO t VALUES (2)")
    db.close()
    (disk.folder / "later").write_text("made after the copy")
    put_back(disk.folder, copy)
    db = open_table(disk)
    assert rows(db) == [1]
    assert remember(disk.folder).keys() >= {"a.db"}
    assert "later" not in remember(disk.folder)
    db.close()


def test_other_files_are_left_alone(disk: Disk, tmp_path: Path) -> None:
    disk.trouble = "disk I/O error"
    db = sqlite3.connect(tmp_path / "other.db")
    db.execute("CREATE TABLE t (x)")
    db.close()
