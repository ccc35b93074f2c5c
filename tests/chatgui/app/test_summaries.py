"""The list of conversations, and what is unread in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatgui.app.history import History
from chatgui.app.summaries import MOST_UNREAD
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered, conversation_of

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB, ZOE = 1, 2**64 - 2, 3
EVERYONE = b""
TRIO = conversation_of(BOB, (ANN, ZOE))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive, _ = open_archive(tmp_path, ANN, lambda: 1000)
    archive.name_people(SERVER, {BOB: "bob", ZOE: "zoe"})
    yield archive
    archive.close()


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(lambda: tmp_path / "history.db", lambda: SERVER, ANN)
    yield history
    history.close()


def put(archive: Archive, position: int, sender: int, *to: int, early: bool = False) -> None:
    item = Item(sender, "bob", to, 0, b"hi", b"", 0, LOG, position, position, early)
    archive.place(SERVER, item)


def test_the_newest_first_with_who_is_in_it(archive: Archive, history: History):
    put(archive, 1, BOB, 0)
    put(archive, 2, BOB, ANN, ZOE)
    put(archive, 3, ANN, ANN)
    archive.number(SERVER, "ann", Numbered(OUTBOX, 1, (ZOE,), 0, b"waits"))
    archive.commit(0.0)
    rows = history.conversations(9)
    assert [(row.members, row.names, row.unread) for row in rows] == [
        ((ZOE,), ("zoe",), 0),
        ((), (), 0),
        ((ZOE, BOB), ("zoe", "bob"), 1),
        ((), (), 1),
    ]
    assert [row.conversation for row in rows[2:]] == [TRIO, EVERYONE]
    last = rows[0].last
    assert last is not None
    assert (last.text, last.is_own, last.person, last.to_ids) == ("waits", True, ANN, (ZOE,))
    assert history.conversations(1) == rows[:1]
    some = (EVERYONE, rows[0].conversation, b"unknown")
    assert history.conversations(9, some) == [rows[0], rows[3]]


def test_early_and_own_ones_are_not_unread(archive: Archive, history: History):
    for position in range(1, 4):
        put(archive, position, BOB, 0, early=True)
    put(archive, 4, ANN, 0)
    put(archive, 5, BOB, 0)
    put(archive, 6, BOB, 0)
    archive.commit(0.0)
    (row,) = history.conversations(9)
    assert row.unread == 2
    first = history.first_unread(EVERYONE)
    assert first is not None
    message = history.find(first)
    assert message is not None
    assert message.position == 5
    assert history.count_after(first, EVERYONE) == 1
    assert history.first_unread(TRIO) is None


def test_nobody_counts_further_than_that(archive: Archive, history: History):
    for position in range(1, MOST_UNREAD + 9):
        put(archive, position, BOB, 0)
    archive.commit(0.0)
    assert history.conversations(1)[0].unread == MOST_UNREAD


def test_a_server_that_was_never_met_has_none(archive: Archive, tmp_path: Path):
    put(archive, 1, BOB, 0)
    archive.commit(0.0)
    other = History(lambda: tmp_path / "history.db", lambda: None, ANN)
    assert other.conversations(9) == []
    other.close()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 500)), max_size=60))
def test_as_if_all_were_read(tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, int]]):
    archive, _ = open_archive(tmp_path_factory.mktemp("h"), ANN, lambda: 0)
    for whom, position in said:
        put(archive, position, whom + 10, 0 if whom == 0 else ANN)
    archive.commit(0.0)
    history = History(lambda: archive.path, lambda: SERVER, ANN)
    newest: dict[bytes, int] = {}
    for message in history.all():
        newest[message.conversation] = message.id
    expected = sorted(newest, key=lambda key: position_of(history, newest[key]), reverse=True)
    assert [row.conversation for row in history.conversations(99)] == expected
    history.close()
    archive.close()


def position_of(history: History, id: int) -> int:
    found = history.find(id)
    assert found is not None
    return found.position
