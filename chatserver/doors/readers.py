"""Whose turn it is to read the log: those who have fallen behind, a page each, round and round.

So a thousand who come back at once delay nobody's message by more than one turn's share of it.
"""

from collections.abc import Callable
from typing import Literal

PAGES_EACH = 4
PAGES_PER_TURN = 16
"""256 messages each and 1,000 in all, some 20 ms; what else happens comes in between."""

STUCK_S = 1.0
"""How often the log is tried again by those for whom it could not be read."""

Read = Literal["more", "stuck", "done"]
"""What came of a page: there is more, and room for it; the log could not be read; or the reader has
caught up, or has no room, and says so when that changes."""


class Readers:
    """By the numbers of their sessions."""

    def __init__(self) -> None:
        self._next: dict[int, None] = {}  # in their order
        self._stuck: dict[int, None] = {}
        self._try_again_at = 0.0

    def add(self, number: int) -> None:
        self._next[number] = None

    def remove(self, number: int) -> None:
        self._next.pop(number, None)
        self._stuck.pop(number, None)

    def take_turns(self, read_page: Callable[[int], Read], now: float) -> None:
        """Once in each turn of the loop."""
        if self._stuck and now >= self._try_again_at:
            self._next |= self._stuck
            self._stuck.clear()
        for _ in range(min(PAGES_PER_TURN, PAGES_EACH * len(self._next))):
            if not self._next:
                return
            number = next(iter(self._next))
            del self._next[number]
            came = read_page(number)
            if came == "more":
                self._next[number] = None
            elif came == "stuck":
                self._try_again_at = self._try_again_at if self._stuck else now + STUCK_S
                self._stuck[number] = None

    def wake_at(self, now: float) -> float | None:
        """When to call `take_turns` again; `now` if there is more to read at once."""
        if self._next:
            return now
        return self._try_again_at if self._stuck else None
