"""Pauses before the next try, longer while tries come to nothing."""

from collections.abc import Callable
from math import inf
from typing import Final

# A server that ends all its sessions is not run over by all its clients at once.
FIRST_S: Final = 0.2
LONGEST_S: Final = 30.0
# A server that lets us in only to close again is asked ever less often, until a session has
# lasted this long.
LASTING_S: Final = 60.0
# A server that was started anew has nothing against us, however often that happens.
LONGEST_AFTER_RESET_S: Final = 2.0


class Pauses:
    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._began_at = inf
        self._next_s = FIRST_S

    def begin(self, now: float) -> None:
        """A session has begun."""
        self._began_at = now

    def after(self, now: float, *, was_reset: bool = False) -> float:
        """The session has ended: seconds to wait, anything from none to all of the pause."""
        if now - self._began_at >= LASTING_S:
            self._next_s = FIRST_S
        share = int.from_bytes(self._random_bytes(2), "big") / 0xFFFF
        longest_s = LONGEST_AFTER_RESET_S if was_reset else LONGEST_S
        pause_s = share * min(self._next_s, longest_s)
        self._next_s = min(2 * self._next_s, LONGEST_S)
        return pause_s
