import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.app import history as module
from chatgui.app.history import Counts, History, HistoryError, Shown
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered, conversation_of
from shared.dialects.native.records import Receipt

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB, ZOE = 1, 2**64 - 2, 3


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive, _ = open_archive(tmp_path, ANN, lambda: 1000)
    yield archive
    archive.close()


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(lambda: tmp_path / "history.db", lambda: SERVER)
    yield history
    history.close()


def put(archive: Archive, position: int, text: str, sender: int = BOB, to: int = ANN) -> None:
    item = Item(sender, "bob", (to,), 0, text.encode(), b"", 0, LOG, position, position)
    archive.place(SERVER, item)
    archive.commit(0.0)


def texts(found: list[Shown]) -> list[str]:
    return [message.text for message in found]


def test_pages_of_it(archive: Archive, history: History):
    for n in range(10):
        put(archive, n + 1, str(n), to=(0, ANN)[n % 2])
    newest = history.newest(3)
    assert texts(newest) == ["7", "8", "9"]
    assert texts(history.before(newest[0].id, 2)) == ["5", "6"]
    assert texts(history.after(newest[0].id, 9)) == ["8", "9"]
    assert texts(history.around(newest[0].id, 1)) == ["6", "7", "8"]
    assert texts(history.newest(99)) == texts(list(history.all())) == [str(n) for n in range(10)]
    everyone = conversation_of(BOB, (0,))
    assert texts(history.newest(2, everyone)) == ["6", "8"]
    assert texts(history.before(history.newest(1, everyone)[0].id, 2, everyone)) == ["4", "6"]
    one = history.find(newest[1].id)
    assert one is not None
    assert one.text == "8"
    assert history.find(999) is None


def test_it_is_in_the_servers_order_and_what_waits_is_last(archive: Archive, history: History):
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (0,), 0, b"waits"))
    for position in (5, 3, 4):  # a page of older ones came later
        put(archive, position, str(position))
    assert texts(history.newest(9)) == ["3", "4", "5", "waits"]
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 2, 50)
    archive.commit(0.0)
    assert texts(history.newest(9)) == ["waits", "3", "4", "5"]


def test_what_waits_is_in_no_log_that_could_be_gone(archive: Archive, history: History):
    put(archive, 1, "hi")
    archive.move_cursor(SERVER, LOG, 1)
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (BOB,), 0, b"waits"))
    archive.commit(0.0)
    said = history.newest(2)
    assert [(one.text, one.is_gone) for one in said] == [("hi", False), ("waits", False)]
    archive.move_cursor(SERVER, b"n" * 16, 1)
    archive.commit(0.0)
    said = history.newest(2)
    assert [(one.text, one.is_gone) for one in said] == [("hi", True), ("waits", False)]


def test_own_ones_show_how_far_they_are(archive: Archive, history: History):
    archive.name_people(SERVER, {BOB: "bob"})
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (BOB, ZOE), 0, b"hi"))
    archive.commit(0.0)
    (waits,) = history.newest(1)
    assert (waits.sender, waits.to, waits.state, waits.position) == (
        "ann",
        ("bob", "somebody"),
        0,
        0,
    )
    archive.commit_own(SERVER, LOG, (OUTBOX, 1), 7, 50)
    archive.count_receipts(SERVER, LOG, (Receipt(7, 2, 1, 1, 0, 0),))
    archive.commit(0.0)
    (done,) = history.newest(1)
    assert (done.id, done.state, done.position) == (waits.id, 1, 7)
    assert done.counts == Counts(2, 1, 1, 0, 0)


def test_the_last_own_one_of_a_conversation(archive: Archive, history: History):
    for sequence, to in enumerate((0, 0, BOB), 1):
        archive.number(SERVER, "ann", Numbered(OUTBOX, sequence, (to,), 0, b"%d" % sequence))
    put(archive, 9, "of bob's", to=0)
    last = history.last_own(conversation_of(ANN, (0,)))
    assert last is not None
    assert last.text == "2"
    assert history.last_own(conversation_of(ANN, (ZOE,))) is None


