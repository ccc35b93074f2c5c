"""How many packets may be in flight.

Radio loses packets without being full, so loss alone says little: it counts only when a tenth of
a round and at least 3 packets are gone, and we were filling our window at all: thin chat cannot
cause a queue, so shrinking its window would cure nothing. What says "full" on a LAN is delay that
even the luckiest packet of a round met.
"""

from math import inf
from typing import Final

START: Final = 12  # packets; a screenful of chat leaves at once
FLOOR: Final = 8  # packets; below 4 loss is found by timers only, and an ACK is for half a window
# Four times a 1,200-byte window of a 1 Gbit/s LAN at 2 ms; more would only fill buffers, and an
# ACK describes 65 packets, so several ACKs still cover a window in flight.
CEILING: Final = 256
SHRINK: Final = 0.7  # as CUBIC (RFC 9438, section 4.6)
MIN_LOST: Final = 3
LOSS_SHARE: Final = 0.10
QUEUE_FACTOR: Final = 2.0  # a round's lowest round trip above 2 x lowest ever + 10 ms: a queue
QUEUE_SLACK_S: Final = 0.010


class Congestion:
    """A window in packets, judged once per round (about a round trip)."""

    __slots__ = (
        "_acked",
        "_before",
        "_blamed",
        "_busy",
        "_lost",
        "_lowest_s",
        "_round_ends",
        "_slow_start",
        "window",
    )

    def __init__(self) -> None:
        self.window: float = START
        self._slow_start = True
        self._before: float = START  # it last shrank...
        self._blamed = 0  # ...for so many lost packets
        self._begin_round(0)

    def _begin_round(self, next_number: int) -> None:
        self._round_ends = next_number
        self._acked = 0
        self._lost = 0
        self._busy = False
        self._lowest_s = inf

    def lost(self, packets: int) -> None:
        self._lost += packets

    def unsay(self, packets: int) -> None:
        """So many that counted as lost have arrived; a window that shrank for them comes back."""
        self._lost = max(self._lost - packets, 0)
        if self._blamed:
            self._blamed -= packets
            if self._blamed < MIN_LOST:
                self._blamed = 0
                self.window = max(self.window, self._before)

    def acked(
        self, packets: int, largest: int, load: int, rtt: tuple[float, float], next_number: int
    ) -> None:
        """`packets` were acknowledged, `largest` the highest, while `load` were on the wire.

        `rtt` is (latest, lowest ever) in seconds. A round ends when a packet sent after its
        beginning is acknowledged; `next_number` is where the following round ends.
        """
        latest_s, lowest_ever_s = rtt
        self._acked += packets
        self._lowest_s = min(self._lowest_s, latest_s)
        # A window that is not used says nothing about a larger one (RFC 9002, section 7.8).
        if 2 * load >= self.window:
            self._busy = True
            self.window += packets if self._slow_start else packets / self.window
            self.window = min(self.window, CEILING)
        if largest >= self._round_ends:
            if self._is_full(lowest_ever_s):
                self._before, self._blamed = self.window, self._lost
                self.window = max(self.window * SHRINK, FLOOR)
                self._slow_start = False
            self._begin_round(next_number)

    def _is_full(self, lowest_ever_s: float) -> bool:
        lost = self._lost
        if self._busy and lost >= MIN_LOST and lost > LOSS_SHARE * (lost + self._acked):
            return True
        return self._lowest_s > QUEUE_FACTOR * lowest_ever_s + QUEUE_SLACK_S
