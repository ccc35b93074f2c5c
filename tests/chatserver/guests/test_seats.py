import pytest

from chatserver.guests.seats import Seat, is_taken, silent_s
from shared.net.path import Path

HEARD_S = 1_800_000_000.0
SEAT = Seat(Path(("10.0.0.5", 4001)), "netcat", 7, "bob", 1, 2, round(HEARD_S * 1000))
HOUR_S = 3600.0
YEAR_S = 365 * 24 * HOUR_S


@pytest.mark.parametrize(
    ("clock_moved_s", "silent", "taken"),
    [
        (0.0, 0.0, True),
        (HOUR_S, HOUR_S, True),
        (12 * HOUR_S, 12 * HOUR_S, True),
        (12 * HOUR_S + 1, 12 * HOUR_S + 1, False),
        (30 * 24 * HOUR_S, 30 * 24 * HOUR_S, False),
        (10 * YEAR_S, 0.0, True),
        (-10 * YEAR_S, 0.0, True),
        (-HEARD_S, 0.0, True),
    ],
)
def test_the_lease_runs_by_the_clock_unless_that_is_implausible(
    clock_moved_s: float, silent: float, taken: bool
) -> None:
    assert silent_s(SEAT, HEARD_S + clock_moved_s) == silent
    assert is_taken(SEAT, HEARD_S + clock_moved_s) is taken
