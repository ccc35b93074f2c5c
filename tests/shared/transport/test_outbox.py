from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.transport.outbox import FROM_CLIENT, MAX_RECORD, Outbox, cut
from shared.wire.frames import MAX_PIECE


def sent_outbox(*records: bytes, window: int = 8) -> Outbox:
    outbox = Outbox(window)
    for record in records:
        assert outbox.push((record,))
        outbox.fresh += 1
    return outbox


@given(st.binary(min_size=1, max_size=3 * MAX_PIECE + 1))
def test_cut_keeps_the_record_and_marks_all_but_the_last(record: bytes) -> None:
    pieces = cut(record)
    heads, parts = [piece[0] >> 7 for piece in pieces], [piece[2:] for piece in pieces]
    assert b"".join(parts) == record
    assert heads == [1] * (len(pieces) - 1) + [0]
    assert all(0 < len(part) <= MAX_PIECE for part in parts)


@pytest.mark.parametrize("size", [0, MAX_RECORD + 1])
def test_cut_refuses(size: int) -> None:
    with pytest.raises(ValueError, match="record"):
        cut(b"x" * size)


def test_half_a_window_holds_the_largest_record() -> None:
    assert min(FROM_CLIENT) // 2 >= len(cut(b"x" * MAX_RECORD))


def test_refuses_beyond_the_window_and_wishes_once() -> None:
    outbox = sent_outbox(b"a", b"b", window=2)
    assert not outbox.push((b"c",))
    assert not outbox.take_wish()
    outbox.acked(0, 1)
    assert not outbox.push((b"c",)), "acknowledged is not yet credit"
    outbox.raise_limit(3)
    assert outbox.take_wish()
    assert not outbox.take_wish()
    assert outbox.push((b"c",))


def test_unacknowledged_pieces_bound_memory_whatever_the_credit() -> None:
    outbox = sent_outbox(b"a", b"b", window=2)
    outbox.raise_limit(2**60)
    assert outbox.room == 0


def test_credit_never_shrinks() -> None:
    outbox = Outbox(4)
    outbox.raise_limit(2)
    assert outbox.room == 4


def test_lost_waits_until_it_is_sent_again() -> None:
    outbox = sent_outbox(b"a", b"b")
    outbox.push((b"c",))
    outbox.lost(0, 0)
    assert outbox.again == deque([0])
    assert outbox.piece(0) == b"a"
    outbox.sent_again(0, 5)
    assert outbox.again is None
    assert (outbox.fresh, outbox.piece(2)) == (2, b"c")


def test_lost_copies_matter_only_when_the_newest_is_lost() -> None:
    outbox = sent_outbox(b"a")
    outbox.sent_again(0, 7)
    outbox.lost(0, 0)
    assert not outbox.is_ready
    outbox.lost(0, 7)
    assert outbox.is_ready


def test_acknowledged_is_forgotten_wherever_it_waited() -> None:
    outbox = sent_outbox(b"a")
    outbox.lost(0, 0)
    outbox.acked(0, 1)
    outbox.acked(0, 1)
    outbox.lost(0, 0)
    assert not outbox.is_ready
    assert list(outbox.unacked()) == []


def test_unacked_is_what_was_sent_oldest_first() -> None:
    outbox = sent_outbox(b"a", b"b", b"c")
    outbox.push((b"d",))
    outbox.acked(1, 2)
    assert list(outbox.unacked()) == [(0, b"a"), (2, b"c")]


def test_pieces_acknowledged_in_any_order_make_room_from_the_front() -> None:
    outbox = sent_outbox(b"a", b"b", b"c", b"d", window=4)
    outbox.raise_limit(9)
    outbox.acked(1, 3)
    assert outbox.room == 0
    outbox.acked(0, 1)
    assert (outbox.room, outbox.base) == (3, 3)
    outbox.acked(0, 4)  # a copy's, from before
    assert (outbox.room, outbox.pieces) == (4, None)
    assert outbox.push((b"e",))
    assert outbox.piece(4) == b"e"
