"""From memory into a file that has something already."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.conversations import keep_draft, mark_seen, mute
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item, Numbered, unmet_key
from chatgui.archive.transfer import move_all

SERVER, OTHER, LOG = b"s" * 32, b"t" * 32, b"l" * 16
ANN, BOB = 1, 2


def item(position: int, body: bytes) -> Item:
    return Item(BOB, "bob", (ANN,), 0, body, b"b" * 16, position, LOG, position, 5)


def said(outbox: bytes, body: bytes) -> Numbered:
    return Numbered(outbox, 1, (BOB,), 0, body)


def gathered() -> sqlite3.Connection:
    memory = open_in_memory()
    archive = Archive(memory, ANN, lambda: 0)
    archive.begin_outbox(SERVER, b"n" * 16, b"i" * 16)
    archive.number(SERVER, "ann", said(b"n" * 16, b"new"))
    archive.place(SERVER, item(1, b"both"))
    archive.place(SERVER, item(2, b"only in memory"))
    archive.move_cursor(SERVER, LOG, 2)
    archive.keep_errand("here:1", ("bob",), "typed", (b"n" * 16, 2))
    archive.name_people(SERVER, {BOB: "bob"})
    archive.commit(0.0)
    return memory


def filled(folder: Path) -> Archive:
    archive, _ = open_archive(folder, ANN, lambda: 0)
    archive.place(OTHER, item(9, b"elsewhere"))  # ids differ from those in memory
    archive.begin_outbox(SERVER, b"o" * 16, b"i" * 16)
    archive.number(SERVER, "ann", said(b"o" * 16, b"old"))
    archive.place(SERVER, item(1, b"both"))
    archive.move_cursor(SERVER, LOG, 1)
    archive.keep_errand("here:1", ("zoe",), "typed before", (b"o" * 16, 2))
    archive.commit(0.0)
    return archive


def test_what_both_have_is_there_once_and_the_rest_is_added(tmp_path: Path):
    archive, memory = filled(tmp_path), gathered()
    move_all(memory, archive._db)
    place = archive.attach(SERVER)
    assert place.cursor == 1, "what stands between may be missing"
    assert [box.outbox[:1] for box in place.numberings] == [b"o", b"n"]
    assert [message.body for message in place.waiting] == [b"old", b"new"]
    assert [errand[1:5] for errand in archive.errands("here:1")] == [
        (("zoe",), "typed before", b"o" * 16, 2),
        (("bob",), "typed", b"n" * 16, 2),
    ]
    assert archive.names(SERVER) == {BOB: "bob"}
    assert archive.was_heard(SERVER, item(2, b"only in memory"))
    found = archive._db.execute(
        "SELECT body FROM messages WHERE id IN (SELECT rowid FROM found WHERE found MATCH 'memory')"
    )
    assert found.fetchall() == [(b"only in memory",)]
    assert archive._db.execute("SELECT count(*) FROM messages").fetchone() == (5,)
    archive.close()
    memory.close()


def test_all_or_nothing(tmp_path: Path):
    archive, memory = filled(tmp_path), gathered()
    (pages,) = archive._db.execute("PRAGMA page_count").fetchone()
    archive._db.execute(f"PRAGMA max_page_count = {pages}")
    memory.execute("UPDATE messages SET body = zeroblob(100000)")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        move_all(memory, archive._db)
    assert [box.outbox[:1] for box in archive.attach(SERVER).numberings] == [b"o"]
    assert not archive._db.in_transaction
    archive.close()
    memory.close()


def test_what_the_person_did_meanwhile_moves_along(tmp_path: Path):
    archive = filled(tmp_path)
    old = Archive(open_in_memory(), ANN, lambda: 0)
    old.place(SERVER, item(1, b"both"))
    old.place(SERVER, item(3, b"new"))
    old.move_cursor(SERVER, LOG, 3)
    old.commit(0.0)
    for one, text, position in ((archive, "before", 1), (old, "after", 3)):
        of = {"server": SERVER, "conversation": b"c"}
        one.gather(partial(keep_draft, **of, members=(BOB,), text=text))
        one.gather(partial(mark_seen, **of, log=LOG, position=position))
        one.gather(partial(mute, **of, is_muted=True))
        one.gather(
            partial(keep_draft, server=unmet_key("x:1"), conversation=b"", members=(), text=text)
        )
        one.commit(0.0)
    move_all(old._db, archive._db)
    for query, expected in (
        ("SELECT text FROM drafts", [("after",), ("after",)]),
        ("SELECT position FROM marks", [(3,)]),
        ("SELECT conversation FROM mutes", [(b"c",)]),
    ):
        assert archive._db.execute(query).fetchall() == expected
    archive.close()
    old.close()
