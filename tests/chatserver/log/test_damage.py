"""Damage is passed over, and no more than it: shown on a shelf of numbers, some of them broken."""

import pytest

from chatserver.log.damage import Ask, read_before, skip
from chatserver.store.database import DamagedError

SPAN = 2**40


def shelf(numbers: list[int], broken: set[int]) -> Ask[list[int]]:
    def ask(distance: int, limit: int) -> list[int]:
        found = [number for number in numbers if number > distance][:limit]
        if broken & set(found):
            raise DamagedError("broken")
        return found

    return ask


@pytest.mark.parametrize(
    ("broken", "reach"),
    [
        ({4096}, 4096),
        ({4096, 8192, 12288}, 12288),
        ({4096, 3 * 4096}, 4096),
        ({4096 * n for n in range(1, 200)}, 4096 * 199),
    ],
)
def test_only_what_is_damaged_is_skipped(broken: set[int], reach: int) -> None:
    ask = shelf([4096 * n for n in range(1, 300)], broken)
    assert read_before(ask) is None
    assert skip(ask, SPAN) == reach


def test_where_nothing_can_be_read_all_is_skipped() -> None:
    numbers = [2**30, 2**35]
    assert skip(shelf(numbers, set(numbers)), 2**35 - 1) == 2**35 - 1
    assert skip(shelf([1], {1}), 1) == 1


def test_what_stands_before_the_damage_is_read() -> None:
    assert read_before(shelf(list(range(1, 65)), {30})) == list(range(1, 17))
    assert read_before(shelf(list(range(1, 65)), {3})) == [1]
