"""Messages of one outbox on their way: said in order, kept until the server's final word.

A message is (person, outbox, sequence), PROTOCOL 4.5. Whatever happens to connections, it is said
again under the same number until it is committed or refused; the server takes each number once.
"""

from collections.abc import Iterable
from math import inf
from typing import Final

from chatgui.archive.items import Numbered
from shared.dialects.native.records import TEXT, Say, encode

# After "not saved": a full disk is not freed by asking every millisecond.
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0


class Outgoing:
    """`next_record` and `said` by turns while there is room; then the server's answers.

    `outbox`: 16 random bytes, the name of this numbering; `last`: the highest number given in it;
    `known`: the highest that others than us could have heard of. Numbers above it can be taken
    back; one at or below it stands for its message, wherever a copy of this outbox is.
    """

    def __init__(self, outbox: bytes, last: int = 0, waiting: Iterable[Numbered] = ()) -> None:
        self.outbox = outbox
        self.last = last
        self._waiting: dict[int, Numbered] = {}  # unsettled, in order
        self._bytes = 0
        self._next = 1  # the number to be said next, or one below it
        self._used = 0  # the highest that the server had in the beginning of this session
        self._rests_until = -inf
        self._pause_s = FIRST_PAUSE_S
        self.put_back(waiting)
        self.known = self.last

    @property
    def unsettled(self) -> int:
        return len(self._waiting)

    @property
    def size(self) -> int:
        """Bytes of what is unsettled."""
        return self._bytes

    def number(self) -> int:
        """A number for a message that is not addressed yet; in the order of `put` afterwards."""
        self.last += 1
        return self.last

    def add(self, to: tuple[int, ...], text: bytes, kind: int = TEXT) -> Numbered:
        """Give a message its number. `to`: person ids, at most records.RECIPIENTS."""
        message = Numbered(self.outbox, self.number(), to, kind, text)
        self.put(message)
        return message

    def put(self, message: Numbered) -> None:
        """It is addressed now; all with lower numbers are, or never will be."""
        self.put_back([message])
        self._next = min(self._next, message.sequence)

    def take_fresh(self) -> list[Numbered]:
        """Those that nobody but us has heard of; they are not here any more."""
        fresh = [message for message in self._waiting.values() if message.sequence > self.known]
        for message in fresh:
            del self._waiting[message.sequence]
            self._bytes -= _size(message)
        return fresh

    def put_back(self, messages: Iterable[Numbered]) -> None:
        """These are unsettled (again). If there are lower numbers than before, call `resume` before
        they are said."""
        is_in_order = True
        for message in messages:
            is_in_order = is_in_order and message.sequence > self._highest
            self.last = max(self.last, message.sequence)
            if message.sequence not in self._waiting:
                self._bytes += _size(message)
                self._waiting[message.sequence] = message
        if not is_in_order:
            self._waiting = dict(sorted(self._waiting.items()))

    def get(self, sequence: int) -> Numbered | None:
        """The message with that number, while it is unsettled."""
        return self._waiting.get(sequence)

    @property
    def next_key(self) -> tuple[bytes, int]:
        """Outbox and number of the next one to be said."""
        return (self.outbox, self._next)

    def next_record(self, now: float) -> bytes | None:
        """What to say now, if anything; call `said` when it has been taken."""
        if now < self._rests_until:
            return None
        self._rests_until = -inf
        if self._highest < self._next:
            return None
        while self._next not in self._waiting:
            self._next += 1  # settled, or given to what was never addressed
        return None if self._is_held() else _record(self._waiting[self._next])

    def said(self) -> None:
        """Go on to the next one that waits."""
        self.known = max(self.known, self._next)
        self._next += 1

    def wake_at(self) -> float:
        """When `next_record` has something that it has not now."""
        return inf if self._rests_until == -inf else self._rests_until

    def resume(self, used: int = 0) -> None:
        """A new session: say all again that has no final word, for its answers. `used`: the
        highest number that the server has already."""
        self._next = min(self._waiting, default=self.last + 1)
        self._used = used
        self._rests_until = -inf

    def settle(self, sequence: int) -> Numbered | None:
        """Committed or refused. None: it was settled before, or never said."""
        message = self._waiting.pop(sequence, None)
        if message is None:
            return None
        self._bytes -= _size(message)
        self.known = max(self.known, sequence)
        self._pause_s = FIRST_PAUSE_S
        return message

    def put_off(self, sequence: int, now: float) -> None:
        """Not saved: say this one, and all behind it, again after a pause.

        The server answers so to each one behind it, too; those say nothing new.
        """
        if sequence not in self._waiting or sequence >= self._next:
            return
        self._next = sequence
        self._rests_until = now + self._pause_s
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    @property
    def _highest(self) -> int:
        return next(reversed(self._waiting), 0)

    def _is_held(self) -> bool:
        """What is new waits for the answers to what is not: should one of these numbers mean
        something else there, its message must not come behind the new ones."""
        return self._next > self._used >= next(iter(self._waiting))


def _record(message: Numbered) -> bytes:
    return encode(Say(message.sequence, message.to, message.kind, message.body))


def _size(message: Numbered) -> int:
    """200 bytes is what the objects around a short text take."""
    return 200 + len(message.body) + 8 * len(message.to)
