"""The receiving half of a lane: pieces in any order in, whole records in order out."""

from typing import Final

from shared.transport import Violation
from shared.transport.outbox import MAX_RECORD

NO_RECORDS: Final[tuple[bytes, ...]] = ()


class Inbox:
    """Holds at most a window of pieces that came early, and the beginning of one record.

    Credit follows what was handed out, unless `is_held`: then the peer may fill what it was
    granted and no more, which is how a rate limit slows it down without refusing anything.
    """

    __slots__ = ("_early", "_parts", "early_bytes", "is_held", "limit", "next", "window")

    def __init__(self, window: int) -> None:
        self.window = window
        self.limit = window  # the first sequence the peer may not use
        self.next = 0  # the sequence that must come next
        self.is_held = False
        self.early_bytes = 0
        self._early: dict[int, tuple[bool, bytes]] | None = None
        self._parts: list[bytes] | None = None

    def take(self, sequence: int, ends: bool, data: bytes) -> tuple[bytes, ...] | list[bytes]:
        """Take one piece, the last of its record (`ends`) or not; returns the records that are
        complete now."""
        if sequence >= self.limit:
            raise Violation("a sequence beyond the credit")
        if sequence != self.next:
            return self._take_early(sequence, ends, data)
        self.next += 1
        if ends and self._parts is None and self._early is None:
            return (data,)
        records: list[bytes] = []
        self._append(ends, data, records)
        while self._early and self.next in self._early:
            ends, data = self._early.pop(self.next)
            self.early_bytes -= len(data)
            self._append(ends, data, records)
            self.next += 1
        self._early = self._early or None
        return records

    def _take_early(self, sequence: int, ends: bool, data: bytes) -> tuple[bytes, ...]:
        if sequence > self.next:
            if self._early is None:
                self._early = {}
            if sequence not in self._early:
                self._early[sequence] = ends, data
                self.early_bytes += len(data)
        return NO_RECORDS

    def _append(self, ends: bool, data: bytes, records: list[bytes]) -> None:
        if ends and self._parts is None:
            records.append(data)
            return
        parts = self._parts = self._parts or []
        parts.append(data)
        if sum(map(len, parts)) > MAX_RECORD:
            raise Violation("a record beyond the largest size")
        if ends:
            records.append(b"".join(parts))
            self._parts = None

    def owes_credit(self) -> bool:
        """Should the peer be told a new limit? Once half of the window is used up."""
        return not self.is_held and 2 * (self.limit - self.next) <= self.window

    def grant(self) -> int:
        """Raise the limit to a whole window ahead, unless held; returns it, for a MAX_DATA."""
        if not self.is_held:
            self.limit = max(self.limit, self.next + self.window)
        return self.limit
