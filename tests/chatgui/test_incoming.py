import pytest

from chatgui.incoming import NO_LOG, Incoming
from shared.dialects.native.records import MESSAGE, MessageEntry, Posted, encode
from shared.wire import BadPacket

ENTRY = MessageEntry(1, "ann", (2,), 0, b"hi", b"", 1)


def posted(position: int, kind: int = MESSAGE, content: bytes | None = None) -> Posted:
    return Posted(position, 0, kind, encode(ENTRY) if content is None else content)


def test_each_position_is_taken_once():
    incoming = Incoming()
    assert incoming.take_untrusted(posted(5)) == ENTRY
    for old in (5, 4, 0):
        assert incoming.take_untrusted(posted(old)) is None
    assert incoming.take_untrusted(posted(2**40)) == ENTRY
    assert incoming.cursor == 2**40


def test_other_kinds_and_broken_entries_move_the_cursor_too():
    incoming = Incoming()
    assert incoming.take_untrusted(posted(1, kind=9, content=b"?")) is None
    assert incoming.cursor == 1
    with pytest.raises(BadPacket):
        incoming.take_untrusted(posted(2, content=b"?"))
    assert incoming.cursor == 2


def test_being_caught_up_never_goes_back():
    incoming = Incoming()
    incoming.catch_up(9)
    incoming.catch_up(3)
    assert incoming.cursor == 9


def test_another_log_is_read_from_the_beginning():
    incoming = Incoming()
    assert incoming.log == NO_LOG
    assert not incoming.follow(b"a" * 16), "the first log is no news"
    incoming.catch_up(9)
    assert not incoming.follow(b"a" * 16)
    assert incoming.cursor == 9
    assert incoming.follow(b"b" * 16)
    assert incoming.cursor == 0
