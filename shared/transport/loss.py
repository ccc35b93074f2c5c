"""How much of what we send is lost, and how long to wait before asking (RFC 9002, section 6)."""

from typing import Final

PACKET_THRESHOLD: Final = 3  # RFC 9002, section 6.1.1
# Remembers about 32 packets: quick enough to notice a closed door, slow enough that 10 % loss
# is told from none most of the time.
GAIN: Final = 1 / 32
# Up to here the peer is taken to delay its ACKs; above, gaps make it answer at once.
QUIET_SHARE: Final = 0.02
# From here on chat frames ride twice.
REDUNDANT_SHARE: Final = 0.05

PROBE_LOWEST_S: Final = 0.015  # below, a busy peer's scheduling looks like loss
PROBE_HIGHEST_S: Final = 1.0
LOSSY_TRIES: Final = 2, 8  # fewest and most probes at each step of the back-off
SILENCE_S: Final = 10.0
PROBE_SILENT_S: Final = 2.0  # a peer silent this long sleeps or left: spare the radio


class LossEstimate:
    """Share of our packets that get lost, 0..1; starts at none."""

    __slots__ = ("share",)

    def __init__(self) -> None:
        self.share = 0.0

    @property
    def is_high(self) -> bool:
        """Should things be said twice?"""
        return self.share > REDUNDANT_SHARE

    def unsay(self, lost: int) -> None:
        """So many that were noted as lost have arrived."""
        self.share = max(self.share - (1.0 - self.share) * GAIN * lost, 0.0)

    def note(self, acked: int, lost: int) -> None:
        if lost:
            self.share = 1.0 - (1.0 - self.share) * (1.0 - GAIN) ** lost
        if self.share:
            self.share *= (1.0 - GAIN) ** acked


def probe_after(
    base_s: float, ack_delay_s: float, loss: float, count: int, silent_s: float
) -> float:
    """Seconds from the last ack-eliciting packet to the probe (section 6.2.1).

    `base_s` is `Rtt.probe_delay()`, `ack_delay_s` the longest the peer delays an ACK, `loss` the
    estimate, `count` the probes already sent in vain, `silent_s` since the peer was last heard.
    """
    if loss <= QUIET_SHARE:
        base_s += ack_delay_s
    if loss > REDUNDANT_SHARE:
        # There and back takes 1 / (1 - loss)^2 tries on such a line: one in vain is no news.
        count //= min(max(int((1.001 - loss) ** -2), LOSSY_TRIES[0]), LOSSY_TRIES[1])
    highest = PROBE_SILENT_S if silent_s >= SILENCE_S else PROBE_HIGHEST_S
    return min(max(base_s, PROBE_LOWEST_S) * float(1 << min(count, 10)), highest)
