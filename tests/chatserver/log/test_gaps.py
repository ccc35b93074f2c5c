import pytest

from chatserver.log.gaps import GAPS_KEPT, Gap, merge


@pytest.mark.parametrize(
    ("gaps", "more", "merged"),
    [
        ([], [], []),
        ([(5, 6)], [(1, 2)], [(1, 2), (5, 6)]),
        ([(1, 2)], [(3, 4)], [(1, 4)]),
        ([(1, 9)], [(3, 4)], [(1, 9)]),
        ([(1, 4), (8, 9)], [(4, 8)], [(1, 9)]),
    ],
)
def test_they_are_in_order_and_disjoint(
    gaps: list[Gap], more: list[Gap], merged: list[Gap]
) -> None:
    assert merge(gaps, more) == merged


def test_of_too_many_the_nearest_become_one() -> None:
    many = [(n * n * 10, n * n * 10 + 1) for n in range(1, GAPS_KEPT + 3)]
    merged = merge(many, [])
    assert len(merged) == GAPS_KEPT
    assert merged[0] == (many[0][0], many[2][1])
    assert merged[1:] == many[3:]
