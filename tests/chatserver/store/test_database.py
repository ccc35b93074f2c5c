"""The database: what it keeps, what it refuses, and how it says so."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from chatserver.registry import Known
from chatserver.store import database as database_module
from chatserver.store.database import DamagedError, Database
from chatserver.store.schema import MIGRATIONS
from shared.disk import DiskError
from shared.net.path import Path as NetPath

BOB = Known(2**64 - 1, b"b" * 32, "Böb", 1_800_000_000_000, said=True)
EVA = Known(1, b"e" * 32, "eva", 5, said=False)
V4 = NetPath(("127.0.0.1", 4000), b"\x7f\0\0\1")
V6 = NetPath(("fe80::1%eth0", 4000, 0, 2))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "server.db")


def reopened(database: Database, tmp_path: Path) -> Database:
    database.close()
    return Database(tmp_path / "server.db")


def test_people_outlive_the_server(database: Database, tmp_path: Path) -> None:
    database.save_people({BOB.id: BOB, EVA.id: EVA})
    assert reopened(database, tmp_path).people() == [BOB, EVA]


def test_a_person_is_replaced_or_forgotten(database: Database) -> None:
    database.save_people({BOB.id: BOB, EVA.id: EVA})
    renamed = Known(EVA.id, EVA.identity, "evi", 6, said=True)
    database.save_people({BOB.id: None, EVA.id: renamed, 77: None})
    assert database.people() == [renamed]


def test_sessions_outlive_the_server_until_they_end(database: Database, tmp_path: Path) -> None:
    database.save_sessions({2**64 - 1: V4, 7: V6, 8: V4})
    database.save_sessions({8: None, 9: None, 7: V4})
    assert sorted(reopened(database, tmp_path).sessions()) == [(7, V4), (2**64 - 1, V4)]


def test_a_path_of_ipv6_comes_back_whole(database: Database) -> None:
    database.save_sessions({7: V6})
    assert database.sessions() == [(7, V6)]


def test_its_files_are_private(database: Database, tmp_path: Path) -> None:
    database.save_people({BOB.id: BOB})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.parametrize("content", [b"junk" * 500, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_database_is_said_so_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "server.db"
    path.write_bytes(content)
    with pytest.raises(DiskError, match="Move it away to begin anew"):
        Database(path)
    assert path.read_bytes() == content


def test_a_database_of_a_newer_version_is_not_touched(database: Database, tmp_path: Path) -> None:
    database.close()
    db = sqlite3.connect(tmp_path / "server.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DiskError, match="newer version of Parley"):
        Database(tmp_path / "server.db")


def test_a_full_disk_writes_nothing_by_halves(database: Database) -> None:
    database.save_people({EVA.id: EVA})
    pages = database._writing.execute("PRAGMA page_count").fetchone()[0]
    database._writing.execute(f"PRAGMA max_page_count = {pages}")
    many = {n: Known(n, bytes(32), f"p{n}" + "x" * 25, 0) for n in range(2, 500)}
    with pytest.raises(DiskError, match="cannot be written"):
        database.save_people({EVA.id: None, **many})
    assert database.people() == [EVA]
    database._writing.execute("PRAGMA max_page_count = 10000")
    database.save_people(dict(many))
    assert len(database.people()) == 499


def test_a_full_disk_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    too_much = ("PRAGMA max_page_count = 2", *MIGRATIONS[0])
    monkeypatch.setattr(database_module, "MIGRATIONS", (too_much,))
    with pytest.raises(DiskError, match=r"is full.*Make room on that disk, or choose another"):
        Database(tmp_path / "server.db")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_table_is_a_disk_error_not_a_crash(database: Database) -> None:
    database._writing.execute("DROP TABLE people")
    with pytest.raises(DiskError, match="cannot be read"):
        database.people()


def make_version_1(path: Path) -> None:
    """As the version before this one left it."""
    db = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        db.execute(statement)
    db.execute("INSERT INTO people VALUES (x'0000000000000001', x'65', 'eva', 5, 1)")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()


def test_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    make_version_1(tmp_path / "server.db")
    database = Database(tmp_path / "server.db")
    assert database.people() == [Known(1, b"e", "eva", 5, said=True)]
    assert database.query("PRAGMA user_version") == [(len(MIGRATIONS),)]
    database.close()


def test_a_migration_that_fails_leaves_the_earlier_version(tmp_path: Path) -> None:
    make_version_1(tmp_path / "server.db")
    db = sqlite3.connect(tmp_path / "server.db")
    db.execute("CREATE TABLE messages (of_somebody_else TEXT)")
    db.commit()
    db.close()
    with pytest.raises(DiskError, match="already exists"):
        Database(tmp_path / "server.db")
    db = sqlite3.connect(tmp_path / "server.db")
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert len(db.execute("SELECT * FROM people").fetchone()) == 5
    db.close()


def test_a_newer_database_is_left_byte_for_byte(database: Database, tmp_path: Path) -> None:
    database.close()
    path = tmp_path / "server.db"
    content = bytearray(path.read_bytes())
    content[60:64] = (99).to_bytes(4)
    path.write_bytes(content)
    with pytest.raises(DiskError, match="newer version of Parley"):
        Database(path)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["server.db"]


def test_damage_in_the_middle_is_said_so_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    database = Database(path)
    many = {n: Known(n, bytes(32), f"p{n}" + "x" * 25, 0) for n in range(2, 500)}
    database.save_people(dict(many))
    database.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    database = Database(path)
    with pytest.raises(DamagedError, match="is damaged"):
        database.people()
    database.close()
    assert path.read_bytes() == content


def test_a_row_that_makes_no_sense_is_damage(database: Database) -> None:
    database.commit([("INSERT INTO sessions VALUES (x'07', 'nowhere', x'')", [()])])
    with pytest.raises(DamagedError, match="Put back a copy"):
        database.sessions()
    database.close()


def test_an_empty_one_is_refused_and_not_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "server.db"
    path.write_bytes(b"")
    with pytest.raises(DiskError, match="Put back a copy, or delete it"):
        Database(path)
    assert path.read_bytes() == b""


def test_who_was_killed_at_the_very_first_start_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "server.db.new").write_bytes(b"")
    Database(tmp_path / "server.db").close()
    assert [file.name for file in tmp_path.iterdir()] == ["server.db"]


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes nothing that is open")
@pytest.mark.parametrize("name", ["server.db", "server.db-wal"])
def test_nothing_is_written_into_what_was_deleted(
    database: Database, tmp_path: Path, name: str
) -> None:
    database.save_people({EVA.id: EVA})
    (tmp_path / name).rename(tmp_path / "elsewhere")
    with pytest.raises(DiskError, match=f"{name} is not there any more"):
        database.save_people({BOB.id: BOB})
    (tmp_path / "elsewhere").rename(tmp_path / name)
    database.save_people({BOB.id: BOB})
    assert database.people() == [BOB, EVA]
    database.close()
