"""Seen, muted, being written: kept, and adopted by the server that stands at the address."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from chatgui.app.history import History
from chatgui.app.shown import Summary
from chatgui.archive import conversations
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import Item, Numbered, conversation_of, unmet_key

SERVER, LOG, OUTBOX = b"s" * 32, b"l" * 16, b"o" * 16
ANN, BOB = 1, 2
WITH_BOB = conversation_of(ANN, (BOB,))
UNMET = unmet_key("box:1")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive, _ = open_archive(tmp_path, ANN, lambda: 0)
    yield archive
    archive.close()


def read(archive: Archive, key: bytes = SERVER) -> list[Summary]:
    assert archive.commit(0.0) == ""
    history = History(lambda: archive.path, lambda: key, ANN)
    try:
        return history.conversations(99)
    finally:
        history.close()


def see(archive: Archive, position: int, log: bytes = LOG) -> None:
    archive.gather(
        partial(
            conversations.mark_seen,
            server=SERVER,
            log=log,
            conversation=WITH_BOB,
            position=position,
        )
    )


def post(archive: Archive, *positions: int, log: bytes = LOG) -> None:
    for position in positions:
        archive.place(SERVER, Item(BOB, "bob", (ANN,), 0, b"hi", b"", 0, log, position, 5))
    archive.move_cursor(SERVER, log, max(positions))


def draft(archive: Archive, text: str, key: bytes = SERVER, to: int = BOB) -> None:
    archive.gather(
        partial(
            conversations.keep_draft,
            server=key,
            conversation=conversation_of(ANN, (to,)),
            members=(to,) if to else (),
            text=text,
        )
    )


def test_what_was_seen_never_goes_back_by_itself(archive: Archive):
    post(archive, 3, 5, 8)
    assert read(archive)[0].unread == 3
    for position, unread in ((5, 1), (3, 1), (8, 0)):
        see(archive, position)
        assert read(archive)[0].unread == unread
    post(archive, 2, log=b"m" * 16)
    assert read(archive)[0].unread == 1, "positions of another log"
    see(archive, 0, log=b"n" * 16)
    assert read(archive)[0].unread == 0, "what stands in older logs"


def test_what_an_older_server_says_anew_has_not_been_seen(archive: Archive):
    post(archive, 3, 5, 8)
    see(archive, 8)
    read(archive)
    archive.move_cursor(SERVER, LOG, 3)
    read(archive)
    post(archive, 6)
    assert read(archive)[0].unread == 3


def test_a_draft_stands_where_it_was_written(archive: Archive):
    post(archive, 3)
    draft(archive, "to everyone", to=0)
    read(archive)
    post(archive, 4)
    everyone = read(archive)[1]
    assert (everyone.conversation, everyone.draft, everyone.last) == (b"", "to everyone", None)
    draft(archive, "more\nto everyone", to=0)
    assert [row.draft for row in read(archive)] == ["more\nto everyone", ""]
    draft(archive, "", to=0)
    assert [row.conversation for row in read(archive)] == [WITH_BOB]


def test_who_is_in_a_conversation_that_has_a_draft_only(archive: Archive):
    archive.name_people(SERVER, {BOB: "bob"})
    draft(archive, "hi")
    (row,) = read(archive)
    assert (row.members, row.names, row.last, row.unread) == ((BOB,), ("bob",), None, 0)


def test_mute_and_back(archive: Archive):
    post(archive, 3)
    for is_muted in (True, True, False):
        change = partial(
            conversations.mute, server=SERVER, conversation=WITH_BOB, is_muted=is_muted
        )
        archive.gather(change)
        assert [row.is_muted for row in read(archive)] == [is_muted]


def test_what_was_done_before_the_server_was_met_is_its_own_then(archive: Archive):
    archive.begin_outbox(b"", OUTBOX, b"i" * 16, "box:1")
    archive.number(UNMET, "ann", Numbered(OUTBOX, 1, (0,), 0, b"hello"))
    draft(archive, "hi", key=UNMET)
    assert [row.draft for row in read(archive, UNMET)] == ["", "hi"]
    assert archive.waits_elsewhere("else:1") == [("box:1", 1)]
    assert archive.waits_elsewhere("box:1") == []
    assert [message.body for message in archive.unmet_waiting("box:1")] == [b"hello"]
    archive.gather(partial(conversations.adopt_place, server=SERVER, place="box:1"))
    assert read(archive, UNMET) == []
    assert [row.draft for row in read(archive)] == ["", "hi"]
    assert archive.attach(SERVER).waiting[0].body == b"hello"
