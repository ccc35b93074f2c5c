import sqlite3
from pathlib import Path

import pytest

from chatgui.archive.archive import MAX_GATHERED, NO_LOG, Archive, open_archive
from chatgui.archive.database import SUSPECT, open_in_memory
from chatgui.archive.items import Item, Numbered
from shared.dialects.native.records import Receipt

SERVER, OTHER = b"s" * 32, b"t" * 32
LOG, OUTBOX = b"l" * 16, b"o" * 16
ANN, BOB = 2**64 - 5, 7  # ids are u64


def in_memory() -> Archive:
    return Archive(open_in_memory(), ANN, lambda: 1000)


def item(position: int, body: bytes = b"hi", sender: int = BOB, sequence: int = 0) -> Item:
    outbox = OUTBOX if sequence else b""
    return Item(sender, "x", (ANN,), 0, body, outbox, sequence, LOG, position, 5)


def said(sequence: int, body: bytes = b"mine", outbox: bytes = OUTBOX) -> Numbered:
    return Numbered(outbox, sequence, (BOB, 2**64 - 1), 0, body)


def rows(archive: Archive, what: str) -> list[tuple[object, ...]]:
    """What stands on the disk, read as a stranger would."""
    return archive._db.execute(what).fetchall()


def test_a_server_nobody_knows():
    place = in_memory().attach(SERVER)
    assert place == (NO_LOG, 0, (), ())


def test_numbers_survive_and_wait_until_their_final_word():
    archive = in_memory()
    archive.begin_outbox(SERVER, OUTBOX, b"i" * 16)
    for n in (1, 2, 3):
        archive.number(SERVER, "ann", said(n))
    assert archive.attach(SERVER).waiting == (), "nothing was committed yet"
    archive.commit(0.0)
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 10, 99)
    archive.refuse_own(SERVER, LOG, (OUTBOX, 2), "no")
    archive.commit(0.0)
    place = archive.attach(SERVER)
    assert place.numberings == ((OUTBOX, b"i" * 16, 3),)
    assert place.waiting == (said(3),)
    assert archive.attach(OTHER).waiting == ()
    assert rows(archive, "SELECT state, at_ms, reason FROM messages ORDER BY sequence") == [
        (1, 99, ""),
        (2, 1000, "no"),
        (0, 1000, ""),
    ]


def test_a_message_whose_place_is_not_known_any_more_is_settled_too():
    archive = in_memory()
    archive.begin_outbox(SERVER, OUTBOX, b"i" * 16)
    archive.number(SERVER, "ann", said(1))
    archive.move_cursor(SERVER, LOG, 50)
    archive.commit(0.0)
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 0, 0)
    archive.commit(0.0)
    assert archive.attach(SERVER).waiting == ()
    assert rows(archive, "SELECT state, position FROM messages") == [(1, 50)]


def test_messages_are_known_by_their_number_and_guests_by_their_place():
    archive = in_memory()
    for news in (item(1), item(2, sequence=9)):
        assert archive.was_heard(SERVER, news) is None
        archive.place(SERVER, news)
        assert archive.was_heard(SERVER, news), "before it is on the disk, too"
        archive.commit(0.0)
        assert archive.was_heard(SERVER, news)
        assert archive.was_heard(OTHER, news) is None
    assert archive.was_heard(SERVER, item(3)) is None
    assert archive.was_heard(SERVER, item(77, sequence=9))
    archive.place(SERVER, item(77, sequence=9))
    archive.commit(0.0)
    assert rows(archive, "SELECT position FROM messages ORDER BY position") == [(1,), (77,)]


def test_an_own_message_that_comes_back_is_the_same_one():
    archive = in_memory()
    archive.number(SERVER, "ann", said(1))
    back = Item(ANN, "ann", said(1).to, 0, b"mine", OUTBOX, 1, LOG, 4, 9)
    assert archive.was_heard(SERVER, back) is False
    archive.commit(0.0)
    assert archive.was_heard(SERVER, back) is False
    archive.place(SERVER, back)
    archive.commit(0.0)
    assert archive.was_heard(SERVER, back) is True
    assert rows(archive, "SELECT position, state FROM messages") == [(4, 1)]


def test_another_number_in_another_outbox():
    archive = in_memory()
    new = b"n" * 16
    for outbox in (OUTBOX, new):
        archive.begin_outbox(SERVER, outbox, b"i" * 16)
    archive.number(SERVER, "ann", said(5))
    archive.commit(0.0)
    archive.renumber(SERVER, (OUTBOX, 5), (new, 1))
    copy = Item(ANN, "ann", (BOB,), 0, b"the copy's", OUTBOX, 5, LOG, 4, 9)
    assert archive.was_heard(SERVER, copy) is None
    archive.place(SERVER, copy)
    archive.commit(0.0)
    assert archive.attach(SERVER).waiting == (said(1, outbox=new),)
    assert rows(archive, "SELECT count(*) FROM messages") == [(2,)]


