"""Which packets have arrived, and when the peer must hear of it."""

from math import inf
from typing import Final

from shared.wire.frames import ACK_BITS

# An ACK tells of 65 packets, so one in 32 may get lost and all are told of; whoever needs to know
# sooner, since its window fills up, asks...
ACK_EVERY: Final = 32
# ...and 25 ms is less than a person notices, yet enough to ride with an answer.
ACK_DELAY_S: Final = 0.025
# The ACK may leave with so much of the delay to go, if something comes then: what all were sent at
# the same moment they all acknowledge at the same moment, and the server is woken once.
ALREADY: Final = 0.25
# After a gap the sender needs to know soon: losses come in company.
EAGER_AFTER_GAP: Final = 64

_MASK: Final = (1 << ACK_BITS) - 1


class Received:
    """Largest packet number, a bitmap of the 64 below it, and the ACK that is owed.

    `owed` packets ask for an ACK, which must leave at `ack_at`, `inf` if none is owed. `delay_s` is
    how long this side may wait with it; a server with many clients raises it, for both sides.
    """

    __slots__ = ("_arrived_at", "_bitmap", "_eager", "ack_at", "delay_s", "largest", "owed")

    def __init__(self) -> None:
        self.largest = -1
        self._bitmap = 0
        self._arrived_at = 0.0
        self._eager = 0
        self.owed = 0
        self.ack_at = inf
        self.delay_s = ACK_DELAY_S

    def note(self, number: int, eliciting: bool, now: float) -> None:
        """Packet `number` arrived, for the first time (the replay window has seen to that)."""
        step = number - self.largest
        if step == 1:
            self._bitmap = (self._bitmap << 1 | 1) & _MASK if number else 0
            self.largest = number
            self._arrived_at = now
            if self._eager:
                self._eager -= 1
        else:
            self._note_out_of_turn(number, step, now)
        if eliciting:
            self.owed += 1
            if self._eager or self.owed >= ACK_EVERY:
                self.ack_at = now
            elif self.owed == 1:
                self.ack_at = now + self.delay_s
            elif now + self.delay_s * ALREADY > self.ack_at:
                self.ack_at = now

    def _note_out_of_turn(self, number: int, step: int, now: float) -> None:
        self._eager = EAGER_AFTER_GAP
        if step < 0:
            self._bitmap |= (1 << (-step - 1)) & _MASK
            return
        before = self._bitmap << 1 | 1 if self.largest >= 0 else 0
        # Clamped: a stranger cannot get here, but a peer may skip far and a shift is memory.
        self._bitmap = (before << min(step - 1, ACK_BITS)) & _MASK
        self.largest = number
        self._arrived_at = now

    def take_ack(self, now: float) -> tuple[int, float, int]:
        """(largest, delay in seconds, bitmap) for an ACK frame that leaves now; settles the debt.

        Only after at least one packet was noted.
        """
        self.owed = 0
        self.ack_at = inf
        return self.largest, now - self._arrived_at, self._bitmap
