from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.transport.received import ACK_DELAY_S, ACK_EVERY, EAGER_AFTER_GAP, Received


def note_all(numbers: list[int], now: float = 0.0) -> Received:
    received = Received()
    for number in numbers:
        received.note(number, True, now)
    return received


@pytest.mark.parametrize(
    ("numbers", "largest", "bitmap"),
    [
        ([0], 0, 0b0),
        ([0, 1], 1, 0b1),
        ([0, 1, 2, 3], 3, 0b111),
        ([0, 3], 3, 0b100),
        ([0, 3, 1], 3, 0b110),
        ([5], 5, 0b0),
        ([5, 4], 5, 0b1),
        ([0, 64], 64, 1 << 63),
        ([0, 65], 65, 0),
        ([0, 2**60], 2**60, 0),
        ([100, 1], 100, 0),  # too old for the bitmap
    ],
)
def test_bitmap(numbers: list[int], largest: int, bitmap: int) -> None:
    assert note_all(numbers).take_ack(0.0) == (largest, 0.0, bitmap)


@given(st.lists(st.integers(0, 200), min_size=1, unique=True))
def test_bitmap_says_exactly_what_arrived(numbers: list[int]) -> None:
    largest, _, bitmap = note_all(numbers).take_ack(0.0)
    assert largest == max(numbers)
    below = {largest - 1 - i for i in range(64) if bitmap >> i & 1}
    assert below == {n for n in numbers if largest - 64 <= n < largest}


def test_a_single_packet_is_acknowledged_after_the_delay() -> None:
    received = note_all([0], now=1.0)
    assert received.ack_at == 1.0 + ACK_DELAY_S
    received.note(1, True, 1.01)
    assert received.ack_at == 1.0 + ACK_DELAY_S, "the first packet waits longest"
    assert received.take_ack(1.025) == (1, pytest.approx(0.015), 1)
    assert (received.ack_at, received.owed) == (inf, 0)


def test_after_32_packets_one_is_acknowledged_at_once() -> None:
    received = note_all(list(range(ACK_EVERY - 1)))
    assert received.ack_at == ACK_DELAY_S
    received.note(ACK_EVERY - 1, True, 0.001)
    assert received.ack_at == 0.001


def test_packets_that_elicit_nothing_are_not_acknowledged() -> None:
    received = Received()
    for number in (0, 1, 5):
        received.note(number, False, 0.0)
    assert (received.ack_at, received.owed) == (inf, 0)


@pytest.mark.parametrize("second", [2, 0])
def test_a_gap_is_told_at_once_and_for_64_packets_more(second: int) -> None:
    received = note_all([1])
    received.take_ack(0.0)
    received.note(second, True, 1.0)
    assert received.ack_at == 1.0 if second != 2 else ACK_DELAY_S
    received.note(9, True, 1.0)
    eager = 0
    for number in range(10, 200):
        received.take_ack(1.0)
        received.note(number, True, 1.0)
        eager += received.ack_at == 1.0
    assert eager == EAGER_AFTER_GAP - 1


def test_the_delay_can_be_raised() -> None:
    received = Received()
    received.delay_s = 0.2
    received.note(0, True, 1.0)
    assert received.ack_at == 1.2


def test_an_ack_that_is_nearly_due_leaves_with_what_comes() -> None:
    received = note_all([0], now=1.0)
    received.note(1, True, 1.0 + ACK_DELAY_S * 0.8)
    assert received.ack_at == 1.0 + ACK_DELAY_S * 0.8
