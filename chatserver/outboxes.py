"""What verified people have said already, so that a repeat counts once. PROTOCOL 4.5.

A message is (person, outbox, sequence). The first time it is put into the log; a repeat gets the
same answer again; the same number for something else is refused. What could not be logged may be
said again, and nothing behind it passes before it has been.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from shared.chat import Committed, PostRefused

OUTBOXES_KEPT = 32_768
"""One for each installation that has said something; the longest silent are forgotten first."""

ANSWERS_KEPT = 65_536
"""Of all people together, some 30 MB. A client repeats a few hundred at most when it comes back;
what is older is answered from memory of its number alone."""

Answer = Committed | PostRefused
Verdict = Literal["new", "pending", "reused", "later"]
"""`pending`: on its way to the log. `later`: one before it could not be saved; that one first."""

_Box = tuple[int, bytes]


@dataclass(slots=True)
class _Outbox:
    highest: int = 0
    pending: dict[int, bytes] = field(default_factory=dict)
    """Digests of those on their way to the log."""
    failed: set[int] | None = None
    """Those that could not be saved, until they are said again. A set, for the log may fail one
    of a batch and keep the next: `highest` says nothing about what lies below."""


class Outboxes:
    """`judge` each message, `begin` a new one; `settle` or `fail` it when the log has answered."""

    def __init__(self) -> None:
        self._boxes: OrderedDict[_Box, _Outbox] = OrderedDict()
        self._answers: OrderedDict[tuple[_Box, int], tuple[bytes, Answer]] = OrderedDict()

    def highest(self, person: int, outbox: bytes) -> int:
        """The sequence up to which all are settled; 0 if none is. Clients forget those."""
        box = self._boxes.get((person, outbox))
        if box is None:
            return 0
        first_open = min((*box.pending, *(box.failed or ())), default=box.highest + 1)
        return min(box.highest, first_open - 1)

    def judge(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> Verdict | Answer:
        key = person, outbox
        box = self._boxes.get(key)
        if box is None:
            return "new"
        if sequence in box.pending:
            return "pending" if box.pending[sequence] == digest else "reused"
        known = self._answers.get((key, sequence))
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

    def settle(self, person: int, outbox: bytes, answer: Answer, digest: bytes = b"") -> None:
        """It stands in the log, or is refused for good; `digest` if it never began."""
        key = person, outbox
        box = self._box(key)
        digest = box.pending.pop(answer.sequence, digest)
        box.highest = max(box.highest, answer.sequence)
        self._answers[key, answer.sequence] = (digest, answer)
        if len(self._answers) > ANSWERS_KEPT:
            self._answers.popitem(last=False)

    def fail(self, person: int, outbox: bytes, sequence: int) -> None:
        """It could not be kept; it blocks those behind it until it is said again."""
        box = self._box((person, outbox))
        box.pending.pop(sequence, None)
        box.failed = box.failed or set()
        box.failed.add(sequence)

    def _box(self, key: _Box) -> _Outbox:
        box = self._boxes.get(key)
        if box is None:
            box = self._boxes[key] = _Outbox()
            if len(self._boxes) > OUTBOXES_KEPT:
                self._boxes.popitem(last=False)
        self._boxes.move_to_end(key)
        return box
