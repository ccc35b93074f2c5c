"""What happened to the packets we sent: ties ledger, RTT, loss and congestion together."""

from math import inf
from typing import Final

from shared.transport.congestion import Congestion
from shared.transport.ledger import Ledger, Sent
from shared.transport.loss import (
    PACKET_THRESHOLD,
    LossEstimate,
    probe_after,
)
from shared.transport.received import ACK_DELAY_S
from shared.transport.reordering import Reordering
from shared.transport.rtt import Rtt

Fate = tuple[list[Sent], list[Sent]]
"""Packets of which an ACK settled what became: acknowledged, lost."""

NOTHING: Final[Fate] = ([], [])


class Recovery:
    """Note each ack-eliciting packet in `ledger`, call `on_ack` for each ACK, and the other two
    `on_` when their timers fire: `loss_at` and `probe_at`, `inf` when off.
    """

    __slots__ = (
        "_probes",
        "congestion",
        "ledger",
        "loss",
        "loss_at",
        "peer_ack_delay_s",
        "reordering",
        "rtt",
        "top",
    )

    def __init__(self, rtt: Rtt) -> None:
        self.rtt = rtt
        self.ledger = Ledger()
        self.loss = LossEstimate()
        self.congestion = Congestion()
        self.reordering = Reordering()
        self.peer_ack_delay_s = ACK_DELAY_S
        self.top = -1  # the highest of our numbers that the peer has acknowledged
        self._probes = 0
        self.loss_at = inf

    def settled_after(self) -> float:
        """Seconds after which a packet sent before now no longer matters: 3 probe times."""
        return 3 * (self.rtt.probe_delay() + self.peer_ack_delay_s)

    def probe_at(self, heard_at: float) -> float:
        """When a probe must ask what became of the flight; `heard_at`: the peer's last word.

        Calculated when asked for, as each packet sent moves it later.
        """
        ledger = self.ledger
        if ledger.flight is None:
            return inf
        return ledger.last_at + probe_after(
            self.rtt.probe_delay(),
            self.peer_ack_delay_s,
            self.loss.share,
            self._probes,
            ledger.last_at - heard_at,
        )

    def on_ack(
        self, largest: int, delay_s: float, bitmap: int, next_number: int, now: float
    ) -> Fate:
        """Settle what an ACK says; `next_number` is that of the packet sent next."""
        load = self.ledger.load
        late = None if self.reordering.doubted is None else self._take_late(largest, bitmap, now)
        acked = self.ledger.take_acked(largest, bitmap)
        if not acked:
            return (late, []) if late else NOTHING
        newest, sent_at, _ = acked[-1]
        self._probes = 0
        if newest == largest:
            # An old packet's ACK says nothing about the line as it is now.
            self.rtt.sample(now - sent_at, delay_s)
        self.top = max(self.top, largest)
        lost = self._take_lost(now)
        self.loss.note(len(acked), len(lost))
        self.congestion.lost(len(lost))
        rtt = (self.rtt.latest, self.rtt.lowest)
        self.congestion.acked(len(acked), newest, load, rtt, next_number)
        if self.reordering.doubted and self.ledger.flight is None:
            self.reordering.forget()
        return late + acked if late else acked, lost

    def _take_late(self, largest: int, bitmap: int, now: float) -> list[Sent]:
        """What was taken for lost and is here: unsay it."""
        late = self.reordering.take_late(largest, bitmap, self.rtt.loss_delay(), now)
        if late:
            self.loss.unsay(len(late))
            self.congestion.unsay(len(late))
        return late

    def on_loss_timer(self, now: float) -> list[Sent]:
        """At `loss_at`: the packets that are lost by now."""
        lost = self._take_lost(now)
        self.loss.note(0, len(lost))
        self.congestion.lost(len(lost))
        return lost

    def on_probe_timer(self, next_number: int) -> None:
        """At `probe_at`: a probe leaves now (noting it moves the timer)."""
        self.ledger.write_off(next_number)
        self._probes += 1

    def restart(self, rtt: Rtt) -> list[Sent]:
        """On a new path: forget the old one's traits; returns all that was in flight.

        RFC 9000, section 9.4. The loss estimate stays, it is corrected within 32 packets.
        """
        self.rtt = rtt
        self.congestion = Congestion()
        self.reordering = Reordering()
        self._probes = 0
        self.loss_at = inf
        return self.ledger.take_all()

    def _take_lost(self, now: float) -> list[Sent]:
        """And set the timer."""
        if self.ledger.oldest_at(self.top) is None:
            self.loss_at = inf
            return []
        slack_s = self.reordering.slack_s
        below = -1 if slack_s else self.top - PACKET_THRESHOLD
        delay = self.rtt.loss_delay() + slack_s
        lost = self.ledger.take_lost(below, delay, self.top, now)
        self.reordering.doubt(lost)
        oldest = self.ledger.oldest_at(self.top)
        self.loss_at = inf if oldest is None else oldest + delay
        return lost
