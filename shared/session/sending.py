"""What leaves, and when: lanes, acknowledgements and recovery on one schedule."""

from typing import Final

from shared.session.packing import PING_FRAME, Payload, take_fresh
from shared.transport import Violation
from shared.transport.lanes import CHAT, Lanes
from shared.transport.loss import PROBE_LOWEST_S
from shared.transport.received import Received
from shared.transport.recovery import Recovery
from shared.transport.rtt import Rtt
from shared.wire.frames import MAX_PAYLOAD, encode_ack

# Bulk keeps off the last quarter of the window, so that chat always finds a place.
KEPT_FOR_CHAT: Final = 0.25
# Of the window: the ACK is on its way while the rest is sent. The lane's own, counted in pieces,
# must leave half for what comes until then.
ASKS_AT: Final = 0.75
ROOM_FOR_CHAT: Final = MAX_PAYLOAD - len(PING_FRAME)


class Sending:
    """`compose` makes packets while there is reason to; `run_timers` may give it reason.

    `is_ping_due` may be set by anybody; the next packet carries the ping. `is_plain`: there is
    nothing to say but new chat, as far as `compose` has found; whoever changes that clears it.
    """

    __slots__ = (
        "_has_asked",
        "_is_probe_due",
        "is_more",
        "is_ping_due",
        "is_plain",
        "lanes",
        "received",
        "recovery",
    )

    def __init__(self, rtt_s: float, is_server: bool = True) -> None:
        self.lanes = Lanes(is_server)
        self.received = Received()
        self.recovery = Recovery(Rtt(rtt_s))
        self.is_ping_due = False
        self.is_more = False
        self.is_plain = False
        self._is_probe_due = False
        self._has_asked = False

    def on_ack(
        self, largest: int, delay_s: float, bitmap: int, next_number: int, now: float
    ) -> bool:
        """Take in an ACK frame; True if it said anything new. Raises Violation."""
        if largest >= next_number:
            raise Violation("an ACK for a packet never sent")
        acked, lost = self.recovery.on_ack(largest, delay_s, bitmap, next_number, now)
        if lost:
            self.lanes.lost(lost)
            self.is_plain = False
        # Most ACKs settle everything, and nobody has to look what each packet held.
        if self.recovery.ledger.flight is not None or not self.lanes.all_acked():
            self.lanes.acked(acked)
        self._has_asked = False
        return bool(acked)

    def restart(self, rtt_s: float) -> None:
        """The peer is elsewhere: what was in flight went to the old place, so send it again."""
        self.lanes.lost(self.recovery.restart(Rtt(rtt_s)))
        self.is_plain = False

    def wake_at(self, heard_at: float) -> float:
        """When `compose` or `run_timers` has news; `heard_at` is when the peer was last heard."""
        recovery = self.recovery
        return min(self.received.ack_at, recovery.loss_at, recovery.probe_at(heard_at))

    def run_timers(self, next_number: int, heard_at: float, now: float) -> None:
        recovery = self.recovery
        self.is_plain = False
        if now >= recovery.loss_at:
            self.lanes.lost(recovery.on_loss_timer(now))
        if self._is_probe_due or now < recovery.ledger.last_at + PROBE_LOWEST_S:
            return
        if now >= recovery.probe_at(heard_at):
            recovery.on_probe_timer(next_number)
            self._is_probe_due = True

    def compose(self, number: int, now: float) -> bytes | None:
        """The plaintext of packet `number`, which must leave now; None: nothing needs to.

        Call again, for the next number, while `is_more`.
        """
        if not self.is_plain:
            self.is_plain = self._has_only_chat()
        return (self._compose_chat if self.is_plain else self._compose_mixed)(number, now)

    def _compose_mixed(self, number: int, now: float) -> bytes | None:
        lanes, recovery, received = self.lanes, self.recovery, self.received
        probe, ping = self._is_probe_due, self.is_ping_due
        window = recovery.congestion.window
        room = window - recovery.ledger.load
        with_bulk = room > window * KEPT_FOR_CHAT
        ready = (probe or room > 0) and lanes.is_ready(with_bulk)
        if not (ready or probe or ping or lanes.due or received.ack_at <= now):
            self.is_more = False
            return None
        payload = Payload(number)
        # On a lossy line an ACK rides always: the one before may be gone.
        lossy = recovery.loss.is_high
        if received.owed or (lossy and received.largest >= 0):
            payload.add(encode_ack(*received.take_ack(now)))
        if lanes.due or lanes.unconfirmed:
            payload.add_own(lanes)
        if ready:
            payload.add_ready(lanes, with_bulk)
        self.is_more = payload.is_full
        if probe:
            payload.add_unacked(lanes)
        if payload.room and (ping or probe or (payload.facts and self._asks())):
            payload.add_ping()
        self.is_ping_due = self._is_probe_due = False
        if payload.facts or probe or ping:
            if lossy:
                payload.add_redundant(lanes.outboxes[CHAT])
            recovery.ledger.note(number, payload.facts, now)
        return b"".join(payload.parts)

    def _has_only_chat(self) -> bool:
        """New chat or nothing to say, on a line that is fine: what a server sends most.

        The rest would find out the same step by step; this saves a tenth of a delivery's cost.
        """
        lanes = self.lanes
        control, chat, bulk = lanes.outboxes
        return not (
            chat.again
            or control.fresh < control.next
            or control.again
            or bulk.fresh < bulk.next
            or bulk.again
            or self.received.owed
            or lanes.due
            or lanes.unconfirmed
            or self.is_ping_due
            or self._is_probe_due
            or self.recovery.loss.is_high
        )

    def _compose_chat(self, number: int, now: float) -> bytes | None:
        chat, recovery = self.lanes.outboxes[CHAT], self.recovery
        if chat.fresh == chat.next or recovery.ledger.load >= recovery.congestion.window:
            self.is_more = False
            return None
        frame, fact = take_fresh(chat, CHAT, ROOM_FOR_CHAT)
        self.is_more = chat.fresh < chat.next
        recovery.ledger.note(number, (fact,), now)
        return frame + PING_FRAME if self._asks() else frame

    def _asks(self) -> bool:
        """Whether the packet in the making is to ask for an ACK at once: a window fills up, and
        should open before it is full. Else the peer may take its time."""
        if self._has_asked:
            return False
        chat, recovery = self.lanes.outboxes[CHAT], self.recovery
        self._has_asked = (
            recovery.ledger.load >= ASKS_AT * recovery.congestion.window
            or 2 * (chat.fresh - chat.base) >= chat.window
        )
        return self._has_asked
