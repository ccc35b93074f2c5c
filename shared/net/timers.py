"""Many deadlines, one heap: who is to be woken when."""

import heapq
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

STALE_AT_MOST = 64
"""Moved deadlines kept in the heap, besides as many as there are keys."""


class Timers(Generic[Key]):
    """At most one deadline for each key, in seconds of whatever clock the caller uses."""

    def __init__(self) -> None:
        self._at: dict[Key, float] = {}
        self._heap: list[tuple[float, int, Key]] = []
        self._count = 0  # breaks ties, so that keys need no order

    def set(self, key: Key, at: float | None) -> None:
        """Move the key's deadline; None takes it away."""
        if at is None:
            self._at.pop(key, None)
        elif self._at.get(key) != at:
            self._at[key] = at
            self._count += 1
            heapq.heappush(self._heap, (at, self._count, key))
            self._tidy()

    def next_at(self) -> float | None:
        """The earliest deadline; None if there is none."""
        while self._heap and self._at.get(self._heap[0][2]) != self._heap[0][0]:
            heapq.heappop(self._heap)  # moved or taken away since it was pushed
        return self._heap[0][0] if self._heap else None

    def due(self, now: float) -> list[Key]:
        """The keys whose deadline has come, each once; their deadlines are gone then."""
        found: list[Key] = []
        while (at := self.next_at()) is not None and at <= now:
            key = heapq.heappop(self._heap)[2]
            del self._at[key]
            found.append(key)
        return found

    def _tidy(self) -> None:
        """Deadlines that are moved all the time must not pile up until they would have come."""
        if len(self._heap) > 2 * len(self._at) + STALE_AT_MOST:
            self._heap = [item for item in self._heap if self._at.get(item[2]) == item[0]]
            heapq.heapify(self._heap)
