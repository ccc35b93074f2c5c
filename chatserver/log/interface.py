"""What a message log is. Asynchronous by contract.

A batch of entries is appended; later, perhaps at once, perhaps not before the disk or another
computer has answered, each comes back as an outcome: it stands at a position, or it failed.
Outcomes come in the order of the entries. Whoever applies them relies on nothing else.

Positions rise and are never used again; gaps are normal. A log forgets its oldest messages. What is
read is what has been settled, perhaps a little before it is applied.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from shared.chat import Committed, Entry, Message, PostRefused

Answer = Committed | PostRefused
"""What a numbered message ended in."""


class Outcome(NamedTuple):
    """`position` is None if the entry could not be kept."""

    entry: Entry
    position: int | None


class Page(NamedTuple):
    """Messages with their positions. `reached`: all that was asked for up to there is in it."""

    messages: list[tuple[int, Message]]
    reached: int


class LogReader(Protocol):
    @property
    def id(self) -> bytes:
        """16 bytes: positions mean nothing in another log."""

    @property
    def head(self) -> int:
        """The highest position given out."""

    @property
    def oldest(self) -> int:
        """Of what stands before it, nothing is kept any more."""

    def read(self, person: int, after: int, limit: int) -> Page:
        """At most `limit` messages that concern a person (to everyone, to them, by them), behind
        that position, in order. It does a bounded amount of work: an empty page whose `reached`
        is below `head` is not the end."""

    def read_back(self, person: int, before: int, limit: int) -> list[tuple[int, Message]]:
        """At most `limit` messages that concern a person, before that position, newest first. Long
        ones may be fewer, though there are more: two at least, and HISTORY_BYTES of text."""

    def find(self, position: int) -> Message | None:
        """The message there; None if there is none, or none any more."""

    def gaps(self, after: int) -> list[tuple[int, int]]:
        """Ranges, both ends included, that end behind that position and in which something that
        had been committed is not kept any more; in order, and few."""

    def before_last(self, count: int) -> int:
        """The position behind which the newest `count` messages to everyone stand; `head` if that
        cannot be found out: whoever is new is rather shown too little."""

    def common(self, cursor: int) -> int:
        """The highest position up to which this log is the one that cursor was given out by. The
        cursor itself, unless the log has been put back to an older state since then."""

    def highest(self, person: int, outbox: bytes) -> int:
        """The highest sequence of that outbox that was committed or rejected; 0 if none was."""

    def answer(self, person: int, outbox: bytes, sequence: int) -> tuple[bytes, Answer] | None:
        """What became of a numbered message, behind its digest; None if it is not known (any
        more). A position of 0 never is one."""


class Log(LogReader, Protocol):
    def append(self, entries: Sequence[Entry]) -> None:
        """Take a batch over; never blocks for long."""

    def outcomes(self) -> list[Outcome]:
        """What has been settled since the last call."""

    def close(self) -> None:
        """Settle what was appended, and let go of the disk. `outcomes` has the last of it."""


def concerns(message: Message, person: int) -> bool:
    """Is it to everyone, to them or by them?"""
    return 0 in message.to or person in message.to or person == message.sender
