"""The highest number of each outbox, at hand: whoever says something new is to cost no look at the
disk to find that it is new."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

KEPT: Final = 65_536
"""Some 10 MB; of the others the disk knows."""


class Highest:
    """`look_up`: asks where all numbers are that were ever noted; what it raises is passed on."""

    def __init__(self, look_up: Callable[[int, bytes], int]) -> None:
        self._look_up = look_up
        self._known: OrderedDict[tuple[int, bytes], int] = OrderedDict()

    def of(self, person: int, outbox: bytes) -> int:
        box = person, outbox
        found = self._known.get(box)
        if found is None:
            found = self._known[box] = self._look_up(person, outbox)
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(box)
        return found

    def note(self, person: int, outbox: bytes, sequence: int) -> None:
        """That number stands in the log."""
        box = person, outbox
        if box in self._known:
            self._known[box] = max(self._known[box], sequence)
