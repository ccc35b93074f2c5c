"""One peer after the handshake.

Four verbs that never overlap, and one answer for the clock:

    receive_untrusted(datagram, path, now)   datagrams in
    send(lane, record)                       intentions in (also hold, ping, close)
    events()                                 events out
    datagrams(now, limit)                    datagrams out
    wake_at()                                when to call `datagrams` though nothing happened

After any of the first two call `datagrams` and `events`; call `datagrams` again while it returns
`limit` of them. Anything can drive this: an endpoint with thousands of them, a client's thread, a
test with virtual time. A path is any hashable; it is handed back with each datagram.

An idle session holds no containers and no keys but its two: 10,000 of them fit a small server.
"""

from collections.abc import Callable, Hashable, Sequence
from math import inf
from typing import Final

from shared.session.events import (
    CLOSE_LEAVING,
    CLOSE_SILENT,
    CLOSE_VIOLATION,
    Arrived,
    CameBack,
    Closed,
    Confirmed,
    Event,
    Moved,
    RoomMade,
    WentAway,
)
from shared.session.keepalive import SOONEST_S, Keepalive
from shared.session.keys import Key, ReceiveKeys, SendKeys
from shared.session.roaming import Roaming
from shared.session.sealed import MIN_DATAGRAM, Replay, Sealed
from shared.session.sending import Sending
from shared.transport import Violation
from shared.transport.lanes import CHAT, DONE, EARLY_FROM_CLIENT
from shared.transport.outbox import Pieces, cut
from shared.transport.rtt import INITIAL_RTT_S
from shared.wire import BadPacket, frames

# A closed session tells a peer that goes on talking so again, but not for ever.
CLOSE_REPEATS: Final = 8

Datagram = tuple[bytes, Hashable]


