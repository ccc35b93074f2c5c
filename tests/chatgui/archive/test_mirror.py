"""The chat is shown while the disk takes nothing, and goes on in the file afterwards."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.app.history import History
from chatgui.archive import mirror
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered, conversation_of

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB = 1, 2
EVERYONE, WITH_BOB = b"", conversation_of(ANN, (BOB,))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive, _ = open_archive(tmp_path, ANN, lambda: 1000)
    archive.name_people(SERVER, {BOB: "bob"})
    yield archive
    archive.close()


@pytest.fixture
def history(archive: Archive) -> Iterator[History]:
    history = History(lambda: archive.source, lambda: SERVER, ANN)
    yield history
    history.close()


def put(archive: Archive, position: int) -> None:
    item = Item(BOB, "bob", (ANN,), 0, b"%d" % position, b"", 0, LOG, position, 5)
    archive.place(SERVER, item)
    archive.move_cursor(SERVER, LOG, position)


def fill_disk(archive: Archive, *, is_full: bool) -> None:
    archive._db.execute(f"PRAGMA query_only = {'ON' if is_full else 'OFF'}")


def texts(history: History) -> list[str]:
    return [message.text for message in history.newest(99)]


def test_what_cannot_be_kept_is_shown(archive: Archive, history: History):
    put(archive, 1)
    archive.commit(0.0)
    assert archive.take_changed() == (WITH_BOB,)
    fill_disk(archive, is_full=True)
    put(archive, 2)
    assert archive.commit(1.0) != ""
    assert WITH_BOB in archive.take_changed()
    assert texts(history) == ["1", "2"]
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (0,), 0, b"hi"))
    assert archive.commit(1.1) == "", "it is not tried yet"
    assert archive.take_changed() == (EVERYONE,)
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 3, 7)
    archive.commit(9.0)
    assert archive.take_changed() == (EVERYONE,)
    assert texts(history) == ["1", "2", "hi"]
    assert [row.unread for row in history.conversations(9)] == [0, 2]
    before = history.newest(99)
    fill_disk(archive, is_full=False)
    assert archive.commit(99.0) != ""
    assert archive.take_changed() == (EVERYONE, WITH_BOB), "it is the file again"
    assert history.newest(99) == before
    assert archive.source == archive.path


def test_of_a_long_history_the_newest(
    archive: Archive, history: History, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mirror, "_NEWEST", mirror._NEWEST.replace(str(mirror.NEWEST), "3"))
    for position in (5, 6, 7, 8, 1, 2):  # the last two: an older page
        put(archive, position)
        archive.commit(0.0)
    before = history.newest(99)
    fill_disk(archive, is_full=True)
    put(archive, 9)
    archive.commit(1.0)
    assert texts(history) == ["2", "6", "7", "8", "9"]
    shown = history.newest(99)
    assert shown[-4:-1] == before[-3:]
    fill_disk(archive, is_full=False)
    archive.commit(99.0)
    assert history.newest(4) == shown[-4:], "under the same ids"


def test_where_the_file_cannot_even_be_read(archive: Archive, history: History, tmp_path: Path):
    fill_disk(archive, is_full=True)
    put(archive, 1)
    archive.path = tmp_path / "lost.db"
    archive.commit(0.0)
    assert texts(history) == ["1"]
    with pytest.raises(sqlite3.Error):
        sqlite3.connect(f"{archive.path.as_uri()}?mode=ro", uri=True).execute("SELECT 1")
