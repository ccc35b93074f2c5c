"""What goes into the next datagram: the order of precedence in one place."""

from typing import Final

from shared.transport.lanes import BULK, CHAT, CREDIT, DONE, OWN, Lanes
from shared.transport.ledger import Fact
from shared.transport.outbox import Fragment, Outbox
from shared.transport.redundancy import choose
from shared.wire.frames import (
    FRAG,
    HANDSHAKE_DONE,
    MAX_PAYLOAD,
    MSG,
    PIECE_HEAD_SIZE,
    PING,
    encode_max_data,
    encode_piece,
    encode_piece_head,
)

_PING_FRAME: Final = bytes((PING,))
_DONE_FRAME: Final = bytes((HANDSHAKE_DONE,))


def take_fresh(outbox: Outbox, lane: int, room: int) -> tuple[list[bytes], Fact, int]:
    """Pieces never sent, as many as fit: their frames, the fact these state, the room left.

    Nearly all that is ever sent comes through this loop.
    """
    pieces, base, first, end = outbox.pieces, outbox.base, outbox.fresh, outbox.next
    assert pieces is not None
    frames: list[bytes] = []
    msg, frag, sequence = MSG + lane, FRAG + lane, first
    while sequence < end:
        piece = pieces[sequence - base]
        size = len(piece)
        if size + PIECE_HEAD_SIZE > room:
            break
        room -= size + PIECE_HEAD_SIZE
        kind = msg if type(piece) is bytes else frag
        frames.append(encode_piece_head(kind, sequence, size))
        frames.append(piece)
        sequence += 1
    outbox.fresh = sequence
    return frames, (lane, first, sequence), room


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
        """It asks for an ACK and states no fact."""
        self.add(_PING_FRAME)

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
        frames, fact, self.room = take_fresh(outbox, lane, self.room)
        if frames:
            self.parts += frames
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
        if PIECE_HEAD_SIZE + len(piece) > self.room:
            return False
        kind = (FRAG if type(piece) is Fragment else MSG) + lane
        self.add(encode_piece(kind, sequence, piece))
        self.facts.append((lane, sequence, sequence + 1))
        outbox.sent_again(sequence, self.number)
        return True
