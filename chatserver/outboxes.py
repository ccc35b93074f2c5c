"""What verified people have said already, so that a repeat counts once. PROTOCOL 4.5.

A message is (person, outbox, sequence). The first time it is put into the log; a repeat gets the
same answer again; the same number for something else is refused. What could not be logged may be
said again, and nothing behind it passes before it has been.

What was answered, the log knows, also after a restart. Here is what it cannot know: what is on its
way, and what failed.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from chatserver.log.interface import Answer, LogReader
from shared.chat import Committed

OUTBOXES_KEPT = 4096
"""Whoever says something keeps the log from being asked each time; the others are asked for."""

Verdict = Literal["new", "pending", "reused", "later"]
"""`pending`: on its way to the log. `later`: one before it could not be saved; that one first."""

_Box = tuple[int, bytes]


@dataclass(slots=True)
class _Outbox:
    highest: int
    """The highest that was settled; it repeats what the log would say."""
    pending: dict[int, bytes] = field(default_factory=dict)
    """Digests of those on their way to the log."""
    failed: set[int] | None = None
    """Those that could not be saved, until they are said again. A set, for the log may fail one
    of a batch and keep the next: `highest` says nothing about what lies below."""


class Outboxes:
    """`judge` each message, `begin` a new one; `settle` or `fail` it when the log has answered."""

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self._boxes: OrderedDict[_Box, _Outbox] = OrderedDict()

    def highest(self, person: int, outbox: bytes) -> int:
        """The sequence up to which all are settled; 0 if none is."""
        box = self._boxes.get((person, outbox))
        if box is None:
            return self._log.highest(person, outbox)
        first_open = min((*box.pending, *(box.failed or ())), default=box.highest + 1)
        return min(box.highest, first_open - 1)

    def judge(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> Verdict | Answer:
        box = self._box((person, outbox))
        if sequence in box.pending:
            return "pending" if box.pending[sequence] == digest else "reused"
        known = self._log.answer(person, outbox, sequence) if sequence <= box.highest else None
        if known is not None:
            return known[1] if known[0] == digest else "reused"
        if box.failed and sequence >= (first := min(box.failed)):
            return "new" if sequence == first else "later"
        return Committed(sequence, 0, 0) if sequence <= box.highest else "new"

    def begin(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> None:
        """It has been handed to the log."""
        box = self._box((person, outbox))
        box.pending[sequence] = digest
        if box.failed is not None:
            box.failed.discard(sequence)
            box.failed = box.failed or None

    def settle(self, person: int, outbox: bytes, sequence: int) -> None:
        """It stands in the log, as a message or as a refusal."""
        box = self._box((person, outbox))
        box.pending.pop(sequence, None)
        box.highest = max(box.highest, sequence)

    def fail(self, person: int, outbox: bytes, sequence: int) -> None:
        """It could not be kept; it blocks those behind it until it is said again."""
        box = self._box((person, outbox))
        box.pending.pop(sequence, None)
        box.failed = box.failed or set()
        box.failed.add(sequence)

    def _box(self, key: _Box) -> _Outbox:
        box = self._boxes.get(key)
        if box is None:
            self._make_room()
            box = self._boxes[key] = _Outbox(self._log.highest(*key))
        self._boxes.move_to_end(key)
        return box

    def _make_room(self) -> None:
        """Of too many, forget one that the log knows all about; those on their way are few."""
        if len(self._boxes) < OUTBOXES_KEPT:
            return
        idle = (key for key, box in self._boxes.items() if not box.pending and not box.failed)
        del self._boxes[next(idle, next(iter(self._boxes)))]
