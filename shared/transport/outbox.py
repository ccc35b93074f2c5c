"""The sending half of a lane: pieces in order, each kept until it is acknowledged."""

from bisect import insort
from collections import deque
from collections.abc import Iterator
from typing import Final

from shared.wire.frames import MAX_PIECE, encode_piece

# Pieces a lane may have unread at the receiver: the credit both ends start with (control, chat,
# bulk). Half a window must hold the largest record (68 pieces), because new credit comes when
# half is used up. Of chat half a window holds 200 messages that a room says at once: a client that
# has no room for them must be read the log. On the server what is said to everyone is a reference
# for each, not a copy.
FROM_CLIENT: Final = (144, 256, 144)
TO_CLIENT: Final = (144, 512, 144)
# 64 KiB of text and the record around it (names of 500 recipients as u64).
MAX_RECORD: Final = 64 * 1024 + 8 * 1024


Pieces = tuple[bytes, ...]
"""As they stand on the wire, head included; of one record, or of several one after the other."""


def cut(record: bytes) -> Pieces:
    """Make pieces of a record that fit a datagram.

    Do this once for a record that goes to many, and give all of them the same pieces.
    """
    if not 0 < len(record) <= MAX_RECORD:
        raise ValueError(f"a record has 1 to {MAX_RECORD} bytes")
    if len(record) <= MAX_PIECE:
        return (encode_piece(record),)
    last = (len(record) - 1) // MAX_PIECE * MAX_PIECE
    begun = [record[start : start + MAX_PIECE] for start in range(0, last, MAX_PIECE)]
    return (*(encode_piece(part, more=True) for part in begun), encode_piece(record[last:]))


class Outbox:
    """Pieces from `push` to `acked`. `limit` is the peer's credit: the first sequence not allowed.

    `pieces` begin with the oldest that is not acknowledged, number `base`; one acknowledged before
    that is empty. From `fresh` to `next` they were never sent. `again` are sequences whose last
    copy was lost; they leave before anything new.
    `wanted` is set when a push was refused and tells the session to say when there is room.
    """

    __slots__ = (
        "_copies",
        "again",
        "base",
        "fresh",
        "limit",
        "next",
        "pieces",
        "wanted",
        "window",
    )

    def __init__(self, window: int) -> None:
        self.window = window
        self.limit = window
        self.base = 0
        self.fresh = 0  # the lowest sequence never sent
        self.next = 0  # the sequence of the piece pushed next
        self.wanted = 0  # pieces of the refused record
        self.pieces: list[bytes] | None = None  # an idle session holds no containers
        self.again: deque[int] | None = None
        self._copies: dict[int, int] | None = None

    @property
    def room(self) -> int:
        """How many pieces may be pushed now."""
        return min(self.limit, self.base + self.window) - self.next

    @property
    def is_ready(self) -> bool:
        """Is there a piece that should leave: one never sent, or one whose last copy was lost?"""
        return self.fresh < self.next or self.again is not None

    def push(self, pieces: Pieces) -> bool:
        """Take a record's pieces, all or none. False: no room; nothing was taken."""
        end = self.next + len(pieces)
        if end > self.limit or end > self.base + self.window:
            self.wanted = len(pieces)
            return False
        if self.pieces is None:
            self.pieces = list(pieces)
        else:
            self.pieces += pieces
        self.next = end
        return True

    def piece(self, sequence: int) -> bytes:
        """The piece of that number; empty if it is acknowledged."""
        at = sequence - self.base
        return self.pieces[at] if self.pieces is not None and at >= 0 else b""

    def sent_again(self, sequence: int, number: int) -> None:
        """A further copy of this piece leaves in packet `number`. (For the first: `fresh`.)"""
        if self._copies is None:
            self._copies = {}
        self._copies[sequence] = number
        self._forget_again(sequence)

    def acked(self, first: int, end: int) -> None:
        """The pieces from `first` to before `end` have arrived."""
        if self._copies is not None or self.again is not None:
            self._forget_copies(first, end)
        pieces = self.pieces
        if pieces is None:
            return
        if first > self.base:
            pieces[first - self.base : end - self.base] = [b""] * (end - first)
            return
        done = end - self.base
        if done <= 0:
            return
        while done < len(pieces) and not pieces[done]:
            done += 1
        del pieces[:done]
        self.base += done
        if not pieces:
            self.pieces = None

    def lost(self, sequence: int, number: int) -> None:
        """Packet `number`, which carried this piece, is lost: send it again, unless it has
        arrived meanwhile or a newer copy still flies."""
        if not self.piece(sequence):
            return
        if self._copies is not None and self._copies.get(sequence, number) != number:
            return
        if self.again is None:
            self.again = deque()
        if sequence not in self.again:
            insort(self.again, sequence)  # what the peer waits for first, first

    def raise_limit(self, limit: int) -> None:
        """The peer grants credit; an older word that arrives late lowers nothing."""
        self.limit = max(self.limit, limit)

    def unacked(self) -> Iterator[tuple[int, bytes]]:
        """Pieces sent and not acknowledged, oldest first."""
        for sequence in range(self.base, self.fresh):
            piece = self.piece(sequence)
            if piece:
                yield sequence, piece

    def take_wish(self) -> bool:
        """Was a push refused for which there is room now? Says so once."""
        if self.wanted and self.wanted <= self.room:
            self.wanted = 0
            return True
        return False

    def _forget_copies(self, first: int, end: int) -> None:
        for sequence in range(first, end):
            if self._copies is not None and self._copies.pop(sequence, None) is not None:
                self._copies = self._copies or None
            self._forget_again(sequence)

    def _forget_again(self, sequence: int) -> None:
        again = self.again
        if again is not None and sequence in again:
            again.remove(sequence)
            self.again = again or None
