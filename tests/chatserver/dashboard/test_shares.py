"""Who gets how much of the window."""

import pytest

from chatserver.dashboard.shares import log_height, side_width


@pytest.mark.parametrize(
    ("window", "factor", "width"),
    [
        (1000, 1, 296),  # as wide as it needs
        (700, 1, 252),
        (620, 1, 244),  # as narrow as it can be
        (500, 1, 210),  # and narrower where people had too little
        (1000, 2, 420),
        (2000, 2, 592),
    ],
)
def test_the_side(window: int, factor: int, width: int):
    assert side_width(window, lambda length: factor * length) == width


@pytest.mark.parametrize(
    ("window", "factor", "height"),
    [(680, 1, 161), (430, 1, 76), (300, 1, 60), (2000, 1, 320), (680, 2, 120), (2000, 2, 540)],
)
def test_the_log(window: int, factor: int, height: int):
    assert log_height(window, lambda length: factor * length) == height
