"""One server's end of all native sessions: thousands of peers on one port.

The verbs are those of a session, with a session's `cid` in front:

    receive_untrusted(datagram, path, now)   datagrams in, of anybody
    send(cid, lane, record)                  intentions in (also hold, close)
    events()                                 events out, each with its cid
    datagrams(now)                           datagrams out, each with its path
    wake_at()                                when to call `datagrams` though nothing happened

A turn of the loop: receive what has come, act on `events`, send what `datagrams` returns; and again
at once while `wake_at` is not after now. Only sessions that were touched (something came, something
is to be sent, an alarm rang) do any work in it. A stranger gets an answer that is smaller than what
it sent, and no memory: see `server_opening` for handshakes and `resets` for packets of sessions
that are not there.
"""

from collections import deque
from collections.abc import Callable, Iterable
from math import inf
from typing import Final, NamedTuple, cast

from shared.crypto.identity import ServerKeys
from shared.crypto.seal import WarmKeys
from shared.dialects.native.closing import FULL
from shared.net.path import Path
from shared.session.alarms import Alarms
from shared.session.book import Book, Changes, Entry
from shared.session.established import Datagram as SessionDatagram
from shared.session.events import CLOSE_LEAVING, Closed, Event, Moved, SessionOpened
from shared.session.handshakes import Handshakes
from shared.session.opened import Opened
from shared.session.peers import Peer, Peers
from shared.session.resets import Resets
from shared.session.server_opening import Answer, Repeated, ServerOpening
from shared.transport.outbox import FROM_CLIENT, Pieces
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting
from shared.wire.packets import DATA_EVEN, DATA_ODD, MAX_DATAGRAM_SIZE, MIN_DATA_SIZE

Datagram = tuple[bytes, Path]

_DATA: Final = (bytes((DATA_EVEN,)), bytes((DATA_ODD,)))

# The socket is to be drained that often while everybody is sent something, or acks overflow it.
SEND_BATCH: Final = 256
# Of one session at a time: one who catches up must not hold up those who chat.
SESSION_BATCH: Final = 32

# 0.8 MB of ciphers: both directions of 200 busy sessions.
WARM_KEYS: Final = 400


class Line(NamedTuple):
    """How good a session's line is."""

    rtt_s: float
    loss: float  # 0..1, of our packets
    heard_at: float
    path: Path


