import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatgui.app import words
from chatgui.app.controller import Export, Search, ShowHistory, WhoHas
from chatgui.app.history import History
from chatgui.app.messages import (
    AskHolders,
    Ended,
    HistoryGrew,
    HolderShown,
    HoldersReceived,
    Intent,
    MoreHistory,
    StatusChanged,
)
from chatgui.app.model import Line
from chatgui.app.recall import Recall
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB = 1, 2


class Desk:
    """A recall on a real archive, and what it posted."""

    def __init__(self, folder: Path) -> None:
        self.archive: Archive = open_archive(folder, ANN, lambda: 0)[0]
        self.history = History(lambda: folder / "history.db", lambda: SERVER)
        self.posted: list[Intent] = []
        self.recall = Recall(self.history, self.posted.append)

    def put(self, count: int) -> None:
        for n in range(1, count + 1):
            item = Item(BOB, "bob", (0,), 0, b"text %d" % n, OUTBOX, n, LOG, n, 0)
            self.archive.place(SERVER, item)
        self.archive.commit(0.0)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.history.close()
    desk.archive.close()


def test_the_last_ones_with_a_prefix(desk: Desk):
    desk.put(3)
    lines = desk.recall.answer(ShowHistory(2))
    assert [line.text[:10] for line in lines] == ["history: 2", "history: 3"]
    assert not any(line.aside for line in lines)
    assert lines[1].text.endswith("bob -> everyone: text 3")


def test_nothing_said_yet(desk: Desk):
    assert desk.recall.answer(ShowHistory(2)) == [Line(f"history: {words.NO_HISTORY_YET}")]
    assert desk.recall.answer(Search("x")) == [Line(f"search: {words.NOTHING_FOUND}")]


def test_what_is_missing_is_fetched_page_by_page_before_it_is_shown(desk: Desk):
    desk.recall.hear(StatusChanged("connected"))
    assert desk.recall.answer(ShowHistory(5)) == []
    desk.put(2)
    assert desk.recall.hear(HistoryGrew(2, more=True)) == []
    desk.put(4)
    lines = desk.recall.hear(HistoryGrew(2, more=False))
    assert len(lines) == 4
    assert desk.posted == [MoreHistory(), MoreHistory()]
    assert len(desk.recall.answer(ShowHistory(9))) == 4, "the server has no more"


@pytest.mark.parametrize("event", [StatusChanged("trying again"), Ended("quit")])
def test_who_fetches_in_vain_shows_what_there_is(desk: Desk, event: StatusChanged | Ended):
    desk.put(1)
    desk.recall.hear(StatusChanged("connected"))
    assert desk.recall.answer(ShowHistory(5)) == []
    assert len(desk.recall.hear(event)) == 1


def test_search(desk: Desk):
    desk.put(12)
    (line,) = desk.recall.answer(Search("text 12"))
    assert line.text.startswith("search: 12 ")


def test_who_has_is_asked_of_the_server_for_own_messages_only(desk: Desk):
    desk.put(1)
    desk.archive.number(SERVER, "ann", Numbered(b"m" * 16, 1, (0,), 0, b"mine"))
    desk.archive.commit(0.0)
    told = [desk.recall.answer(WhoHas(id))[0].text for id in (1, 2, 3)]
    assert told == [
        "who-has: message 1 is not yours; only who said it can ask",
        "who-has: message 2 is not on the server: waiting",
        "who-has: there is no message 3; history shows the ids",
    ]
    desk.archive.commit_own(SERVER, LOG, (b"m" * 16, 1), 9, 0)
    desk.archive.commit(0.0)
    assert desk.recall.answer(WhoHas(2)) == []
    assert desk.posted == [AskHolders(9)]
    people = (HolderShown("bob", 1, 0), HolderShown("zoe", 0, 0))
    assert desk.recall.hear(HoldersReceived(9, people)) == [
        Line("who-has: bob: delivered"),
        Line("who-has: zoe: waiting"),
    ]
    assert desk.recall.hear(HoldersReceived(9, ())) == [Line(f"who-has: {words.NOBODY_HAS}")]


def test_who_has_a_message_of_a_log_that_is_gone_nobody_knows(desk: Desk):
    desk.archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (0,), 0, b"mine"))
    desk.archive.commit_own(SERVER, LOG, (OUTBOX, 1), 9, 0)
    desk.archive.move_cursor(SERVER, b"n" * 16, 0)
    desk.archive.commit(0.0)
    gone = [Line(f"who-has: {words.LOG_GONE}")]
    assert desk.recall.answer(WhoHas(1)) == gone
    assert desk.posted == []
    assert desk.recall.hear(HoldersReceived(9, (), is_gone=True)) == gone


def test_an_export_knows_where_home_is(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    desk.put(1)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    desk.recall.answer(Export("~/all.txt"))
    assert (tmp_path / "all.txt").exists()
    (line,) = desk.recall.answer(Export("~nobody-of-that-name/all.txt"))
    assert "cannot be written" in line.text


def test_an_export_overwrites_nothing(desk: Desk, tmp_path: Path):
    desk.put(3)
    for name in ("all.txt", "all.jsonl"):
        (line,) = desk.recall.answer(Export(str(tmp_path / name)))
        assert line == Line(f"3 messages are in {tmp_path / name}", aside=True)
    assert len((tmp_path / "all.txt").read_text().splitlines()) == 3
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [row["text"] for row in rows] == ["text 1", "text 2", "text 3"]
    before = (tmp_path / "all.txt").read_text()
    (line,) = desk.recall.answer(Export(str(tmp_path / "all.txt")))
    assert "exists already" in line.text
    assert (tmp_path / "all.txt").read_text() == before
    (line,) = desk.recall.answer(Export(str(tmp_path / "no" / "all.txt")))
    assert "cannot be written" in line.text


def test_a_door_without_history_says_so():
    recall = Recall(None, lambda intent: None)
    for request in (ShowHistory(1), Search("x"), WhoHas(1), Export("x")):
        assert recall.answer(request) == [Line(words.NO_HISTORY_DOOR, aside=True)]
    assert recall.help == ()


def test_what_cannot_be_read_is_told(tmp_path: Path):
    recall = Recall(History(lambda: None, lambda: SERVER), lambda intent: None)
    recall.hear(StatusChanged("connected"))
    for request in (ShowHistory(1), Search("x"), WhoHas(1), Export(str(tmp_path / "x"))):
        (line,) = recall.answer(request)
        assert line == Line(words.NOTHING_KEPT, aside=True)
    assert not (tmp_path / "x").exists()