class Established:
    """One peer; see the module's text for how to drive it.

    `is_server`: the server says HANDSHAKE_DONE and notices absence, the client pings.
    `cid` is the id we chose and find in what we receive, `peer_cid` the one we write.
    `random_bytes` feeds path tokens and the spread of pings. `rtt_s`: as the handshake saw it.

    `happened` is what `events` would return, None if nothing. `is_rescheduled`: `wake_at` may now
    be earlier than it last said.
    """

    __slots__ = (
        "_close_frame",
        "_close_left",
        "_is_close_due",
        "_keepalive",
        "_random_bytes",
        "_roaming",
        "_sealed",
        "_sending",
        "_wake_at",
        "happened",
        "is_closed",
        "is_rescheduled",
    )

    def __init__(
        self,
        *,
        is_server: bool,
        cid: bytes,
        peer_cid: bytes,
        send_key: Key,
        receive_key: Key,
        replay: Replay,
        path: Hashable,
        random_bytes: Callable[[int], bytes],
        now: float,
        rtt_s: float = INITIAL_RTT_S,
    ) -> None:
        self.is_closed = False
        self._random_bytes = random_bytes
        keys = SendKeys(send_key, now), ReceiveKeys(receive_key)
        self._sealed = Sealed(cid, peer_cid, *keys, replay)
        self._sending = Sending(rtt_s, is_server)
        self._keepalive = Keepalive(not is_server, now)
        self._roaming = Roaming(path)
        self.happened: list[Event] | None = None
        self._close_frame: bytes | None = None
        self._close_left = 0
        self._is_close_due = False
        self._wake_at = inf
        self.is_rescheduled = True
        if is_server:
            self._sending.lanes.due = 1 << DONE
            self._sending.lanes.early_most = EARLY_FROM_CLIENT
        else:
            self._keepalive.draw_interval(random_bytes)

    # --- what is known -----------------------------------------------------------------------

    @property
    def cid(self) -> bytes:
        """The id we chose: what comes for this session names it."""
        return self._sealed.cid

    @property
    def path(self) -> Hashable:
        """Where the peer is."""
        return self._roaming.path

    @property
    def heard_at(self) -> float:
        """When the last authentic packet came."""
        return self._keepalive.heard_at

    @property
    def in_flight(self) -> int:
        """Packets sent that ask for an ACK and have none yet."""
        return len(self._sending.recovery.ledger)

    @property
    def loss(self) -> float:
        """Estimated share of our packets that get lost, 0..1."""
        return self._sending.recovery.loss.share

    @property
    def rtt_s(self) -> float:
        return self._sending.recovery.rtt.smoothed

    @property
    def is_measured(self) -> bool:
        """`rtt_s` is no guess any more."""
        return self._sending.recovery.rtt.lowest < inf

    # --- intentions in -----------------------------------------------------------------------

    def send(self, lane: int, record: bytes | Pieces) -> bool:
        """Queue a record; for many peers, its `cut` pieces, made once and shared.

        False: the lane's window is full and nothing was taken; `RoomMade` follows when the same
        record would fit. Raises ValueError for a record that is empty or too large.
        """
        if self.is_closed:
            return False
        pieces = cut(record) if isinstance(record, bytes) else record
        sending = self._sending
        if lane != CHAT:
            sending.is_plain = False
        return sending.lanes.outboxes[lane].push(pieces)

    def room(self, lane: int) -> int:
        """How many pieces (of up to MAX_PIECE bytes) `send` would take now."""
        return 0 if self.is_closed else self._sending.lanes.outboxes[lane].room

    def hold(self, lane: int, held: bool) -> None:
        """Withhold further credit of a lane from the peer, or stop withholding it."""
        self._sending.is_plain = False
        self._sending.lanes.hold(lane, held)

    def ping(self) -> None:
        """Ask for a sign of life at once: after sleep, or when the network has changed."""
        self._sending.is_plain = False
        self._sending.is_ping_due = True

    def close(self, code: int = CLOSE_LEAVING, reason: str = "") -> None:
        """Tell the peer and end. While the owner keeps the session, a peer that goes on talking
        is told again, a few times."""
        if not self.is_closed:
            self._close_frame = frames.encode_close(code, reason)
            self._close_left = CLOSE_REPEATS
            self._is_close_due = True
            self._end(Closed(code, reason, by_peer=False))

    def expect_ack_delay(self, delay_s: float) -> None:
        """From now on ACKs may be delayed so long, ours and the peer's."""
        self._sending.received.delay_s = delay_s
        self._sending.recovery.peer_ack_delay_s = delay_s
        self.is_rescheduled = True

    # --- events out --------------------------------------------------------------------------

    def events(self) -> Sequence[Event]:
        """What has happened since the last call, in order."""
        happened, self.happened = self.happened, None
        return happened or ()

    def _tell(self, event: Event) -> None:
        if self.happened is None:
            self.happened = []
        self.happened.append(event)

    def _end(self, closed: Closed) -> None:
        self.is_closed = self.is_rescheduled = True
        self._tell(closed)

    # --- datagrams in ------------------------------------------------------------------------

    def receive_untrusted(self, datagram: bytes, path: Hashable, now: float) -> None:
        """Take a datagram that may be ours. BadPacket: it is not, and nothing has changed.

        An authentic packet that breaks the protocol ends the session instead.
        """
        number, plaintext = self._sealed.open_untrusted(datagram)
        if self.is_closed:
            self._is_close_due = self._close_left > 0
            return
        self._note_presence(path, len(datagram), number, now)
        try:
            ack = frames.read_lone_ack_untrusted(plaintext)
            if ack is not None:
                self._apply_ack(number, *ack, now)
            else:
                self._apply(number, frames.decode_untrusted(plaintext), path, now)
        except (BadPacket, Violation) as error:
            self.close(CLOSE_VIOLATION, str(error))

    def _note_presence(self, path: Hashable, size: int, number: int, now: float) -> None:
        if self._keepalive.heard(now):
            self._tell(CameBack())
        keys = self._sealed.receive_keys
        if keys.forget_at == -inf:
            keys.forget_at = now + self._sending.recovery.settled_after()
            self.is_rescheduled = True
        if path is not self._roaming.path and path != self._roaming.path:
            self.is_rescheduled = True
            probe_s = self._sending.recovery.rtt.probe_delay()
            is_newer = number > self._sending.received.largest
            self._roaming.heard_elsewhere(path, size, is_newer, probe_s, self._random_bytes, now)

    def _apply_ack(self, number: int, largest: int, delay_us: int, bitmap: int, now: float) -> None:
        """An ACK alone: nearly all that a server's busy listeners send."""
        sending = self._sending
        if sending.on_ack(largest, delay_us * 1e-6, bitmap, self._sealed.send_keys.number, now):
            self._tell_room()
        sending.received.note(number, False, now)
        # An ACK mostly puts off what is due. But a client with nothing in flight pings.
        keepalive = self._keepalive
        if keepalive.pings or sending.wake_at(keepalive.heard_at) < self._wake_at:
            self.is_rescheduled = True

    def _apply(self, number: int, got: list[frames.Frame], path: Hashable, now: float) -> None:
        self.is_rescheduled = True
        sending = self._sending
        sending.is_plain = False
        eliciting = is_asked = False
        for kind, value, detail, bitmap, data in got:
            if kind == frames.ACK:
                if sending.on_ack(value, detail * 1e-6, bitmap, self._sealed.next_number, now):
                    self._tell_room()
            elif kind == frames.RUN:
                if not sending.lanes.has_room(detail, value, data):
                    return
                eliciting = True
                for record in sending.lanes.take(detail, value, not bitmap, data):
                    self._tell(Arrived(detail, record))
            elif kind == frames.PATH_CHALLENGE:
                self._roaming.challenged(data, path)
            elif kind == frames.PATH_RESPONSE:
                self._roaming.answered(data, path, now)
            elif kind == frames.CLOSE:
                self._end(Closed(value, data.decode(errors="replace"), by_peer=True))
                return
            else:
                eliciting = True
                is_asked = is_asked or kind == frames.PING
                self._on_rare(kind, value, detail)
        sending.received.note(number, eliciting, now)
        if is_asked:
            sending.received.ack_at = now

    def _on_rare(self, kind: int, value: int, detail: int) -> None:
        if kind == frames.MAX_DATA:
            self._sending.lanes.outboxes[detail].raise_limit(value)
            self._tell_room()
        elif kind == frames.HANDSHAKE_DONE:
            self._tell(Confirmed())

    def _tell_room(self) -> None:
        for lane in self._sending.lanes.with_room():
            self._tell(RoomMade(lane))

    # --- datagrams out -----------------------------------------------------------------------

    @property
    def is_due(self) -> bool:
        """Whether `datagrams` may have something now."""
        sending = self._sending
        chat = sending.lanes.outboxes[CHAT]
        return self.is_rescheduled or not sending.is_plain or chat.fresh < chat.next

    def wake_at(self) -> float:
        """When to call `datagrams` next if nothing happens before; `inf`: never.

        At that time there may be nothing to do yet. All that is sent delays some deadline; which
        one comes next is found out when one might have come, not for each packet.
        """
        if self.is_closed:
            return inf
        if self.is_rescheduled:
            self.is_rescheduled = False
            self._wake_at = min(
                self._sending.wake_at(self._keepalive.heard_at),
                self._keepalive.wake_at(self.in_flight > 0),
                self._sealed.receive_keys.forget_at,
                self._roaming.wake_at,
            )
        return self._wake_at

    def datagrams(self, now: float, limit: int) -> list[Datagram]:
        """At most about `limit` datagrams that should leave now, and the path for each."""
        if self.is_rescheduled or now >= self._wake_at:
            self._run_timers(now)
        if self.is_closed:
            return self._say_close(now)
        sending, sealed, roaming = self._sending, self._sealed, self._roaming
        out = self._ask_paths(now) if roaming.is_busy else []
        recovery, keys, path = sending.recovery, sealed.send_keys, roaming.path
        was_idle = recovery.ledger.flight is None
        while len(out) < limit:
            plaintext = sending.compose(keys.number, now)
            if plaintext is None:
                break
            out.append((sealed.seal(plaintext, recovery.top, now), path))
            if not sending.is_more:
                break
        if out:
            keepalive = self._keepalive
            keepalive.sent_at = now
            # A first packet sets a timer, later ones put it off.
            if was_idle and sending.wake_at(keepalive.heard_at) < self._wake_at:
                self.is_rescheduled = True
        return out

    def _ask_paths(self, now: float) -> list[Datagram]:
        top = self._sending.recovery.top
        due = self._roaming.due(MIN_DATAGRAM, now)
        return [(self._sealed.seal(frame, top, now), path) for frame, path in due]

    def _say_close(self, now: float) -> list[Datagram]:
        if self._close_frame is None or not self._is_close_due:
            return []
        self._is_close_due = False
        self._close_left -= 1
        datagram = self._sealed.seal(self._close_frame, self._sending.recovery.top, now)
        return [(datagram, self._roaming.path)]

    def _run_timers(self, now: float) -> None:
        self.is_rescheduled = True
        if self.is_closed:
            return
        sending, keepalive, receive_keys = self._sending, self._keepalive, self._sealed.receive_keys
        sending.run_timers(self._sealed.next_number, keepalive.heard_at, now)
        if now >= receive_keys.forget_at:
            receive_keys.forget()
        if now >= self._roaming.wake_at:
            self._move_if_proved(now)
        if now >= keepalive.heard_at + SOONEST_S or now >= keepalive.sent_at + SOONEST_S:
            self._mind_silence(now)

    def _move_if_proved(self, now: float) -> None:
        rtt_s = self._roaming.settle(now)
        if rtt_s is not None:
            self._sending.restart(rtt_s)
            self._tell(Moved(self._roaming.path))

    def _mind_silence(self, now: float) -> None:
        keepalive = self._keepalive
        if keepalive.is_dead(now):
            self._end(Closed(CLOSE_SILENT, "nothing heard", by_peer=False))
        elif keepalive.goes_away(now):
            self._tell(WentAway())
        elif keepalive.ping_is_due(self.in_flight > 0, now):
            keepalive.draw_interval(self._random_bytes)
            self.ping()
