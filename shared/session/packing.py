"""What goes into the next datagram: the order of precedence in one place."""

from typing import Final

from shared.transport.lanes import BULK, CHAT, CREDIT, DONE, OWN, Lanes
from shared.transport.ledger import LANE_BITS, LANE_MASK
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
)

_PING_FRAME: Final = bytes((PING,))
_DONE_FRAME: Final = bytes((HANDSHAKE_DONE,))


class Payload:
    """The plaintext of packet `number` in the making: frames, the facts they state, room left."""

    __slots__ = ("facts", "is_eliciting", "number", "parts", "room")

    def __init__(self, number: int) -> None:
        self.number = number
        self.parts: list[bytes] = []
        self.facts: list[int] = []
        self.room = MAX_PAYLOAD
        self.is_eliciting = False

    def add(self, frame: bytes) -> None:
        self.parts.append(frame)
        self.room -= len(frame)

    def add_ping(self) -> None:
        self.add(_PING_FRAME)
        self.is_eliciting = True

    def add_own(self, lanes: Lanes) -> None:
        """Credit and HANDSHAKE_DONE, as far as they are due or unconfirmed."""
        codes = lanes.due | lanes.unconfirmed
        for lane in CREDIT:
            if codes & 1 << lane:
                self._add_fact(encode_max_data(lane, lanes.inboxes[lane].grant()), lane, OWN)
        if codes & 1 << DONE:
            self._add_fact(_DONE_FRAME, DONE, OWN)
        lanes.due = 0
        lanes.unconfirmed = codes

    def add_ready(self, lanes: Lanes, with_bulk: bool) -> None:
        """What is new or lost, control before chat before bulk."""
        for lane, outbox in enumerate(lanes.outboxes):
            if lane == BULK and not with_bulk:
                return
            while outbox.is_ready:
                sequence, piece = outbox.peek()
                if PIECE_HEAD_SIZE + len(piece) > self.room:
                    break
                self._add_piece(outbox, lane, sequence, piece)

    def add_unacked(self, lanes: Lanes) -> None:
        """For a probe: whatever is oldest, as much as fits."""
        for lane, outbox in enumerate(lanes.outboxes):
            for sequence, piece in outbox.unacked():
                if PIECE_HEAD_SIZE + len(piece) > self.room:
                    break
                if sequence << LANE_BITS | lane not in self.facts:
                    self._add_piece(outbox, lane, sequence, piece)

    def add_redundant(self, chat: Outbox) -> None:
        """For a lossy line: old chat pieces ride again."""
        aboard = [fact >> LANE_BITS for fact in self.facts if fact & LANE_MASK == CHAT]
        for sequence, piece in choose(chat, aboard, self.room):
            self._add_piece(chat, CHAT, sequence, piece)

    def _add_piece(self, outbox: Outbox, lane: int, sequence: int, piece: bytes) -> None:
        kind = (FRAG if type(piece) is Fragment else MSG) + lane
        self._add_fact(encode_piece(kind, sequence, piece), sequence, lane)
        outbox.sent(sequence, self.number)

    def _add_fact(self, frame: bytes, value: int, lane: int) -> None:
        self.add(frame)
        self.facts.append(value << LANE_BITS | lane)
        self.is_eliciting = True
