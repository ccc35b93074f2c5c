import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.replay import WINDOW, ReplayWindow


@pytest.mark.parametrize(
    ("marked", "asked", "fresh"),
    [
        ([], 0, True),
        ([], 2**63, True),
        ([0], 0, False),
        ([0], 1, True),
        ([5], 4, True),
        ([5, 4], 4, False),
        ([WINDOW - 1], 0, True),
        ([WINDOW], 0, False),  # out of the window
        ([0, WINDOW - 1], 0, False),
        ([0, WINDOW], 1, True),
        ([0, 2**63], 2**63 - WINDOW + 1, True),
        ([0, 2**63], 2**63 - WINDOW, False),
        ([10, 9 + WINDOW], 10, False),
        ([10, 10 + 2 * WINDOW, 3], 3, False),
    ],
)
def test_table(marked: list[int], asked: int, fresh: bool) -> None:
    window = ReplayWindow()
    for number in marked:
        window.mark(number)
    assert window.fresh(asked) is fresh


@given(st.lists(st.integers(0, 3 * WINDOW)))
def test_agrees_with_a_set(numbers: list[int]) -> None:
    window, seen, highest = ReplayWindow(), set[int](), -1
    for number in numbers:
        assert window.fresh(number) is (number not in seen and number > highest - WINDOW)
        if window.fresh(number):
            window.mark(number)
            seen.add(number)
            highest = max(highest, number)
    assert window.highest == highest


def test_asking_changes_nothing() -> None:
    window = ReplayWindow()
    assert window.fresh(2**40)
    assert window.fresh(0)
    assert window.highest == -1


def test_leaps_cost_no_memory() -> None:
    window = ReplayWindow()
    for power in range(64):
        window.mark(2**power)
        window.mark(2**power + WINDOW - 1)
        window.mark(0)
    assert sys.getsizeof(window._seen) <= sys.getsizeof(1 << (WINDOW - 1))