def test_cursors_count_in_their_log_and_only_on_the_disk():
    archive = in_memory()
    archive.move_cursor(SERVER, LOG, 5)
    assert archive.stored_cursor(SERVER) == (NO_LOG, 0)
    archive.commit(0.0)
    archive.move_cursor(SERVER, b"m" * 16, 2)
    archive.commit(0.0)
    assert archive.stored_cursor(SERVER) == (b"m" * 16, 2)
    assert archive.attach(SERVER)[:2] == (b"m" * 16, 2)
    assert archive.cursor_in(SERVER, LOG) == 5
    assert archive.cursor_in(OTHER, LOG) == 0


def test_what_a_server_may_have_lost():
    archive = in_memory()
    for outbox in (OUTBOX, b"p" * 16):
        archive.begin_outbox(SERVER, outbox, b"i" * 16)
        for n in (1, 2, 3):
            archive.number(SERVER, "ann", said(n, outbox=outbox))
            archive.commit_own(SERVER, LOG, (outbox, n), 10 * n, 0)
    archive.commit(0.0)
    assert archive.committed(SERVER, LOG, OUTBOX, 2, 2**63 - 1) == (said(3),)
    assert archive.committed(SERVER, b"m" * 16, OUTBOX, 2, 0) == ()
    lost = archive.committed(SERVER, LOG, OUTBOX, 3, 25)
    assert [(m.outbox, m.sequence) for m in lost] == [(OUTBOX, 3), (b"p" * 16, 3)]
    archive.say_again([(OUTBOX, 3)])
    archive.commit(0.0)
    assert archive.attach(SERVER).waiting == (said(3),)


def test_receipts_stand_with_the_message_until_all_have_read_it():
    archive = in_memory()
    for n in (1, 2, 3):
        archive.number(SERVER, "ann", said(n))
        archive.commit_own(SERVER, LOG, (OUTBOX, n), 10 * n, 0)
    archive.place(SERVER, item(40))
    archive.count_receipts(SERVER, LOG, (Receipt(20, 3, 1, 1, 1, 1), Receipt(30, 3, 3, 2, 0, 0)))
    archive.commit(0.0)
    assert archive.unsure(SERVER, LOG, 9) == (30, 10)
    assert archive.unsure(SERVER, LOG, 1) == (30,)
    assert archive.lowest(SERVER, LOG) == 10
    assert archive.lowest(OTHER, LOG) is None


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (Receipt(10, 3, 2, 1, 1, 0), Receipt(10, 2, 1, 0, 0, 0), (3, 2, 1, 1, 0)),
        (Receipt(10, 3, 1, 0, 2, 0), Receipt(10, 3, 2, 1, 0, 1), (3, 2, 1, 0, 1)),
    ],
    ids=["the server knows less than before", "handed over turned out otherwise"],
)
def test_receipts_do_not_go_back(first: Receipt, then: Receipt, kept: tuple[int, ...]):
    archive = in_memory()
    archive.number(SERVER, "ann", said(1))
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 10, 0)
    for receipt in (first, then):
        archive.count_receipts(SERVER, LOG, (receipt,))
        archive.commit(0.0)
    columns = "expected, delivered, seen, handed, missed"
    assert rows(archive, f"SELECT {columns} FROM messages") == [kept]


def test_what_waits_at_each_server_is_counted():
    archive = in_memory()
    for server, count in ((SERVER, 2), (OTHER, 1)):
        for n in range(count):
            archive.number(server, "ann", said(n + 1))
    archive.commit(0.0)
    assert sorted(archive.waits_at_servers()) == [(SERVER, 2), (OTHER, 1)]
    assert archive.waits_elsewhere("box:1") == []


def test_errands_wait_for_their_address():
    archive = in_memory()
    for box in (OUTBOX, b"p" * 16):
        archive.begin_outbox(SERVER, box, b"i" * 16)
    first = archive.keep_errand("box:1", ("bob", "zoe"), "hi", (OUTBOX, 1))
    second = archive.keep_errand("box:1", ("bob",), "ho", (OUTBOX, 2))
    archive.keep_errand("else:1", ("bob",), "no", (OUTBOX, 3))
    archive.commit(0.0)
    archive.drop_errand(first)
    assert archive.number_errand(second, (b"p" * 16, 7))[3:5] == (b"p" * 16, 7)
    assert not archive.may_be_said((b"p" * 16, 7)), "the disk has it under another number"
    archive.commit(0.0)
    assert archive.may_be_said((b"p" * 16, 7))
    assert [e[1:5] for e in archive.errands("box:1")] == [(("bob",), "ho", b"p" * 16, 7)]
    assert archive.typed_elsewhere("box:1") == {OUTBOX}
    assert archive.waits_elsewhere("box:1") == [("else:1", 1)]
    assert [box.last for box in archive.attach(SERVER).numberings] == [3, 7]


