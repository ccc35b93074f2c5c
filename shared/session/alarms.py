"""Who is to be woken when: one heap for any number of keys."""

import heapq
from math import inf
from typing import Final

# Entries that count no more are cleared away when they outnumber the others by this.
SLACK: Final = 1024


class Alarms:
    """One alarm a key, lazy: a deadline that has only moved later costs nothing.

    `arm` takes the earlier of the two times, so `due` may name a key too early; its owner then
    looks at the true deadline and arms again. With deadlines that move on every packet, that is
    one heap operation for each round trip instead of one for each packet.
    """

    __slots__ = ("_at", "_heap")

    def __init__(self) -> None:
        self._at: dict[int, float] = {}
        self._heap: list[tuple[float, int]] = []

    def arm(self, key: int, at: float) -> None:
        """Wake `key` at that time or before; `inf` arms nothing."""
        if at < self._at.get(key, inf):
            self._at[key] = at
            heapq.heappush(self._heap, (at, key))
            if len(self._heap) > 2 * len(self._at) + SLACK:
                self._clear_away()

    def disarm(self, key: int) -> None:
        """Forget the key."""
        self._at.pop(key, None)

    def wake_at(self) -> float:
        """The earliest alarm; `inf` if there is none."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)  # armed earlier or disarmed since
        return self._heap[0][0] if self._heap else inf

    def due(self, now: float) -> list[int]:
        """The keys whose alarm has come, each once; they are disarmed."""
        found: list[int] = []
        while self.wake_at() <= now:
            key = heapq.heappop(self._heap)[1]
            del self._at[key]
            found.append(key)
        return found

    def _clear_away(self) -> None:
        self._heap = [(at, key) for key, at in self._at.items()]
        heapq.heapify(self._heap)
