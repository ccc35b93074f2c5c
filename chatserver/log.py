"""The message log, asynchronous by contract.

A batch of entries is appended; later, perhaps at once, perhaps not before the disk or another
computer has answered, each comes back as an outcome: it stands at a position, or it failed.
Outcomes come in the order of the entries. Whoever applies them relies on nothing else.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from shared.chat import Entry


class Outcome(NamedTuple):
    """`position` is None if the entry could not be kept; positions rise and are never reused."""

    entry: Entry
    position: int | None


class Log(Protocol):
    def append(self, entries: Sequence[Entry]) -> None:
        """Take a batch over; never blocks for long."""

    def outcomes(self) -> list[Outcome]:
        """What has been settled since the last call."""


class MemoryLog:
    """Keeps nothing, orders everything: for a server that remembers only who is here."""

    def __init__(self) -> None:
        self._head = 0
        self._settled: list[Outcome] = []

    def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._head += 1
            self._settled.append(Outcome(entry, self._head))

    def outcomes(self) -> list[Outcome]:
        settled, self._settled = self._settled, []
        return settled
