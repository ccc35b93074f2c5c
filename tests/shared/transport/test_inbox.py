from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.transport import Violation
from shared.transport.inbox import Inbox
from shared.transport.outbox import MAX_RECORD, cut


@given(st.lists(st.integers(1, 3000), max_size=12), st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_each_record_once_in_order(
    sizes: list[int], rng: Random
) -> None:
    records = [bytes([n % 256]) * size for n, size in enumerate(sizes)]
    pieces = [piece for record in records for piece in cut(record)]
    arriving = list(enumerate(pieces)) * 2
    rng.shuffle(arriving)
    inbox = Inbox(64)
    got: list[bytes] = []
    for sequence, piece in arriving:
        got += inbox.take(sequence, piece[0] < 0x80, piece[2:])
    assert got == records


def test_credit_is_owed_at_half_the_window_and_granted_whole() -> None:
    inbox = Inbox(4)
    inbox.take(0, True, b"a")
    assert not inbox.owes_credit()
    inbox.take(1, True, b"b")
    assert inbox.owes_credit()
    assert inbox.grant() == 6
    assert not inbox.owes_credit()


def test_held_owes_nothing_until_released() -> None:
    inbox = Inbox(4)
    inbox.is_held = True
    for sequence in range(4):
        inbox.take(sequence, True, b"a")
    assert not inbox.owes_credit()
    assert inbox.grant() == 4, "an earlier grant may be repeated, not raised"
    with pytest.raises(Violation):
        inbox.take(4, True, b"a")
    inbox.is_held = False
    assert inbox.owes_credit()


def test_what_came_early_gives_no_credit() -> None:
    inbox = Inbox(4)
    for sequence in (1, 2, 3):
        assert list(inbox.take(sequence, True, b"a")) == []
    assert not inbox.owes_credit()


@pytest.mark.parametrize("sequence", [4, 2**64 - 1])
def test_beyond_the_credit_is_a_violation(sequence: int) -> None:
    with pytest.raises(Violation):
        Inbox(4).take(sequence, True, b"a")


def test_a_record_that_never_ends_is_a_violation() -> None:
    inbox = Inbox(10_000)
    for sequence in range(MAX_RECORD // 1000):
        inbox.take(sequence, False, b"x" * 1000)
    with pytest.raises(Violation):
        inbox.take(inbox.next, False, b"x" * 1000)