def test_an_outbox_of_an_address_is_adopted_by_the_server_that_is_met_there():
    archive = in_memory()
    archive.begin_outbox(b"", OUTBOX, b"i" * 16, "box:1")
    archive.keep_errand("box:1", ("bob",), "hi", (OUTBOX, 1))
    archive.begin_outbox(SERVER, b"p" * 16, b"i" * 16)
    archive.commit(0.0)
    assert archive.unmet("box:1") == ((OUTBOX, b"i" * 16, 1),)
    assert archive.unmet("else:1") == ()
    archive.adopt_outbox(SERVER, OUTBOX, 1)
    archive.adopt_outbox(OTHER, OUTBOX, 1)
    archive.commit(0.0)
    assert archive.unmet("box:1") == ()
    place = archive.attach(SERVER)
    assert place.numberings[1:] == ((OUTBOX, b"i" * 16, 1),), "the newest"
    assert archive.attach(OTHER).numberings == ((OUTBOX, b"", 1),), "another's"


def test_half_a_character_harms_nobody():
    archive = in_memory()
    archive.keep_errand("box:1", ("b\ud800b",), "hi\udfff", (OUTBOX, 1))
    assert archive.commit(0.0) == ""
    assert [(e.names, e.text) for e in archive.errands("box:1")] == [(("b?b",), "hi?")]


def test_names_are_the_last_ones():
    archive = in_memory()
    for name in ("bob", "rob"):
        archive.name_people(SERVER, {BOB: name, ANN: "ann"})
        archive.commit(0.0)
    assert archive.names(SERVER) == {BOB: "rob", ANN: "ann"}
    assert archive.is_stored


def full(archive: Archive, *, is_full: bool) -> None:
    """A disk with no page left, or one that grows."""
    (pages,) = archive._db.execute("PRAGMA page_count").fetchone()
    archive._db.execute(f"PRAGMA max_page_count = {pages if is_full else 10**6}")


def test_a_full_disk_is_told_once_waited_for_and_loses_nothing(tmp_path: Path):
    archive, warning = open_archive(tmp_path, ANN, lambda: 0)
    assert warning == ""
    full(archive, is_full=True)
    told = []
    for n in range(1, 200):
        archive.place(SERVER, item(n, b"x" * 1000))
        archive.move_cursor(SERVER, LOG, n)
        told.append(archive.commit(float(n)))
    news = [text for text in told if text]
    assert len(news) == 1
    assert news[0].startswith("Not kept on this computer: database or disk is full")
    stored = archive.stored_cursor(SERVER)[1]
    assert stored < 199
    assert not archive.is_stored
    assert archive.was_heard(SERVER, item(199))
    full(archive, is_full=False)
    assert archive.wake_at() <= 199 + 30
    assert archive.commit(archive.wake_at()) == "Everything is kept on this computer again."
    archive.close()
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    assert archive.attach(SERVER)[:2] == (LOG, 199)
    assert rows(archive, "SELECT count(*) FROM messages") == [(199,)]
    archive.close()


def test_what_has_no_room_in_memory_is_asked_for_again(tmp_path: Path):
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    for n in range(1, MAX_GATHERED + 10):
        archive.place(SERVER, item(n))
        archive.move_cursor(SERVER, LOG, n)
    archive.commit(0.0)
    assert archive.stored_cursor(SERVER) == (LOG, MAX_GATHERED)
    archive.move_cursor(SERVER, LOG, 10**6)
    archive.commit(0.0)
    assert archive.stored_cursor(SERVER) == (LOG, MAX_GATHERED)
    archive.forget_holes(SERVER)
    archive.move_cursor(SERVER, LOG, 10**6)
    archive.commit(0.0)
    assert archive.stored_cursor(SERVER) == (LOG, 10**6)
    archive.close()


def test_what_is_kept_nowhere_never_counts_as_stored(tmp_path: Path):
    archive, warning = open_archive(tmp_path / "nowhere", ANN, lambda: 0)
    assert warning
    archive.place(SERVER, item(1))
    archive.move_cursor(SERVER, LOG, 1)
    archive.commit(0.0)
    assert archive.stored_cursor(SERVER) == (NO_LOG, 0)
    assert archive.was_heard(SERVER, item(1))
    assert not archive.is_stored
    archive.close()


class Broken:
    """A database whose file turns out to be damaged."""

    in_transaction = False

    def execute(self, *_: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")


def test_damage_found_while_it_runs_is_looked_into_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    archive.move_cursor(SERVER, LOG, 1)
    with monkeypatch.context() as broken:
        broken.setattr(archive, "_db", Broken())
        assert "malformed" in archive.commit(0.0)
        assert archive.attach(SERVER).waiting == ()
    assert (tmp_path / SUSPECT).exists()
    archive.close()
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    assert not (tmp_path / SUSPECT).exists()
    archive.close()
