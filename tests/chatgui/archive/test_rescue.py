"""What waits to be sent, out of files that were damaged."""

import sqlite3
from functools import partial
from pathlib import Path
from random import Random

import pytest

from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.conversations import keep_draft, mute
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item, Numbered, Place, unmet_key
from chatgui.archive.rescue import Damaged, rescue

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB = 2**64 - 5, 7
PAGE = 4096


def said(sequence: int) -> Numbered:
    return Numbered(OUTBOX, sequence, (BOB,), 0, b"wait %d" % sequence)


def fill(archive: Archive) -> None:
    archive.begin_outbox(SERVER, OUTBOX, b"i" * 16)
    for n in range(1, 300):
        item = Item(BOB, "bob", (ANN,), 0, b"x" * 200, b"b" * 16, n, LOG, n, 5)
        archive.place(SERVER, item)
    archive.move_cursor(SERVER, LOG, 299)
    for n in (1, 2, 3):
        archive.number(SERVER, "ann", said(n))
    archive.keep_errand("here:1", ("bob", "zoe"), "typed", (OUTBOX, 9))
    archive.commit(0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    archive, _ = open_archive(tmp_path, ANN, lambda: 1000)
    fill(archive)
    archive.close()
    return tmp_path / "history.db"


def opened(path: Path) -> tuple[Archive, str, Place]:
    (path.parent / "history.suspect").touch()
    archive, warning = open_archive(path.parent, ANN, lambda: 0)
    return archive, warning, archive.attach(SERVER)


def root(path: Path, table: str) -> int:
    database = sqlite3.connect(path)
    (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
    database.close()
    return int(page[0])


def spoil(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(Random(1).randbytes(PAGE))


def test_all_that_waits_goes_on_waiting_where_only_an_index_is_lost(path: Path):
    spoil(path, root(path, "in_conversation"))
    archive, warning, place = opened(path)
    assert "goes" in warning
    assert "only" not in warning
    assert place.waiting == (said(1), said(2), said(3))
    assert [(box.outbox, box.installation) for box in place.numberings] == [(OUTBOX, b"i" * 16)]
    assert place.numberings[0].last == 9
    assert place.cursor == 0, "the server is to send what it has"
    (errand,) = archive.errands("here:1")
    assert errand[1:5] == (("bob", "zoe"), "typed", OUTBOX, 9)
    archive.close()


def test_what_waits_in_an_outbox_that_is_lost_goes_under_its_own_number(path: Path):
    spoil(path, root(path, "outboxes"))
    archive, warning, place = opened(path)
    assert "may be in that file only" in warning
    assert place.waiting == (said(1), said(2), said(3))
    assert [(box.outbox, box.installation) for box in place.numberings] == [(OUTBOX, b"")]
    archive.close()


def test_messages_on_a_lost_page_cost_only_themselves(path: Path):
    database = sqlite3.connect(path)
    found = (
        database.execute(
            "SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf' LIMIT 1"
        )
        if _has_dbstat(database)
        else None
    )
    page = found.fetchone()[0] if found is not None else None
    database.close()
    if page is None:
        pytest.skip("this SQLite cannot tell its pages")
    spoil(path, page)
    archive, _, place = opened(path)
    assert place.waiting == (said(1), said(2), said(3))
    archive.close()


def _has_dbstat(database: sqlite3.Connection) -> bool:
    return ("ENABLE_DBSTAT_VTAB",) in database.execute("PRAGMA compile_options").fetchall()


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_of_a_file_cut_off_what_is_there_is_read_or_it_is_said(path: Path, share: float):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    archive, warning, place = opened(path)
    assert "damaged" in warning
    assert place.waiting == (said(1), said(2), said(3))[: len(place.waiting)]
    assert len(place.waiting) == 3 or "may be in that file only" in warning
    archive.close()


@pytest.mark.parametrize("seed", range(10))
def test_whatever_it_turned_into_is_survived(path: Path, seed: int):
    rng, data = Random(seed), bytearray(path.read_bytes())
    for _ in range(rng.randrange(1, 40)):
        at = rng.randrange(100 if seed % 2 else PAGE, len(data))
        data[at : at + 300] = rng.randbytes(300)
    path.write_bytes(bytes(data[: len(data) // PAGE * PAGE]))
    archive, warning, place = opened(path)
    archive.commit(0.0)
    assert set(place.waiting) <= {said(1), said(2), said(3)} or "only" in warning
    archive.close()


def test_what_stands_in_its_journal_is_read_too(tmp_path: Path):
    archive, _ = open_archive(tmp_path, ANN, lambda: 1000)
    fill(archive)
    database = open_in_memory()
    assert (tmp_path / "history.db-wal").stat().st_size > 0
    assert rescue(tmp_path / "history.db", ANN, database)
    archive.close()
    archive = Archive(database, ANN, lambda: 0)
    assert archive.attach(SERVER).waiting == (said(1), said(2), said(3))
    archive.close()


def test_what_was_said_before_the_server_was_met(path: Path):
    archive, _ = open_archive(path.parent, ANN, lambda: 0)
    archive.begin_outbox(b"", b"u" * 16, b"i" * 16, "there:1")
    archive.number(unmet_key("there:1"), "ann", Numbered(b"u" * 16, 1, (0,), 0, b"hello"))
    archive.keep_errand("there:1", (), "by id", (b"u" * 16, 2), (BOB,))
    change = {"server": SERVER, "conversation": b"c"}
    archive.gather(partial(keep_draft, **change, members=(BOB,), text="half a"))
    archive.gather(partial(mute, **change, is_muted=True))
    archive.commit(0.0)
    archive.close()
    spoil(path, root(path, "in_conversation"))
    archive, _, _ = opened(path)
    assert [message.body for message in archive.unmet_waiting("there:1")] == [b"hello"]
    assert [box.outbox for box in archive.unmet("there:1")] == [b"u" * 16]
    (errand,) = archive.errands("there:1")
    assert (errand.to, errand.text) == ((BOB,), "by id")
    assert archive._db.execute("SELECT text FROM drafts").fetchall() == [("half a",)]
    assert archive._db.execute("SELECT conversation FROM mutes").fetchall() == [(b"c",)]
    archive.close()


def test_of_a_file_from_before_errands_had_ids():
    damaged = sqlite3.connect(":memory:")
    damaged.execute("CREATE TABLE errands (id INTEGER PRIMARY KEY, names BLOB)")
    damaged.execute("INSERT INTO errands VALUES (1, x'90')")
    source = Damaged(damaged, 4096)
    columns = f"names, {source.newer('errands', 'recipients')}"
    assert list(source.rows("errands", columns)) == [(b"\x90", b"")]
    assert source.is_whole
    damaged.close()