def test_search_finds_in_every_script_and_never_fails(archive: Archive, history: History):
    for n, text in enumerate(("明日の会議です", "Café Straße", "a\x1bb", "two of us")):
        put(archive, n + 1, text)
    for typed, found in (("会議", 0), ("cafe strasse", 1), ("us", 3), ("of two", 3)):
        assert [message.position for message in history.search(typed, 9)] == [found + 1], typed
    for typed in ('"', "*", "NEAR(", "-", "", "text:x", "nothing"):
        assert history.search(typed, 9) == []
    assert texts(history.newest(9))[2] == "a␛b"


def test_search_shows_the_newest_also_after_older_ones_were_fetched(
    archive: Archive, history: History
):
    for position in (5, 6, 1, 2, 3, 4):
        put(archive, position, f"lunch {position}")
    assert texts(history.search("lunch", 3)) == ["lunch 4", "lunch 5", "lunch 6"]


def test_only_this_servers_messages_are_meant(archive: Archive, tmp_path: Path):
    put(archive, 1, "hello")
    for key in (b"t" * 32, None):
        other = History(lambda: tmp_path / "history.db", lambda key=key: key)
        assert other.newest(9) == other.search("hello", 9) == []
        other.close()


def test_an_export_has_the_other_servers_before_this_one(
    archive: Archive, history: History, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "BATCH", 2)
    for n in range(3):
        put(archive, n + 1, f"here {n}")
    for n in range(3):
        item = Item(BOB, "bob", (ANN,), 0, b"there %d" % n, b"", 0, b"m" * 16, n + 1, n)
        archive.place(b"t" * 32, item)
    archive.commit(0.0)
    there, here = ([f"{where} {n}" for n in range(3)] for where in ("there", "here"))
    assert texts(list(history.all())) == there + here


def test_acquaintances_are_those_who_have_said_something_and_no_guests(
    archive: Archive, history: History
):
    archive.name_people(SERVER, {BOB: "bob", ZOE: "zoe", ANN: "ann", 9: "silent"})
    for sender, outbox in ((BOB, OUTBOX), (ZOE, b""), (ANN, OUTBOX)):
        item = Item(sender, "x", (ANN,), 0, b"hi", outbox, int(bool(outbox)), LOG, sender % 99, 5)
        archive.place(SERVER, item)
    archive.commit(0.0)
    mine = History(lambda: archive.path, lambda: SERVER, ANN)
    assert mine.acquaintances(9) == [(BOB, "bob")]
    assert mine.acquaintances(0) == []
    mine.close()


def test_an_export_is_one_state_of_it(archive: Archive, history: History):
    for n in range(3):
        put(archive, n + 1, str(n))
    reader = history.all()
    first = next(reader)
    put(archive, 9, "later")
    assert [first.text, *texts(list(reader))] == ["0", "1", "2"]
    assert len(history.newest(9)) == 4


def test_it_never_writes(archive: Archive, history: History):
    put(archive, 1, "x")
    history.newest(1)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        history._reading.rows("DELETE FROM messages", ())


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path):
    nothing = History(lambda: None, lambda: SERVER)
    with pytest.raises(HistoryError, match="Nothing is kept"):
        nothing.newest(1)
    nothing.close()
    (tmp_path / "history.db").write_bytes(b"\xff" * 5000)
    damaged = History(lambda: tmp_path / "history.db", lambda: SERVER)
    with pytest.raises(HistoryError, match="start Parley anew") as told:
        damaged.search("x", 1)
    assert "\n" not in str(told.value)
    damaged.close()


def test_another_thread_reads_it_by_another_one(archive: Archive, history: History) -> None:
    put(archive, 1, "hello")
    assert texts(history.newest(1)) == ["hello"]  # its connection belongs to this thread now
    found: list[str] = []

    def read() -> None:
        other = history.another()
        found.extend(texts(list(other.all())))
        other.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == ["hello"]
