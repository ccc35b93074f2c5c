"""Round-trip time estimate (RFC 9002, section 5). All times in seconds."""

from math import inf
from typing import Final

# RFC 9002 says 333 ms for the internet; nobody on a LAN is that far away.
INITIAL_RTT_S: Final = 0.100
# Clocks and schedulers are not finer than this (RFC 9002, section 6.1.2).
GRANULARITY_S: Final = 0.001


class Rtt:
    """Smoothed round trip, its variation, the latest sample and the lowest ever seen."""

    __slots__ = ("latest", "lowest", "smoothed", "variation")

    def __init__(self, initial_s: float = INITIAL_RTT_S) -> None:
        self.latest = initial_s
        self.smoothed = initial_s
        self.variation = initial_s / 2
        self.lowest = inf  # until the first sample

    def sample(self, elapsed_s: float, ack_delay_s: float) -> float:
        """Take in one measurement and return it as adjusted.

        `elapsed_s` runs from sending a packet to the first ACK that has it as its largest;
        `ack_delay_s` is what the peer says it waited. The peer's word cannot push the estimate
        below the lowest round trip seen, so a lie gains nothing and needs no further bound.
        """
        first = self.lowest == inf
        if elapsed_s < self.lowest:
            self.lowest = elapsed_s
        adjusted = elapsed_s - ack_delay_s
        if adjusted < self.lowest:
            adjusted = elapsed_s if first else self.lowest
        self.latest = adjusted
        if first:
            self.smoothed = adjusted
            self.variation = adjusted / 2
        else:
            deviation = abs(self.smoothed - adjusted)
            self.variation += (deviation - self.variation) / 4
            self.smoothed += (adjusted - self.smoothed) / 8
        return adjusted

    def probe_delay(self) -> float:
        """How long an ACK may take before its absence means something (section 6.2.1)."""
        return self.smoothed + max(4 * self.variation, GRANULARITY_S)

    def loss_delay(self) -> float:
        """A packet this much older than one acknowledged later is lost (section 6.1.2)."""
        return max(1.125 * max(self.smoothed, self.latest), GRANULARITY_S)
