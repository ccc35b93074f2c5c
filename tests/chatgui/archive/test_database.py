import os
import sqlite3
import stat
from pathlib import Path

import pytest

from chatgui.archive.database import SUSPECT, open_database, open_in_memory
from shared.disk import DiskError

ANN = 5


def filled(folder: Path) -> None:
    database, path, warning = open_database(folder, ANN)
    assert path == folder / "history.db"
    assert warning == ""
    database.execute("INSERT INTO servers (key) VALUES (x'01')")
    database.close()


def servers(folder: Path) -> int:
    database = open_database(folder, ANN).database
    (count,) = database.execute("SELECT count(*) FROM servers").fetchone()
    database.close()
    return int(count)


def test_what_is_stored_is_there_again(tmp_path: Path):
    filled(tmp_path)
    assert servers(tmp_path) == 1


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_it_is_private_and_so_is_what_belongs_to_it(tmp_path: Path):
    database = open_database(tmp_path, ANN).database
    database.execute("INSERT INTO servers (key) VALUES (x'01')")
    files = list(tmp_path.iterdir())
    assert len(files) == 3  # with its journal and its index
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    database.close()


def test_a_damaged_file_is_set_aside_whole(tmp_path: Path):
    for name in ("history.damaged", "history.damaged-2"):
        (tmp_path / "history.db").write_bytes(b"not a database at all, " * 100)
        database, path, warning = open_database(tmp_path, ANN)
        database.close()
        assert path == tmp_path / "history.db"
        assert str(tmp_path / name) in warning
        assert (tmp_path / name).read_bytes().startswith(b"not a database")
    assert servers(tmp_path) == 0


def test_an_emptied_file_is_damaged(tmp_path: Path):
    filled(tmp_path)
    (tmp_path / "history.db").write_bytes(b"")
    database, path, warning = open_database(tmp_path, ANN)
    database.close()
    assert path == tmp_path / "history.db"
    assert "damaged" in warning
    assert "may be in that file only" in warning


def test_a_file_that_cannot_be_begun_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr("chatgui.archive.database._look_at", lambda database, _: refuse(database))
        database, path, warning = open_database(tmp_path, ANN)
        database.close()
    assert path is None
    assert "full" in warning
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_stays_where_there_is_no_room_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    (tmp_path / "history.db").write_bytes(b"not a database at all, " * 100)
    with monkeypatch.context() as full:
        full.setattr("chatgui.archive.database.remember_damage", refuse)
        database, path, warning = open_database(tmp_path, ANN)
        database.close()
    assert path is None
    assert "full" in warning
    assert [path.name for path in tmp_path.iterdir()] == ["history.db"]
    database, _, warning = open_database(tmp_path, ANN)
    database.close()
    assert "damaged" in warning


def test_a_suspect_file_is_looked_at_as_a_whole(tmp_path: Path):
    database, path, _ = open_database(tmp_path, ANN)
    assert path is not None
    with_rows = [(bytes([n]) * 900,) for n in range(200)]
    database.executemany("INSERT INTO servers (key) VALUES (?)", with_rows)
    database.close()
    data = bytearray(path.read_bytes())
    data[-4096 * 30 : -4096 * 20] = b"\xff" * 40960
    path.write_bytes(bytes(data))
    (tmp_path / SUSPECT).touch()
    database, _, warning = open_database(tmp_path, ANN)
    database.close()
    assert "damaged" in warning
    assert not (tmp_path / SUSPECT).exists()
    assert servers(tmp_path) == 0


def test_a_suspicion_without_reason_changes_nothing(tmp_path: Path):
    filled(tmp_path)
    (tmp_path / SUSPECT).touch()
    assert servers(tmp_path) == 1
    assert not (tmp_path / SUSPECT).exists()


def test_a_newer_file_is_refused_in_one_sentence(tmp_path: Path):
    filled(tmp_path)
    database = sqlite3.connect(tmp_path / "history.db")
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = (tmp_path / "history.db").read_bytes()
    with pytest.raises(DiskError, match="newer Parley") as told:
        open_database(tmp_path, ANN)
    assert "\n" not in str(told.value)
    assert (tmp_path / "history.db").read_bytes() == before


def test_a_disk_that_cannot_be_used_costs_the_memory_only(tmp_path: Path):
    database, path, warning = open_database(tmp_path / "nowhere", ANN)
    assert path is None
    assert warning.startswith("Not kept on this computer")
    assert "\n" not in warning
    database.execute("SELECT * FROM messages")
    database.close()


def test_one_in_memory_has_all_tables():
    database = open_in_memory()
    database.execute("SELECT * FROM messages, logs, servers, people, outboxes, errands")
    database.close()
