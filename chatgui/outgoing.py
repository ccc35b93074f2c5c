"""Messages on their way: numbered, said in order, kept until the server's final word.

A message is (person, outbox, sequence), PROTOCOL 4.5. Whatever happens to connections, it is said
again under the same number until it is committed or refused; the server takes each number once.
"""

from math import inf
from typing import Final

from shared.dialects.native.records import TEXT, Say, encode

# After "not saved": a full disk is not freed by asking every millisecond.
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0


class Outgoing:
    """`next_record` and `said` by turns while there is room; then the server's answers.

    Numbers count from 1, within one outbox.
    """

    def __init__(self) -> None:
        self._records: dict[int, bytes] = {}  # unsettled, in order
        self._bytes = 0
        self._last = 0  # the highest number given
        self._next = 1  # the number to be said next
        self._rests_until = -inf
        self._pause_s = FIRST_PAUSE_S

    @property
    def unsettled(self) -> int:
        return len(self._records)

    @property
    def size(self) -> int:
        """Bytes of what is unsettled."""
        return self._bytes

    def add(self, to: tuple[int, ...], text: bytes) -> None:
        """Give a message its number. `to`: person ids, at most records.RECIPIENTS."""
        self._last += 1
        record = encode(Say(self._last, to, TEXT, text))
        self._records[self._last] = record
        self._bytes += len(record)

    def next_record(self, now: float) -> bytes | None:
        """What to say now, if anything; call `said` when it has been taken."""
        if now < self._rests_until:
            return None
        self._rests_until = -inf
        return self._records.get(self._next)

    def said(self) -> None:
        self._next += 1

    def wake_at(self) -> float:
        """When `next_record` has something that it has not now."""
        return inf if self._rests_until == -inf else self._rests_until

    def resume(self, known: int) -> None:
        """A new session, whose server knows this outbox up to that number: say the rest again."""
        for sequence in [sequence for sequence in self._records if sequence <= known]:
            self.settle(sequence)
        self._next = min(self._records, default=self._last + 1)
        self._rests_until = -inf

    def settle(self, sequence: int) -> bool:
        """Committed or refused. False: it was settled before, or never said."""
        record = self._records.pop(sequence, None)
        if record is None:
            return False
        self._bytes -= len(record)
        self._next = max(self._next, sequence + 1)
        self._pause_s = FIRST_PAUSE_S
        return True

    def put_off(self, sequence: int, now: float) -> None:
        """Not saved: say this one, and all behind it, again after a pause.

        The server answers so to each one behind it, too; those say nothing new.
        """
        if sequence not in self._records or sequence >= self._next:
            return
        self._next = sequence
        self._rests_until = now + self._pause_s
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
