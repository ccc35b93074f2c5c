"""The native door: our own clients, encrypted and reliable. PROTOCOL section 4.

It stands between an endpoint, which moves records, and the hub, which knows people. Whoever cannot
keep up with what everybody is sent falls behind at no cost and reads the log, see `Feed`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from chatserver.doors.fanout import Fanout, Post
from chatserver.doors.feed import Feed
from chatserver.doors.readers import Read, Readers
from chatserver.guests.limits import Bucket
from chatserver.log.interface import Log
from chatserver.turnstile import COMMANDS_PER_PEER, Turnstile
from shared import chat
from shared.constants import ROSTER_WHOLE
from shared.crypto.identity import person_id
from shared.dialects.native import closing, records
from shared.dialects.native.vocabulary import (
    CLOSE_CODES,
    read_command,
    write_message,
    write_notice,
)
from shared.net.path import Path
from shared.net.udp import Datagram
from shared.session.endpoint import Endpoint, Line
from shared.session.events import Arrived, CameBack, Closed, RoomMade, SessionOpened, WentAway
from shared.session.source_limits import network_of
from shared.transport.lanes import BULK, CHAT, CONTROL
from shared.transport.outbox import Pieces, cut
from shared.wire import BadPacket
from shared.wire.packets import DATA_EVEN, DATA_ODD

RECORDS_PER_S = 20.0
RECORDS_BURST = 200.0
"""For people on other computers: a paste of many messages passes, a program that never stops is
slowed to a speed that a room can bear. Over it credit is withheld; nothing is refused or lost."""

COSTS: dict[type[object], float] = {
    records.AskPeople: 5.0,  # looks through all names
    records.AskRoster: 5.0,  # up to 70 KB of answer
    records.Rename: 5.0,  # told to everybody
    records.Join: 5.0,
    records.AskReceipts: 10.0,  # up to 200 messages are looked up
    records.AskHolders: 5.0,  # looks through all who are known
    records.AskHistory: 5.0,  # up to 48 KiB of answer
}
"""Of records that are dearer than a message; the others cost 1, broken ones too."""

SLOWED_LOOK_S = 0.05
"""How often it is looked whether somebody slowed down may go on."""

HELD_RECORDS = 256
"""Answers to questions, and news, that wait for a client to make room; who never reads them is sent
away. Answers to messages do not count: no more of them wait than the credit that was granted."""

ACK_DELAYS_MS = range(25, 201)
"""The more people are here, the longer acks may wait, 2 ms for each: everybody's are one
for several messages then, instead of one for each."""


_DATA = (DATA_EVEN, DATA_ODD)

Answer = Callable[[chat.Why | None], None]
Ask = Callable[[SessionOpened, float, Answer], None]
"""May who has proved to be that come in? The answer may come later: why not, or None."""


def admit_all(event: SessionOpened, now: float, answer: Answer) -> None:
    answer(None)


@dataclass(slots=True)
class NativePeer:
    """One session. `opened` until it is in the chat, `feed` from then on; `held`: by lane, answers
    that found no room."""

    cid: int
    number: int
    path: Path
    credentials: chat.Credentials
    opened: SessionOpened | None
    feed: Feed | None = None
    held: dict[int, list[Pieces]] = field(default_factory=dict)
    bucket: Bucket | None = None
    slowed: bool = False


class NativeDoor:
    def __init__(
        self,
        endpoint: Endpoint,
        log: Log,
        turnstile: Turnstile,
        new_number: Callable[[], int],
        ask: Ask = admit_all,
    ) -> None:
        self._endpoint = endpoint
        self._log = log
        self._turnstile = turnstile
        self._new_number = new_number
        self._ask = ask
        self._asking: set[int] = set()  # CIDs; what such a session says is not listened to
        self._by_cid: dict[int, NativePeer] = {}
        self._by_number: dict[int, NativePeer] = {}
        self._audience: tuple[int, ...] | None = None
        self._sessions: list[NativePeer] = []  # of the audience
        self._slowed: set[int] = set()
        self._readers = Readers()
        self._fanout = Fanout(endpoint.send)
        self._looked_at = 0.0
        self.closing = False
        """A server that ends lets nobody in: whoever it sent away would be back at once."""

    def __len__(self) -> int:
        return len(self._by_number)

    @property
    def strangers_heard(self) -> tuple[int, int]:
        """As the endpoint's."""
        return self._endpoint.strangers_heard

    def receive(self, datagram: bytes, path: Path, now: float) -> None:
        """Any datagram that begins with F8 to FF."""
        if self.closing and datagram[0] not in _DATA:
            return
        try:
            self._endpoint.receive_untrusted(datagram, path, now)
        except BadPacket:
            return
        self._take_events(now)

    def tell(self, peers: tuple[int, ...], notice: chat.Notice, now: float, but: int = 0) -> None:
        """Encoded and cut once, given to each of them that has a session here, `but` one."""
        sessions = self._sessions_of(peers)
        if not sessions:
            return
        if isinstance(notice, chat.Posted):
            self._fanout.add(sessions, _write_post(notice, but))
            return
        if but:
            sessions = [session for session in sessions if session.number != but]
        if isinstance(notice, chat.Welcomed):
            for session in sessions:
                self._welcome(session, notice)
        elif isinstance(notice, chat.Dismissed):
            for session in sessions:
                self._close(session, CLOSE_CODES.get(notice.why, 0))
        else:
            for lane, record in write_notice(notice):
                pieces = cut(records.encode(record))
                for session in sessions:
                    self._send(session, lane, pieces)

    def _sessions_of(self, peers: tuple[int, ...]) -> list[NativePeer]:
        """Whoever is told one message is told the next one, too, and need not be looked up again:
        as long as nobody comes or goes, the hub names them by the very same tuple."""
        if peers is self._audience:
            return self._sessions
        known = self._by_number
        sessions = [known[peer] for peer in peers if peer in known]
        if len(peers) > 1:  # an answer to one is no reason to forget them
            self._audience, self._sessions = peers, sessions
        return sessions

    def datagrams(self, now: float) -> list[Datagram]:
        """Everything that should leave now; call last in a turn."""
        self._looked_at = now
        self._fanout.flush()
        self._readers.take_turns(self._read_page, now)
        for cid in list(self._slowed):
            self._speed_up(self._by_cid[cid], now)
        out = self._endpoint.datagrams(now)
        self._take_events(now)
        return out

    def wake_at(self) -> float | None:
        moments = (
            self._endpoint.wake_at(),
            self._readers.wake_at(self._looked_at),
            self._looked_at + SLOWED_LOOK_S if self._slowed else None,
        )
        return min((at for at in moments if at is not None), default=None)

    def busy(self, now: float) -> bool:
        """Whether more waits to be sent than one turn sends."""
        at = self._endpoint.wake_at()
        return at is not None and at <= now

    def line(self, peer: int) -> Line | None:
        """How good a peer's line is; None if it has no session."""
        session = self._by_number.get(peer)
        return self._endpoint.line(session.cid) if session else None

    # --- From the endpoint ----------------------------------------------------------------------

    def _take_events(self, now: float) -> None:
        for cid, event in self._endpoint.events():
            if isinstance(event, SessionOpened):
                self._begin(event, now)
                continue
            if isinstance(event, Closed):
                self._asking.discard(cid)
            session = self._by_cid.get(cid)
            if session is None:
                continue
            if isinstance(event, Arrived):
                self._read(session, event.record, now)
            elif isinstance(event, RoomMade):
                self._use_room(session, event.lane, now)
            elif isinstance(event, WentAway | CameBack):
                away = isinstance(event, WentAway)
                self._turnstile.put_sure(session.number, chat.Fade(away))
            elif isinstance(event, Closed):
                why: chat.Why = "quit" if event.by_peer and event.code == 0 else "gone"
                self._forget(session)
                self._turnstile.put_sure(session.number, chat.Leave(why))

    def _begin(self, event: SessionOpened, now: float) -> None:
        """Somebody would like to come in, under the name in their greeting."""

        def answer(why: chat.Why | None) -> None:
            if event.cid not in self._asking:
                return  # it has ended meanwhile
            self._asking.discard(event.cid)
            session = self._by_cid.get(event.cid)
            if why is None:
                self._join(session or self._open(event, now), event.greeting.name)
            elif session is not None:
                self._close(session, CLOSE_CODES.get(why, 0))
            else:
                self._endpoint.close(event.cid, CLOSE_CODES.get(why, 0), "")

        self._asking.add(event.cid)
        self._ask(event, now, answer)

    def _open(self, event: SessionOpened, now: float) -> NativePeer:
        greeting = event.greeting
        credentials = chat.Credentials(
            person_id(greeting.identity),
            greeting.identity,
            greeting.installation,
            greeting.takeover,
            greeting.outbox,
            greeting.log,
            greeting.cursor,
        )
        session = NativePeer(event.cid, self._new_number(), event.path, credentials, event)
        if network_of(event.path.remote[0]) is not None:
            session.bucket = Bucket(RECORDS_PER_S, RECORDS_BURST, now)
        self._by_cid[event.cid] = self._by_number[session.number] = session
        self._audience = None
        return session

    def _join(self, session: NativePeer, name: str) -> None:
        remote = session.path.remote
        address = chat.Address(remote[0].partition("%")[0], remote[1])
        join = chat.Join(name, "native", address, session.credentials)
        self._turnstile.put_sure(session.number, join)

    def _read(self, session: NativePeer, data: bytes, now: float) -> None:
        """One clear error for a record that does not parse, none for one of a later version."""
        record = None
        try:
            record = records.decode_client_untrusted(data)
        except BadPacket as mistake:
            error = records.Error("bad_record", str(mistake))
            self._send(session, CONTROL, cut(records.encode(error)))
        if isinstance(record, records.Join):
            self._join_again(session, record.name, now)
        elif record is not None:
            command = read_command(record, session.credentials.outbox)
            self._turnstile.put_sure(session.number, command)
        self._count(session, COSTS.get(type(record), 1.0), now)

    def _join_again(self, session: NativePeer, name: str, now: float) -> None:
        """Under another name: by that an invite may let them in."""
        if session.opened is None:
            self._join(session, name)
        else:
            greeting = msgspec.structs.replace(session.opened.greeting, name=name)
            self._begin(session.opened._replace(greeting=greeting), now)

    def _use_room(self, session: NativePeer, lane: int, now: float) -> None:
        for pieces in session.held.pop(lane, ()):
            self._send(session, lane, pieces)
        if session.cid in self._slowed:
            self._speed_up(session, now)
        self._readers.add(session.number)

    # --- To the endpoint ------------------------------------------------------------------------

    def _welcome(self, session: NativePeer, notice: chat.Welcomed) -> None:
        log = self._log
        limits = records.Limits(records.RECIPIENTS, records.BODY_BYTES, ROSTER_WHOLE)
        ack_delay_ms = min(max(2 * notice.here, ACK_DELAYS_MS[0]), ACK_DELAYS_MS[-1])
        self._endpoint.expect_ack_delay(session.cid, ack_delay_ms / 1000)
        welcome = records.Welcome(
            notice.person,
            notice.name,
            log.id,
            log.head,
            log.oldest,
            notice.sequence,
            limits,
            notice.known,
            notice.here,
            notice.roster_version,
            ack_delay_ms,
            notice.begin,
            notice.since,
        )
        self._send(session, CHAT, cut(records.encode(welcome)))
        session.feed, session.opened = Feed(notice.person, notice.begin), None
        self._readers.add(session.number)

    def _read_page(self, number: int) -> Read:
        session = self._by_number[number]

        def send(record: records.Record) -> bool:
            return self._endpoint.send(session.cid, CHAT, cut(records.encode(record)))

        if session.feed is None or session.feed.live or CHAT in session.held:
            return "done"
        return session.feed.read_page(self._log, send)

    def _send(self, session: NativePeer, lane: int, pieces: Pieces) -> None:
        """An answer to this session; it waits for room if it must, and meanwhile less is asked."""
        if lane not in session.held and self._endpoint.send(session.cid, lane, pieces):
            return
        session.held.setdefault(lane, []).append(pieces)
        self._slow_down(session)
        unread = sum(len(held) for lane, held in session.held.items() if lane != CHAT)
        if unread > HELD_RECORDS:
            self._close(session, closing.UNREAD)
            self._turnstile.put_sure(session.number, chat.Leave("gone"))

    def _close(self, session: NativePeer, code: int) -> None:
        self._forget(session)
        self._endpoint.close(session.cid, code, "")

    def _forget(self, session: NativePeer) -> None:
        self._by_cid.pop(session.cid, None)
        self._by_number.pop(session.number, None)
        self._audience = None
        self._readers.remove(session.number)
        self._slowed.discard(session.cid)

    # --- Too fast -------------------------------------------------------------------------------

    def _count(self, session: NativePeer, cost: float, now: float) -> None:
        """Withhold credit from whoever is over the rate, or faster than the server. On all lanes:
        which one a record comes on is the client's choice."""
        over_rate = session.bucket is not None and not session.bucket.take(now, cost)
        if over_rate or self._is_behind(session):
            self._slow_down(session)

    def _slow_down(self, session: NativePeer) -> None:
        if session.cid in self._by_cid and session.cid not in self._slowed:
            self._slowed.add(session.cid)
            self._hold(session, True)

    def _speed_up(self, session: NativePeer, now: float) -> None:
        may_go_on = session.bucket is None or session.bucket.wait_s(now, RECORDS_BURST / 4) == 0.0
        if may_go_on and not self._is_behind(session):
            self._slowed.discard(session.cid)
            self._hold(session, False)

    def _is_behind(self, session: NativePeer) -> bool:
        """Whether the hub has yet to work off a good deal of what it asked for, or it has yet to
        read answers."""
        queue_is_long = self._turnstile.room(session.number) <= COMMANDS_PER_PEER // 2
        return queue_is_long or bool(session.held)

    def _hold(self, session: NativePeer, held: bool) -> None:
        for lane in (CONTROL, CHAT, BULK):
            self._endpoint.hold(session.cid, lane, held)


def _write_post(notice: chat.Posted, but: int) -> Post:
    record = write_message(notice.message, notice.sender, notice.position)
    return Post(notice.position, cut(records.encode(record)), but)
