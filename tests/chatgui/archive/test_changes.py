"""What the view is told to look at anew: no less than has changed, and not before it is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered, conversation_of
from shared.dialects.native.records import Receipt

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB = 1, 2
EVERYONE, WITH_BOB = b"", conversation_of(ANN, (BOB,))
KEY = (OUTBOX, 1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    yield archive
    archive.close()


def changed(archive: Archive) -> tuple[bytes, ...]:
    assert archive.commit(0.0) == ""
    return archive.take_changed()


def posted(position: int, to: int = ANN) -> Item:
    return Item(BOB, "bob", (to,), 0, b"hi", b"", 0, LOG, position, 5)


def test_all_that_can_happen_to_a_message(archive: Archive):
    assert changed(archive) == ()
    archive.place(SERVER, posted(1))
    archive.place(SERVER, posted(2, to=0))
    assert archive.take_changed() == (), "not stored yet"
    assert changed(archive) == (EVERYONE, WITH_BOB)
    assert changed(archive) == ()
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (BOB,), 0, b"hi"))
    assert changed(archive) == (WITH_BOB,)
    for _ in range(2):
        archive.commit_own(SERVER, LOG, KEY, 3, 7)
        archive.count_receipts(SERVER, LOG, (Receipt(3, 1, 1, 0, 0, 0),))
        assert changed(archive) == (WITH_BOB,)
        archive.count_receipts(SERVER, LOG, (Receipt(3, 1, 1, 0, 0, 0),))
        assert changed(archive) == (), "as it was"
        archive.say_again([KEY])
        assert changed(archive) == (WITH_BOB,)
    archive.refuse_own(SERVER, LOG, KEY, "rude")
    assert changed(archive) == (WITH_BOB,)


def test_another_log_changes_them_all(archive: Archive):
    archive.place(SERVER, posted(1))
    archive.move_cursor(SERVER, LOG, 1)
    assert changed(archive) == (WITH_BOB,)
    archive.move_cursor(SERVER, b"m" * 16, 1)
    assert changed(archive) == (EVERYONE, WITH_BOB)
