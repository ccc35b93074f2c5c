"""Time passes as it does, but for what nobody was there to see."""

import pytest

from chatserver.clock import STOOD_STILL_S, SteadyClock


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ((0.0, 1.5, 60.0), 61.5),
        ((STOOD_STILL_S, 1.0), STOOD_STILL_S + 1),
        ((1.0, 8 * 3600.0, 1.0), 2.0),
        ((10 * 365 * 86_400.0, 2.0, STOOD_STILL_S + 1, 3.0), 5.0),
    ],
)
def test_what_it_shows_after_these_steps(steps: tuple[float, ...], shown: float) -> None:
    now = 1000.0
    clock = SteadyClock(lambda: now)
    for step in steps:
        now += step
        clock()
    assert clock() == 1000.0 + shown
