"""An archive that is read by another thread than its own, in memory and in its file."""

import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item
from chatgui.archive.reading import NothingKept, Reading

SERVER, LOG = b"s" * 32, b"l" * 16
COUNT = "SELECT count(*) FROM messages"


def put(archive: Archive, position: int) -> None:
    archive.place(SERVER, Item(2, "bob", (1,), 0, b"hi", b"", 0, LOG, position, 5))


def test_memory_is_read_and_the_file_once_it_has_moved_there(tmp_path: Path):
    folder = tmp_path / "gone"
    archive, warning = open_archive(folder, 1, lambda: 0)
    assert warning
    reading = Reading(lambda: archive.source)
    put(archive, 1)
    archive.commit(0.0)
    assert reading.rows(COUNT, ()) == [(1,)]
    folder.mkdir()
    put(archive, 2)
    archive.commit(40.0)
    assert archive.is_kept
    assert reading.rows(COUNT, ()) == [(2,)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.rows("DELETE FROM messages", ())
    reading.close()
    archive.close()


def test_it_sees_no_half_of_a_change(tmp_path: Path):
    """One thread adds messages by twos, in memory and then in the file; another one counts."""
    folder = tmp_path / "gone"
    archive, _ = open_archive(folder, 1, lambda: 0)
    reading = Reading(lambda: archive.source)

    def write() -> None:
        for n in range(300):
            put(archive, 2 * n + 1)
            put(archive, 2 * n + 2)
            if n == 150:
                folder.mkdir()
            archive.commit(40.0 * n)

    writer = Thread(target=write)
    writer.start()
    counts = []
    while writer.is_alive():
        counts.append(reading.rows(COUNT, ())[0][0])
    writer.join()
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)
    assert reading.rows(COUNT, ()) == [(600,)]
    reading.close()
    archive.close()


def test_what_stays_one_state_holds_nobody_up(tmp_path: Path):
    archive, _ = open_archive(tmp_path, 1, lambda: 0)
    reading = Reading(lambda: archive.source)
    put(archive, 1)
    archive.commit(0.0)
    with reading.one_state():
        assert reading.rows(COUNT, ()) == [(1,)]
        put(archive, 2)
        assert archive.commit(0.0) == ""
        assert reading.rows(COUNT, ()) == [(1,)]
    assert reading.rows(COUNT, ()) == [(2,)]
    reading.close()
    archive.close()


def test_where_there_is_nothing():
    with pytest.raises(NothingKept):
        Reading(lambda: None).rows(COUNT, ())
