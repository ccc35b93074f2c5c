"""Rows of a list as arithmetic: where they are, which are in view, what comes next."""

import pytest

from shared.tk.layout import Layout, Place

TWO = Layout([(True, 3, 60), (True, 5000, 44)], head=28, gap=8)


def test_rows_stand_below_their_heads():
    assert TWO.heads == [4, 4 + 28 + 180 + 8]
    assert TWO.span(Place(0, 0)) == (32, 92)
    assert TWO.span(Place(1, 1)) == (220 + 28 + 44, 220 + 28 + 88)
    assert TWO.height == 248 + 5000 * 44 + 8


@pytest.mark.parametrize(
    ("top", "bottom", "conversations", "people"),
    [
        (0, 300, (0, 3), (0, 2)),
        (91, 93, (0, 2), (0, 0)),
        (92, 93, (1, 1), (0, 0)),
        (248 + 44 * 100, 248 + 44 * 101, (3, 0), (100, 1)),
        (10**9, 10**9 + 5, (3, 0), (5000, 0)),
    ],
)
def test_only_what_is_in_view_is_asked_for(
    top: int, bottom: int, conversations: tuple[int, int], people: tuple[int, int]
):
    assert TWO.rows_in(0, top, bottom) == conversations
    assert TWO.rows_in(1, top, bottom) == people


def test_steps_cross_sections_and_stop_at_the_ends():
    assert TWO.step(None, 1) == Place(0, 0)
    assert TWO.step(None, -1) == Place(1, 4999)
    assert TWO.step(Place(0, 2), 1) == Place(1, 0)
    assert TWO.step(Place(1, 0), -1) == Place(0, 2)
    assert TWO.step(Place(0, 0), -10) == Place(0, 0)
    assert TWO.step(Place(0, 0), 10**9) == Place(1, 4999)
    assert Layout([(True, 0, 60)], 28).step(None, 1) is None


def test_sections_without_rows_are_stepped_over():
    gaps = Layout([(False, 0, 60), (True, 1, 44), (True, 0, 44), (True, 1, 44)], 28)
    assert gaps.step(None, 1) == Place(1, 0)
    assert gaps.step(Place(1, 0), 1) == Place(3, 0)
    assert gaps.nearest(Place(3, 7)) == Place(3, 0)
