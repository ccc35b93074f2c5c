import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.guests.limits import (
    EARNED_AT_MOST,
    LINES_BURST,
    LINES_PER_S,
    RECEIVED_BYTES_PER_MINUTE,
    Allowance,
    Bucket,
)


def test_a_burst_and_then_the_rate() -> None:
    bucket = Bucket(LINES_PER_S, LINES_BURST, 0.0)
    assert [bucket.take(0.0) for _ in range(11)] == [True] * 10 + [False]
    assert bucket.wait_s(0.0) == 0.5
    assert not bucket.take(0.4)
    assert bucket.take(0.5)
    assert not bucket.take(0.5)


def test_rest_fills_no_more_than_a_burst() -> None:
    bucket = Bucket(2.0, 10.0, 0.0)
    assert sum(bucket.take(1e6) for _ in range(20)) == 10


def test_a_clock_that_stands_gives_nothing() -> None:
    bucket = Bucket(2.0, 1.0, 100.0)
    assert bucket.take(100.0)
    assert not bucket.take(99.0)
    assert not bucket.take(100.0)


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_burst_and_the_rate(gaps: list[float]) -> None:
    bucket, now, taken = Bucket(2.0, 10.0, 0.0), 0.0, 0
    for gap in gaps:
        now += gap
        taken += bucket.take(now)
        assert taken <= 10 + 2 * now + 1e-6


def test_a_host_is_sent_64_kib_a_minute() -> None:
    allowance = Allowance(0.0)
    assert allowance.spend(RECEIVED_BYTES_PER_MINUTE, 0.0)
    assert not allowance.spend(1, 0.0)
    assert not allowance.spend(RECEIVED_BYTES_PER_MINUTE, 59.0)
    assert allowance.spend(RECEIVED_BYTES_PER_MINUTE, 60.0)


def test_what_it_sends_earns_sixteen_times_as_much() -> None:
    allowance = Allowance(0.0)
    allowance.spend(RECEIVED_BYTES_PER_MINUTE, 0.0)
    allowance.earn(100)
    assert allowance.affords(1600, 0.0)
    assert not allowance.affords(1601, 0.0)
    assert not allowance.spend(1601, 0.0)
    assert allowance.spend(1600, 0.0)
    assert not allowance.spend(1, 0.0)


def test_earned_bytes_go_first_and_the_rest_comes_from_the_minute() -> None:
    allowance = Allowance(0.0)
    allowance.earn(100)
    assert allowance.spend(1600 + RECEIVED_BYTES_PER_MINUTE, 0.0)
    assert not allowance.spend(1, 0.0)


def test_a_talker_does_not_save_up_without_end() -> None:
    allowance = Allowance(0.0)
    allowance.earn(10**9)
    assert not allowance.affords(EARNED_AT_MOST + RECEIVED_BYTES_PER_MINUTE + 1, 0.0)


@pytest.mark.parametrize(("spent", "now", "untouched"), [(0, 0, True), (1, 0, False), (1, 9, True)])
def test_what_is_as_good_as_new_may_be_forgotten(spent: int, now: float, untouched: bool) -> None:
    allowance = Allowance(0.0)
    allowance.spend(spent, 0.0)
    assert allowance.untouched(now) is untouched


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 300), st.integers(1, 9000))))
def test_never_more_than_the_budget(steps: list[tuple[float, int, int]]) -> None:
    allowance, now, earned, sent = Allowance(0.0), 0.0, 0, 0
    for gap, received, size in steps:
        now += gap
        allowance.earn(received)
        earned += 16 * received
        affords = allowance.affords(size, now)
        spent = allowance.spend(size, now)
        assert affords is spent
        sent += size * spent
        assert sent <= RECEIVED_BYTES_PER_MINUTE * (1 + now / 60) + earned + 1e-3
