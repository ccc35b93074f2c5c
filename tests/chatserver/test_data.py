"""The data folder: what outlives the server, and what happens where that cannot be."""

import os
import sqlite3
import stat
from pathlib import Path
from random import Random

import pytest

from chatserver.data import Database, DataFolder, default_data, is_running
from chatserver.registry import Known
from shared.crypto.identity import SEED_SIZE
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


def open_folder(folder: Path, port: int = 15_000) -> DataFolder:
    return DataFolder(folder, port, Random(1).randbytes)


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


def test_a_broken_table_is_a_disk_error_not_a_crash(database: Database) -> None:
    database._writing.execute("DROP TABLE people")
    with pytest.raises(DiskError, match="cannot be read"):
        database.people()


# --- The folder -------------------------------------------------------------------------------


def test_the_key_is_made_once(tmp_path: Path) -> None:
    first = open_folder(tmp_path / "data")
    first.close()
    second = DataFolder(tmp_path / "data", 1, Random(2).randbytes)
    second.close()
    assert first.seed == second.seed
    assert len(first.seed) == SEED_SIZE
    assert stat.S_IMODE((tmp_path / "data" / "seed").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_one_server_at_a_time_has_a_folder(tmp_path: Path) -> None:
    first = open_folder(tmp_path, port=15_001)
    assert is_running(tmp_path)
    with pytest.raises(DiskError, match="A server on port 15001 already uses"):
        open_folder(tmp_path)
    first.close()
    assert not is_running(tmp_path)
    open_folder(tmp_path).close()


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_damaged_key_is_not_replaced(tmp_path: Path, size: int) -> None:
    (tmp_path / "seed").write_bytes(bytes(size))
    with pytest.raises(DiskError, match="clients will be warned"):
        open_folder(tmp_path)
    assert (tmp_path / "seed").read_bytes() == bytes(size)
    assert not is_running(tmp_path), "the lock is not left behind"


def test_a_folder_that_cannot_be_says_which_option_chooses_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskError, match="choose another --data"):
        open_folder(tmp_path / "file" / "data")


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_without_an_option_it_is_where_programs_keep_their_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_data().name == "parley-server"
