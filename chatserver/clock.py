"""A clock that leaves out the time in which the computer slept.

Some systems' monotonic clocks go on in sleep. Then everybody would seem to have been silent for the
whole night, and all would be gone at once: sessions, guests, their names.
"""

from collections.abc import Callable

STOOD_STILL_S = 90.0
"""The loop looks at the clock at least once a minute. A longer pause was nobody's silence."""


class SteadyClock:
    """Call it for the time, in seconds, and at least once a minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._read_at = clock()
        self._left_out_s = 0.0

    def __call__(self) -> float:
        at = self._clock()
        passed_s = at - self._read_at
        if passed_s > STOOD_STILL_S:
            self._left_out_s += passed_s
        self._read_at = at
        return at - self._left_out_s
