"""What goes into the next datagram: the order of precedence in one place."""

from functools import lru_cache
from typing import Final

from shared.transport.lanes import BULK, CHAT, CREDIT, DONE, OWN, Lanes
from shared.transport.ledger import Fact
from shared.transport.outbox import Outbox, Pieces
from shared.transport.redundancy import choose
from shared.wire.frames import (
    HANDSHAKE_DONE,
    MAX_PAYLOAD,
    PING,
    RUN,
    RUN_HEAD_SIZE,
    encode_count,
    encode_max_data,
    encode_run,
    encode_run_start,
)

# Pieces in one run: of 36 bytes or more each, they fill a datagram.
RUN_MOST: Final = 32

PING_FRAME: Final = bytes((PING,))
_DONE_FRAME: Final = bytes((HANDSHAKE_DONE,))


@lru_cache(maxsize=64)
def pack(pieces: Pieces, room: int) -> tuple[int, bytes]:
    """How many of these pieces fit, and what a RUN of them has behind its first sequence.

    Whoever is in a room is sent the same runs: all but the first find theirs made.
    """
    count = 0
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            break
        count += 1
    return count, encode_count(pieces[:count])


def take_fresh(outbox: Outbox, lane: int, room: int) -> tuple[bytes, Fact]:
    """Pieces never sent, as many as fit: their frame, and the fact it states.

    Nearly all that is ever sent comes through here.
    """
    assert outbox.pieces is not None
    first = outbox.fresh
    begin = first - outbox.base
    pieces = tuple(outbox.pieces[begin : begin + RUN_MOST])
    count, packed = pack(pieces, room - RUN_HEAD_SIZE)
    end = outbox.fresh = first + count
    return encode_run_start(RUN + lane, first) + packed, (lane, first, end)


class Payload:
    """The plaintext of packet `number` in the making: frames, the facts they state, room left.

    It asks for an ACK if it states any fact. `is_full`: a piece found no room.
    """

    __slots__ = ("facts", "is_full", "number", "parts", "room")

    def __init__(self, number: int) -> None:
        self.number = number
        self.parts: list[bytes] = []
        self.facts: list[Fact] = []
        self.room = MAX_PAYLOAD
        self.is_full = False

    def add(self, frame: bytes) -> None:
        self.parts.append(frame)
        self.room -= len(frame)

    def add_ping(self) -> None:
        """It asks for an ACK at once and states no fact."""
        self.add(PING_FRAME)

    def add_own(self, lanes: Lanes) -> None:
        """Credit and HANDSHAKE_DONE, as far as they are due or unconfirmed."""
        codes = lanes.due | lanes.unconfirmed
        for lane in CREDIT:
            if codes & 1 << lane:
                self._add_own(encode_max_data(lane, lanes.inboxes[lane].grant()), lane)
        if codes & 1 << DONE:
            self._add_own(_DONE_FRAME, DONE)
        lanes.due = 0
        lanes.unconfirmed = codes

    def _add_own(self, frame: bytes, code: int) -> None:
        self.add(frame)
        self.facts.append((OWN, code, code + 1))

    def add_ready(self, lanes: Lanes, with_bulk: bool) -> None:
        """What is new or lost, control before chat before bulk."""
        for lane, outbox in enumerate(lanes.outboxes):
            if lane == BULK and not with_bulk:
                return
            if outbox.again is not None:
                self._add_lost(outbox, lane)
            if outbox.fresh < outbox.next and outbox.again is None:
                self._add_fresh(outbox, lane)

    def _add_fresh(self, outbox: Outbox, lane: int) -> None:
        frame, fact = take_fresh(outbox, lane, self.room)
        if fact[1] < fact[2]:
            self.add(frame)
            self.facts.append(fact)
        self.is_full |= outbox.fresh < outbox.next

    def _add_lost(self, outbox: Outbox, lane: int) -> None:
        while outbox.again is not None:
            sequence = outbox.again[0]
            if not self._add_again(outbox, lane, sequence, outbox.piece(sequence)):
                self.is_full = True
                return

    def add_unacked(self, lanes: Lanes) -> None:
        """For a probe: whatever is oldest, as much as fits."""
        for lane, outbox in enumerate(lanes.outboxes):
            for sequence, piece in outbox.unacked():
                if not self._has(lane, sequence) and not self._add_again(
                    outbox, lane, sequence, piece
                ):
                    break

    def add_redundant(self, chat: Outbox) -> None:
        """For a lossy line: old chat pieces ride again."""
        aboard = [n for lane, first, end in self.facts if lane == CHAT for n in range(first, end)]
        for sequence, piece in choose(chat, aboard, self.room):
            self._add_again(chat, CHAT, sequence, piece)

    def _has(self, wanted: int, sequence: int) -> bool:
        return any(lane == wanted and first <= sequence < end for lane, first, end in self.facts)

    def _add_again(self, outbox: Outbox, lane: int, sequence: int, piece: bytes) -> bool:
        """A copy of a piece that was sent before; False: no room."""
        if RUN_HEAD_SIZE + len(piece) > self.room:
            return False
        self.add(encode_run(lane, sequence, (piece,)))
        self.facts.append((lane, sequence, sequence + 1))
        outbox.sent_again(sequence, self.number)
        return True
