"""Larger and smaller text, within bounds."""

import pytest

from shared.tk.points import step_points


@pytest.mark.parametrize(
    ("points", "by", "stepped"),
    [(10, 1, 11), (10, -1, 9), (32, 1, 32), (6, -1, 6), (24, 0, 10)],
)
def test_steps(points: int, by: int, stepped: int):
    assert step_points(points, by) == stepped
