"""What happened a second, over the last two minutes, from counters that only grow."""

from collections import deque
from typing import Final

SPAN_S: Final = 120.0
LEAST_TOP: Final = 5
"""A graph of a quiet server is flat: one message a minute is no mountain."""


class Trend:
    """Times are the server's, in seconds. A counter that falls is another server's: anew."""

    def __init__(self) -> None:
        self._last: tuple[float, int] | None = None
        self._rates: deque[tuple[float, float]] = deque()

    def add(self, at_s: float, count: int) -> None:
        before, self._last = self._last, (at_s, count)
        if before is None:
            return
        passed_s, more = at_s - before[0], count - before[1]
        if passed_s < 0 or more < 0:
            self._rates.clear()
        elif passed_s > 0:
            self._rates.append((at_s, more / passed_s))
            while self._rates[0][0] < at_s - SPAN_S:
                self._rates.popleft()

    def clear(self) -> None:
        self._last = None
        self._rates.clear()

    @property
    def now(self) -> float:
        return self._rates[-1][1] if self._rates else 0.0

    @property
    def peak(self) -> float:
        return max((rate for _, rate in self._rates), default=0.0)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Both from 0 to 1: 1 is now, and the top of the graph."""
        if not self._rates:
            return []
        end, top = self._rates[-1][0], round_up(max(self.peak, LEAST_TOP))
        return [(1 - (end - at) / SPAN_S, rate / top) for at, rate in self._rates]


def round_up(rate: float) -> float:
    """To 1, 2 or 5 and zeros, so that a graph keeps its scale while the peak moves a little."""
    unit = 1.0
    while True:
        for step in (1, 2, 5):
            if step * unit >= rate:
                return step * unit
        unit *= 10
