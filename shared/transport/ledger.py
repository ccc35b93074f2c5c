"""Packets in flight, and the facts each one carries.

Facts are sent again, never packets: when a packet's fate is known, whoever owns its facts is told
and decides. A fact is an int, `sequence << 2 | lane` for a piece of a lane; lane number 3 stands
for the session's own few (credit, handshake done). Packets that elicit no ACK are not noted.
"""

from typing import Final, NamedTuple

from shared.wire.frames import ACK_BITS

# Which lane a fact belongs to: fact & LANE_MASK; its sequence: fact >> LANE_BITS.
LANE_BITS: Final = 2
LANE_MASK: Final = 3


class Sent(NamedTuple):
    """One packet in flight."""

    number: int
    at: float
    facts: tuple[int, ...]


class Ledger:
    """Sent packets in order of number, until each is acknowledged or given up as lost.

    `load` is how many of them may still be on the wire. A packet that was unanswered when a probe
    fell due has been delivered or dropped long ago: its fate is open, but it fills no queue. Were
    it counted, a few lost ACKs would close the window of a line that is lossy, not full.
    """

    __slots__ = ("_flight", "_stale", "_stale_below")

    def __init__(self) -> None:
        self._flight: dict[int, Sent] | None = None
        self._stale = 0  # how many in flight have a number under `_stale_below`
        self._stale_below = 0

    @property
    def load(self) -> int:
        return len(self._flight) - self._stale if self._flight else 0

    def write_off(self, next_number: int) -> None:
        """All packets before `next_number` have left the wire, whatever became of them."""
        self._stale = len(self)
        self._stale_below = next_number

    def __len__(self) -> int:
        return len(self._flight) if self._flight else 0

    def note(self, number: int, facts: tuple[int, ...], now: float) -> None:
        """`number` is higher than every one noted before."""
        if self._flight is None:
            self._flight = {}
        self._flight[number] = Sent(number, now, facts)

    def take_acked(self, largest: int, bitmap: int) -> list[Sent]:
        """Remove and return, in order, what an ACK (largest, bitmap) newly acknowledges."""
        if not self._flight:
            return []
        acked = []
        for sent in self._flight.values():
            below = largest - sent.number
            if below < 0:
                break
            if below == 0 or (below <= ACK_BITS and bitmap >> (below - 1) & 1):
                acked.append(sent)
        self._remove(acked)
        return acked

    def take_lost(self, below: int, delay_s: float, top: int, now: float) -> list[Sent]:
        """Remove and return what must be lost, knowing that packet `top` has arrived:

        numbers up to `below`, and numbers under `top` that are `delay_s` old.
        """
        if not self._flight:
            return []
        lost = []
        for sent in self._flight.values():
            if sent.number > top:
                break
            # Written as `Recovery.loss_at` is computed: `now - delay_s` rounds otherwise, and
            # a timer that fires without effect fires for ever.
            if sent.number <= below or sent.at + delay_s <= now:
                lost.append(sent)
        self._remove(lost)
        return lost

    def take_all(self) -> list[Sent]:
        """Remove and return everything, for a path that is gone."""
        everything = list(self._flight.values()) if self._flight else []
        self._flight = None
        self._stale = 0
        return everything

    def oldest_at(self, top: int) -> float | None:
        """When the oldest packet in flight left, if its number is below `top`."""
        if self._flight:
            sent = next(iter(self._flight.values()))
            if sent.number < top:
                return sent.at
        return None

    def _remove(self, gone: list[Sent]) -> None:
        flight = self._flight
        assert flight is not None
        if len(gone) == len(flight):
            self._flight = None  # an idle session holds no containers
            self._stale = 0
            return
        for sent in gone:
            del flight[sent.number]
            self._stale -= sent.number < self._stale_below
