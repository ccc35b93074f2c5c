"""What verified people have said already, so that a repeat counts once. PROTOCOL 4.5.

A message is (person, outbox, sequence). The first time it is put into the log; a repeat gets the
same answer again; the same number for something else is refused.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from shared.chat import Committed, PostRefused

OUTBOXES_PER_PERSON = 8
"""One for each installation; more only while somebody restores and copies profiles."""

ANSWERS_KEPT = 1024
"""More than a client has on its way; older ones are answered from memory of their number alone."""

Answer = Committed | PostRefused
Verdict = Literal["new", "pending", "reused", "later"]
"""`pending`: on its way to the log. `later`: one before it could not be saved; that one first."""


@dataclass(slots=True)
class _Outbox:
    highest: int = 0
    blocked: int = 0
    """The sequence that could not be saved; nothing behind it may pass."""
    pending: dict[int, bytes] = field(default_factory=dict)
    answers: OrderedDict[int, tuple[bytes, Answer]] = field(default_factory=OrderedDict)


class Outboxes:
    def __init__(self) -> None:
        self._by_person: dict[int, OrderedDict[bytes, _Outbox]] = {}

    def highest(self, person: int, outbox: bytes) -> int:
        """The highest sequence that is settled; 0 if none is."""
        boxes = self._by_person.get(person)
        box = boxes.get(outbox) if boxes else None
        return box.highest if box else 0

    def judge(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> Verdict | Answer:
        box = self._box(person, outbox)
        if box.blocked and sequence != box.blocked:
            return "later" if sequence > box.blocked else self._repeat(box, sequence, digest)
        if sequence in box.pending:
            return "pending" if box.pending[sequence] == digest else "reused"
        if sequence <= box.highest:
            return self._repeat(box, sequence, digest)
        return "new"

    def begin(self, person: int, outbox: bytes, sequence: int, digest: bytes) -> None:
        """It has been handed to the log."""
        box = self._box(person, outbox)
        box.blocked = 0
        box.pending[sequence] = digest

    def settle(self, person: int, outbox: bytes, answer: Answer, digest: bytes = b"") -> None:
        """It stands in the log, or is refused for good."""
        box = self._box(person, outbox)
        digest = box.pending.pop(answer.sequence, digest)
        box.highest = max(box.highest, answer.sequence)
        box.answers[answer.sequence] = (digest, answer)
        if len(box.answers) > ANSWERS_KEPT:
            box.answers.popitem(last=False)

    def fail(self, person: int, outbox: bytes, sequence: int) -> None:
        """It could not be kept; the first such one blocks those behind it."""
        box = self._box(person, outbox)
        box.pending.pop(sequence, None)
        box.blocked = min(box.blocked, sequence) if box.blocked else sequence

    def _repeat(self, box: _Outbox, sequence: int, digest: bytes) -> Verdict | Answer:
        known = box.answers.get(sequence)
        if known is None:
            return Committed(sequence, 0, 0)  # settled so long ago that only its number is known
        return known[1] if known[0] == digest else "reused"

    def _box(self, person: int, outbox: bytes) -> _Outbox:
        boxes = self._by_person.setdefault(person, OrderedDict())
        box = boxes.get(outbox)
        if box is None:
            box = boxes[outbox] = _Outbox()
            if len(boxes) > OUTBOXES_PER_PERSON:
                boxes.popitem(last=False)
        boxes.move_to_end(outbox)
        return box
