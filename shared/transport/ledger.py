"""Packets in flight, and the facts each one carries.

Facts are sent again, never packets: when a packet's fate is known, whoever owns its facts is told
and decides. A fact is a run of consecutive pieces of a lane; lane number 3 stands for the session's
own few (credit, handshake done). Packets that elicit no ACK are not noted.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from shared.wire.frames import ACK_BITS

Fact = tuple[int, int, int]
"""(lane, first sequence, the one after the last)"""

# A plain tuple, as `Fact` is: these are made for every packet, and a class costs ten times as much.
Sent = tuple[int, float, Sequence[Fact]]
"""One packet in flight: (number, when it left, facts)"""

NONE: Final[list[Sent]] = []


class Ledger:
    """Sent packets in order of number, until each is acknowledged or given up as lost.

    `load` is how many of them may still be on the wire. A packet that was unanswered when a probe
    fell due has been delivered or dropped long ago: its fate is open, but it fills no queue. Were
    it counted, a few lost ACKs would close the window of a line that is lossy, not full.
    """

    __slots__ = ("_last", "_stale_below", "flight", "last_at", "load")

    def __init__(self) -> None:
        self.flight: dict[int, Sent] | None = None  # an idle session holds no containers
        self._last = -1  # the highest number noted
        self._stale_below = 0  # packets in flight with a lower number are no load
        self.load = 0
        self.last_at = 0.0  # when the last packet left

    def write_off(self, next_number: int) -> None:
        """All packets before `next_number` have left the wire, whatever became of them."""
        self.load = 0
        self._stale_below = next_number

    def __len__(self) -> int:
        return len(self.flight) if self.flight else 0

    def note(self, number: int, facts: Sequence[Fact], now: float) -> None:
        """`number` is higher than every one noted before."""
        if self.flight is None:
            self.flight = {}
        self.flight[number] = (number, now, facts)
        self._last = number
        self.load += 1
        self.last_at = now

    def take_acked(self, largest: int, bitmap: int) -> list[Sent]:
        """Remove and return, in order, what an ACK (largest, bitmap) newly acknowledges."""
        flight = self.flight
        if flight is None:
            return NONE
        arrived = bitmap << 1 | 1  # bit i: packet `largest - i`
        span = largest - next(iter(flight)) + 1
        if 0 < span <= ACK_BITS and self._last <= largest and arrived + 1 & (1 << span) - 1 == 0:
            acked = list(flight.values())  # nearly always: everything
            self.flight = None
            self.load = 0
            return acked
        acked = []
        for sent in flight.values():
            below = largest - sent[0]
            if below < 0:
                break
            if below <= ACK_BITS and arrived >> below & 1:
                acked.append(sent)
        self._remove(acked)
        return acked

    def take_lost(self, below: int, delay_s: float, top: int, now: float) -> list[Sent]:
        """Remove and return what must be lost, knowing that packet `top` has arrived:

        numbers up to `below`, and numbers under `top` that are `delay_s` old.
        """
        if self.flight is None:
            return NONE
        lost = []
        for sent in self.flight.values():
            number, at, _ = sent
            if number > top:
                break
            # Written as `Recovery.loss_at` is computed: `now - delay_s` rounds otherwise, and
            # a timer that fires without effect fires for ever.
            if number <= below or at + delay_s <= now:
                lost.append(sent)
        self._remove(lost)
        return lost

    def take_all(self) -> list[Sent]:
        """Remove and return everything, for a path that is gone."""
        everything = list(self.flight.values()) if self.flight else []
        self.flight = None
        self.load = 0
        return everything

    def oldest_at(self, top: int) -> float | None:
        """When the oldest packet in flight left, if its number is below `top`."""
        if self.flight is not None:
            number, at, _ = next(iter(self.flight.values()))
            if number < top:
                return at
        return None

    def _remove(self, gone: list[Sent]) -> None:
        flight = self.flight
        assert flight is not None
        if len(gone) == len(flight):
            self.flight = None
            self.load = 0
            return
        for number, _, _ in gone:
            del flight[number]
            self.load -= number >= self._stale_below


def stated(packets: Iterable[Sent]) -> list[Fact]:
    """What these packets stated; runs that follow one another are joined."""
    joined: list[Fact] = []
    last_lane = last_end = -1
    for _, _, facts in packets:
        for fact in facts:
            lane, first, end = fact
            if first == last_end and lane == last_lane:
                joined[-1] = (lane, joined[-1][1], end)
            else:
                joined.append(fact)
            last_lane, last_end = lane, end
    return joined