class Endpoint:
    """See the module's text for how to drive it."""

    def __init__(
        self,
        *,
        keys: ServerKeys,
        name: str,
        random_bytes: Callable[[int], bytes],
        now: float,
        max_sessions: int,
        is_known: Callable[[bytes], bool],
        psk_of: Callable[[bytes], bytes | None] = lambda token_id: None,
        newcomers_need_invite: bool = False,
    ) -> None:
        """`is_known` is asked with an identity (its public key): has it a place kept?

        `psk_of` and `newcomers_need_invite`: as for `ServerOpening`.
        """
        opening = ServerOpening(
            keys=keys,
            name=name,
            lane_credits=FROM_CLIENT,
            psk_of=psk_of,
            newcomers_need_invite=newcomers_need_invite,
            random_bytes=random_bytes,
            now=now,
        )
        self._random_bytes = random_bytes
        self._now = now
        self._handshakes = Handshakes(opening)
        self._resets = Resets(keys, random_bytes)
        self._book = Book()
        self._warm_keys = WarmKeys(WARM_KEYS)
        self._peers = Peers(max_sessions, is_known)
        self._by_cid = self._peers.by_cid
        self._alarms = Alarms()
        self._touched: deque[Peer] = deque()
        self._answers: list[SessionDatagram] = []
        self._events: list[tuple[int, Event | SessionOpened]] = []

    # --- what is known -----------------------------------------------------------------------

    @property
    def session_count(self) -> int:
        """Sessions that are open."""
        return self._peers.open_count

    @property
    def strangers_heard(self) -> tuple[int, int]:
        """How many packets came that any stranger can make: HELLOs, and INITs."""
        return self._handshakes.hellos_heard, self._handshakes.inits_heard

    def line(self, cid: int) -> Line | None:
        """How good the line of an open session is; None if there is no such session."""
        peer = self._peers.find_open(cid)
        if peer is None:
            return None
        session = peer.session
        return Line(session.rtt_s, session.loss, session.heard_at, peer.path)

    # --- intentions in -----------------------------------------------------------------------

    def send(self, cid: int, lane: int, record: bytes | Pieces) -> bool:
        """As `Established.send`; for many peers give all of them the same `cut` pieces.

        False: the lane's window is full (`RoomMade` follows), or there is no such session.
        """
        peer = self._by_cid.get(cid)
        if peer is None or not peer.session.send(lane, record):
            return False
        if not peer.is_touched:
            self._touch(peer)
        return True

    def room(self, cid: int, lane: int) -> int:
        """How many pieces `send` would take now; 0 if there is no such session."""
        peer = self._peers.find_open(cid)
        return 0 if peer is None else peer.session.room(lane)

    def hold(self, cid: int, lane: int, held: bool) -> None:
        """Withhold further credit of a lane from that peer, or stop withholding it."""
        peer = self._peers.find_open(cid)
        if peer is not None:
            peer.session.hold(lane, held)
            self._touch(peer)

    def expect_ack_delay(self, cid: int, delay_s: float) -> None:
        """From now on acks may wait so long, its own too: `welcome` has told it."""
        peer = self._peers.find_open(cid)
        if peer is not None:
            peer.session.expect_ack_delay(delay_s)

    def call(self, name: str) -> None:
        """The server is called so from now on; RESP says it."""
        self._handshakes.call(name)

    def limit(self, max_sessions: int) -> None:
        """So many may be open; who is in stays in."""
        self._peers.limit(max_sessions)

    def close(self, cid: int, code: int = CLOSE_LEAVING, reason: str = "") -> None:
        """End a session; its `Closed` comes with the next events."""
        peer = self._peers.find_open(cid)
        if peer is not None:
            peer.session.close(code, reason)
            self._take_events(peer)
            self._touch(peer)

    def _touch(self, peer: Peer) -> None:
        if not peer.is_touched:
            peer.is_touched = True
            self._touched.append(peer)

    # --- events out --------------------------------------------------------------------------

    def events(self) -> list[tuple[int, Event | SessionOpened]]:
        """What has happened since the last call, in order; the last of a session is `Closed`."""
        happened, self._events = self._events, []
        return happened

    def _take_events(self, peer: Peer) -> None:
        for event in peer.session.events():
            self._events.append((peer.cid, event))
            if isinstance(event, Moved):
                self._book.note(peer.cid)
            elif isinstance(event, Closed):
                self._book.note(peer.cid)
                self._peers.end(peer, self._now)

    # --- datagrams in ------------------------------------------------------------------------

    def receive_untrusted(self, datagram: bytes, path: Path, now: float) -> None:
        """Take a datagram that begins with F8 to FF. BadPacket: nothing has come of it."""
        self._now = now
        if datagram[:1] in _DATA:
            self._on_data_untrusted(datagram, path, now)
        else:
            answer = self._handshakes.receive_untrusted(datagram, path, now)
            self._on_answer(answer, path, now)

    def _on_data_untrusted(self, datagram: bytes, path: Path, now: float) -> None:
        cid = int.from_bytes(datagram[1:9], "big")
        peer = self._by_cid.get(cid)
        if peer is None:
            self._reset_untrusted(cid, len(datagram), path, now)
            return
        peer.session.receive_untrusted(datagram, path, now)
        if peer.session.happened is not None:
            self._take_events(peer)
        if not peer.is_touched and peer.session.is_due:
            self._touch(peer)

    def _reset_untrusted(self, cid: int, size: int, path: Path, now: float) -> None:
        if not MIN_DATA_SIZE <= size <= MAX_DATAGRAM_SIZE:
            raise BadPacket("not the size of a DATA packet")
        reset = self._resets.answer(cid, path.remote[0], now)
        if reset is None:
            raise BadPacket("DATA for no session")
        self._answers.append((reset, path))

    def _on_answer(self, answer: Answer, path: Path, now: float) -> None:
        if isinstance(answer, bytes):
            self._answers.append((answer, path))
        elif isinstance(answer, Opened):
            self._open(answer, path, now)
        elif isinstance(answer, Repeated):
            peer = self._peers.find_open(answer.server_cid)
            if peer is not None:
                peer.session.ping()  # whatever opens tells the client that it is in
                self._touch(peer)

    def _open(self, opened: Opened[ClientGreeting], path: Path, now: float) -> None:
        cid, identity = opened.local_cid, opened.greeting.identity
        has_place = self._peers.has_place(identity)
        session = opened.establish(
            is_server=True,
            path=path,
            random_bytes=self._random_bytes,
            now=now,
            warm=self._warm_keys,
        )
        peer = self._by_cid[cid] = Peer(cid, identity, session)
        if has_place:
            told = SessionOpened(cid, identity, opened.greeting, path, opened.token_id)
            self._events.append((cid, told))
            self._book.note_new(cid)
        else:
            session.close(FULL, "the server is full")
            session.events()  # the owner never heard of it
            self._peers.end(peer, now)
        self._touch(peer)

    # --- after a restart ---------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether `changes` would have any."""
        return self._book.is_changed

    @property
    def is_pressing(self) -> bool:
        """Whether `changes` has sessions whose clients are told with the next `datagrams` that
        they are in. One that is idle then would notice a crash only when it pings."""
        return self._book.is_pressing

    def changes(self) -> Changes:
        """What has changed in the book of open sessions; store it once a second, and what is
        pressing before the datagrams leave."""
        return self._book.changes(self._path_of)

    def _path_of(self, cid: int) -> Path | None:
        peer = self._peers.find_open(cid)
        return None if peer is None else peer.path

    def revive(self, entries: Iterable[Entry], now: float) -> None:
        """Reset the sessions of an earlier run, as they stand in its book: their clients are back
        in seconds, the idle ones too."""
        self._book.revive(entries, now)

    # --- datagrams out -----------------------------------------------------------------------

    def wake_at(self) -> float | None:
        """When the next turn is due if nothing happens before; None: never.

        The past, while events wait or there is more to do than one turn should take.
        """
        if self._touched or self._events or self._answers or self._handshakes.are_waiting:
            return self._now
        at = min(self._alarms.wake_at(), self._book.wake_at, self._handshakes.wake_at())
        return None if at == inf else at

    def datagrams(self, now: float) -> list[Datagram]:
        """What should leave now, about 256 at a time: receive what has come before the next."""
        self._now = now
        for answer, path in self._handshakes.work(now):
            self._on_answer(answer, path, now)
        self._wake(now)
        out, self._answers = self._answers, []
        out += [(self._resets.make(cid), path) for cid, path in self._book.due(now)]
        while self._touched and len(out) < SEND_BATCH:
            self._serve(self._touched.popleft(), out, now)
        return cast(list[Datagram], out)

    def _wake(self, now: float) -> None:
        for cid in self._alarms.due(now):
            peer = self._by_cid[cid]
            at = peer.wake_at()
            if at > now:
                self._alarms.arm(cid, at)
            else:
                self._touch(peer)

    def _serve(self, peer: Peer, out: list[SessionDatagram], now: float) -> None:
        peer.is_touched = False
        if peer.forget_at <= now:
            self._alarms.disarm(peer.cid)
            self._peers.forget(peer)
            return
        session = peer.session
        sent = session.datagrams(now, SESSION_BATCH)
        out += sent
        if len(sent) >= SESSION_BATCH:
            self._touch(peer)
        if session.happened is not None:
            self._take_events(peer)
        if session.is_rescheduled:
            self._alarms.arm(peer.cid, peer.wake_at())
