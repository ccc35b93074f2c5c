"""The message log, asynchronous by contract.

A batch of entries is appended; later, perhaps at once, perhaps not before the disk or another
computer has answered, each comes back as an outcome: it stands at a position, or it failed.
Outcomes come in the order of the entries. Whoever applies them relies on nothing else.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from shared.chat import Entry, Message

MESSAGES_KEPT = 10_000
"""What a client that was away for a while can still catch up on, without a disk."""


class Outcome(NamedTuple):
    """`position` is None if the entry could not be kept; positions rise and are never reused."""

    entry: Entry
    position: int | None


class Log(Protocol):
    @property
    def id(self) -> bytes:
        """16 bytes: positions mean nothing in another log."""

    @property
    def head(self) -> int:
        """The highest position given out."""

    @property
    def oldest(self) -> int:
        """The lowest position that `read` still knows everything from."""

    def append(self, entries: Sequence[Entry]) -> None:
        """Take a batch over; never blocks for long."""

    def outcomes(self) -> list[Outcome]:
        """What has been settled since the last call."""

    def read(self, after: int, limit: int) -> list[tuple[int, Message]]:
        """At most `limit` messages behind that position, in order."""


class MemoryLog:
    """Orders everything and keeps the newest messages, until the server ends."""

    def __init__(self, log_id: bytes = bytes(16), kept: int = MESSAGES_KEPT) -> None:
        self.id = log_id
        self.head = 0
        self.oldest = 1
        self._settled: list[Outcome] = []
        self._messages: deque[tuple[int, Message]] = deque()
        self._kept = kept

    def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self.head += 1
            self._settled.append(Outcome(entry, self.head))
            if isinstance(entry, Message):
                self._keep(entry)

    def outcomes(self) -> list[Outcome]:
        settled, self._settled = self._settled, []
        return settled

    def read(self, after: int, limit: int) -> list[tuple[int, Message]]:
        if after >= self.head:
            return []
        start = bisect_right(self._messages, after, key=lambda kept: kept[0])
        return list(islice(self._messages, start, start + limit))

    def _keep(self, message: Message) -> None:
        self._messages.append((self.head, message))
        if len(self._messages) > self._kept:
            self.oldest = self._messages.popleft()[0] + 1
