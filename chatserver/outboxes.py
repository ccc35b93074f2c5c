"""What verified people have said already, so that a repeat counts once. PROTOCOL 4.5.

A message is (person, outbox, sequence). The first time it is put into the log; a repeat gets the
same answer again; the same number for something else is refused. What could not be logged may be
said again, and nothing behind it passes before it has been.

What was answered, the log knows, also after a restart. Here is what it cannot know: what is on its
way, and what failed.
"""

from dataclasses import dataclass, field
from typing import Literal

from chatserver.log.interface import Answer, LogReader
from shared.chat import Committed

OPEN_KEPT = 32_768
"""While nothing can be saved, each new outbox leaves something that failed. Those on their way to
the log are few."""

Verdict = Literal["new", "pending", "reused", "later"]
"""`pending`: on its way to the log. `later`: one before it could not be saved; that one first."""

_Box = tuple[int, bytes]


@dataclass(slots=True)
class _Open:
    pending: dict[int, bytes] = field(default_factory=dict)
    """Digests of those on their way to the log."""
    failed: set[int] = field(default_factory=set)
    """Those that could not be saved, until they are said again. A set, for the log may fail one
    of a batch and keep the next: the highest it has says nothing about what lies below."""


class Outboxes:
    """`judge` each message, `begin` a new one; `settle` or `fail` it when the log has answered."""

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self._open: dict[_Box, _Open] = {}

    def highest(self, person: int, outbox: bytes) -> int:
        """The sequence up to which all are settled; 0 if none is."""
        highest = self._log.highest(person, outbox)
        box = self._open.get((person, outbox), _Open())
        return min(highest, min((*box.pending, *box.failed), default=highest + 1) - 1)

    def judge(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> Verdict | Answer:
        box = self._open.get((person, outbox), _Open())
        if sequence in box.pending:
            return "pending" if box.pending[sequence] == digest else "reused"
        # Asked each time: a log that could not be read is one that answers otherwise later.
        highest = self._log.highest(person, outbox)
        known = self._log.answer(person, outbox, sequence) if sequence <= highest else None
        if known is not None:
            self._unblock(person, outbox, sequence)
            return known[1] if known[0] == digest else "reused"
        if box.failed and sequence >= (first := min(box.failed)):
            return "new" if sequence == first else "later"
        return Committed(sequence, 0, 0) if sequence <= highest else "new"

    def begin(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> None:
        """It has been handed to the log."""
        box = self._box((person, outbox))
        box.pending[sequence] = digest
        box.failed.discard(sequence)

    def settle(self, person: int, outbox: bytes, sequence: int) -> None:
        """It stands in the log, as a message or as a refusal."""
        self._box((person, outbox)).pending.pop(sequence, None)
        self._close((person, outbox))

    def fail(self, person: int, outbox: bytes, sequence: int) -> None:
        """It could not be kept; it blocks those behind it until it is said again."""
        box = self._box((person, outbox))
        box.pending.pop(sequence, None)
        box.failed.add(sequence)

    def _unblock(self, person: int, outbox: bytes, sequence: int) -> None:
        """It stands after all, so it blocks nothing."""
        box = self._open.get((person, outbox))
        if box is not None:
            box.failed.discard(sequence)
            self._close((person, outbox))

    def _box(self, key: _Box) -> _Open:
        box = self._open.get(key)
        if box is None:
            if len(self._open) >= OPEN_KEPT:
                failed = (key for key, box in self._open.items() if not box.pending)
                self._open.pop(next(failed, key), None)
            box = self._open[key] = _Open()
        return box

    def _close(self, key: _Box) -> None:
        box = self._open[key]
        if not box.pending and not box.failed:
            del self._open[key]
