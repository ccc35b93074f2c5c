"""One server, for ever: a handshake, the session it opens, and another whenever that is lost.

    receive(datagram, now)    what came from the server's address
    send(lane, record)        a record for the server, if a session is open and has room
    datagrams(now)            what to send it
    events()                  what has happened, in order
    wake_at()                 when `datagrams` has more, without anything else happening

Sans-IO. What a lost session had on its way is lost with it: after `Opened` the owner says again
whatever was not confirmed. Nothing but a final word ends it: `Stopped` or `WrongServer`.
"""

import hmac
from collections.abc import Callable
from contextlib import suppress
from math import inf
from typing import Final, Literal, NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chatgui.pauses import Pauses
from chatgui.silence import SLEEP_S, Silence
from shared.crypto.replay import ReplayWindow
from shared.crypto.seal import SealKey
from shared.dialects.native import closing
from shared.session import opened
from shared.session.client_opening import ClientOpening, Stage
from shared.session.established import Established
from shared.session.events import Arrived, Closed, RoomMade
from shared.transport.lanes import CHAT
from shared.wire import BadPacket, packets
from shared.wire.greetings import ClientGreeting, ServerGreeting

# Nobody answers a CLOSE, and a server that misses it shows us for two minutes more.
CLOSE_COPIES: Final = 3
BATCH: Final = 64

# While the right server is looked for: as long as that is worth it, the wrong one is asked again.
WRONG_AGAIN_S: Final = 1.0

INVITE_CODES: Final = frozenset(
    {closing.UNINVITED, closing.EXPIRED, closing.REVOKED, closing.USED_UP, closing.REMOVED}
)
FINAL_CODES: Final = INVITE_CODES | {closing.ELSEWHERE, closing.KICKED, closing.FULL}

UNKNOWN_AFTER_FINS: Final = 2
"""An invite that met so many times 3 s of silence is not known there; one may be bad luck."""

_SERVER: Final = "server"
"""The only path there is: the socket knows where that leads."""


class Opened(NamedTuple):
    """A new session is open; it knows nothing of what the one before had on its way."""

    server_key: bytes


class Stopped(NamedTuple):
    """The server does not want us back: a code of `shared.dialects.native.closing`."""

    code: int


class WrongServer(NamedTuple):
    """`greet` did not like this key; nothing was told to its owner."""

    key: bytes


Trouble = Literal["other version", "needs invite", "unknown invite"]
Happened = Opened | Arrived | RoomMade | Stopped | WrongServer


class Connection:
    def __init__(
        self,
        *,
        static: X25519PrivateKey,
        greet: Callable[[bytes], ClientGreeting | None],
        random_bytes: Callable[[int], bytes],
        now: float,
        invite: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        """`static`, `greet` and `invite`: as `ClientOpening` has them; the last two are asked at
        each handshake."""
        self._static = static
        self._invite = invite
        self._is_invited = False  # the handshake under way is with an invite
        self._greet = greet
        self._random_bytes = random_bytes
        self._events: list[Happened] = []
        self._answers: list[bytes] = []
        self._session: Established | None = None
        self._reset_token = b""
        self._opening: ClientOpening | None = None
        self._open_at = now  # when the next handshake begins; inf: not planned
        self._pauses = Pauses(random_bytes)
        self._silence = Silence()
        self._turn_at = inf  # when the next turn was asked for
        self._is_over = False
        self._is_held = False
        self._renews = False  # the handshake under way is our own wish, the session is fine
        self.has_been_answered = False
        self.forgives = False
        """Whether a key that `greet` does not like is no end by `WrongServer`."""
        self._has_met_wrong = False

    # --- what is known -----------------------------------------------------------------------

    @property
    def is_answering(self) -> bool:
        """A session is open, and there is no doubt about it."""
        return self._session is not None and (self._opening is None or self._renews)

    @property
    def is_heard(self) -> bool:
        """The server has acknowledged all that we sent; true where there is no session."""
        return self._session is None or self._session.in_flight == 0

    @property
    def loss(self) -> float:
        """Share of what we send that is lost, 0..1."""
        return self._session.loss if self._session is not None else 0.0

    @property
    def rtt_s(self) -> float | None:
        """Round trip; None while it was not measured."""
        session = self._session
        return session.rtt_s if session is not None and session.is_measured else None

    @property
    def trouble(self) -> Trouble | None:
        """A hint why we are not in; not authenticated, so nothing but words may follow from it."""
        opening = self._opening
        if opening is None:
            return None
        if opening.other_version is not None:
            return "other version"
        if self._is_invited:
            is_unknown = opening.unanswered_fins >= UNKNOWN_AFTER_FINS
            return "unknown invite" if is_unknown else None
        if opening.newcomers_need_invite and opening.unanswered_fins > 0:
            return "needs invite"
        return None

    def wake_at(self) -> float:
        moments = [self._open_at]
        if self._session is not None:
            moments += [self._session.wake_at(), self._doubt_at]
        if self._opening is not None and self._opening.wake_at is not None:
            moments.append(self._opening.wake_at)
        return min(moments)

    def events(self) -> list[Happened]:
        events, self._events = self._events, []
        return events

    # --- intentions --------------------------------------------------------------------------

    def send(self, lane: int, record: bytes) -> bool:
        """False: no session, or no room in it; `Opened` or `RoomMade` follows."""
        return self._session is not None and self._session.send(lane, record)

    def hold(self, is_held: bool) -> None:
        """Whether what is said may stay at the server for now; its answers come nevertheless."""
        if is_held != self._is_held:
            self._is_held = is_held
            if self._session is not None:
                self._session.hold(CHAT, is_held)

    def ask_for_life(self, now: float) -> None:
        """The network has changed: let the server know where we are, and find out if it is."""
        if self._session is not None:
            self._session.ping()
            self._silence.ask_urgently(now)

    def move(self, now: float) -> None:
        """The server may be at another address, to which we send from now on: ask there."""
        self.ask_for_life(now)
        if self._session is None or self._opening is not None:
            self._begin(now)

    def take_wrong(self) -> bool:
        """Whether, since this was asked last, a server was met that `greet` did not like."""
        has_met, self._has_met_wrong = self._has_met_wrong, False
        return has_met

    def suspect(self, now: float) -> None:
        """Its host says that nobody listens there. Anybody could say so: let the server answer."""
        if self._session is not None and self._opening is None:
            self._session.ping()
            self._silence.hurry(now)

    def renew(self, now: float) -> None:
        """Another session in place of the one that is open, as `greet` wants it now."""
        if self._session is not None and self._opening is None:
            self._renews = True
            self._begin(now)

    def expect_ack_delay(self, delay_s: float) -> None:
        """How long both sides may delay their ACKs, in the session that is open."""
        if self._session is not None:
            self._session.expect_ack_delay(delay_s)

    def close(self, now: float) -> list[bytes]:
        """Leave for good; the datagrams that say so."""
        farewell: list[bytes] = []
        if self._session is not None:
            self._session.close()
            farewell = [data for data, _ in self._session.datagrams(now, 1)]
        self._end()
        return farewell * CLOSE_COPIES

    # --- datagrams ---------------------------------------------------------------------------

    def receive(self, datagram: bytes, now: float) -> None:
        """Whatever is not for us, or not authentic, changes nothing."""
        with suppress(BadPacket):
            self._receive_untrusted(datagram, now)

    def _receive_untrusted(self, datagram: bytes, now: float) -> None:
        if datagram[:1] == bytes((packets.RESET,)):
            self._on_reset_untrusted(datagram, now)
        elif self._session is not None and datagram[1:9] == self._session.cid:
            self._session.receive_untrusted(datagram, _SERVER, now)
            self._believe_again()
            self._take_events(now)
        elif self._opening is not None:
            answer = self._opening.receive_untrusted(datagram, now)
            self.has_been_answered = True
            if answer is not None:
                self._answers.append(answer)
            self._mind_opening(datagram, now)

    def datagrams(self, now: float) -> list[bytes]:
        if self._is_over:
            return []
        self._mind_sleep(now)
        self._mind_silence(now)
        out, self._answers = self._answers, []
        if self._opening is not None:
            due = self._opening.poll(now)
            out += [due] if due is not None else []
        if self._session is not None:
            out += self._session_datagrams(self._session, now)
        self._turn_at = self.wake_at()
        return out

    def _session_datagrams(self, session: Established, now: float) -> list[bytes]:
        out: list[bytes] = []
        while True:
            batch = session.datagrams(now, BATCH)
            out += [data for data, _ in batch]
            if len(batch) < BATCH:
                break
        if session.in_flight:
            self._silence.ask(now)
        self._take_events(now)
        return out

    # --- handshakes --------------------------------------------------------------------------

    def _begin(self, now: float) -> None:
        self._open_at = inf
        invite = self._invite()
        self._is_invited = invite is not None
        self._opening = ClientOpening(
            static=self._static,
            greet=self._greet,
            random_bytes=self._random_bytes,
            now=now,
            invite=invite,
        )

    def _mind_opening(self, datagram: bytes, now: float) -> None:
        opening = self._opening
        if opening is None:
            return
        if opening.stage is Stage.REFUSED and opening.refused_key is not None and self.forgives:
            self._has_met_wrong, self._opening = True, None
            self._open_at = now + WRONG_AGAIN_S
        elif opening.stage is Stage.REFUSED and opening.refused_key is not None:
            self._events.append(WrongServer(opening.refused_key))
            self._end()
        elif opening.stage is Stage.OPEN and opening.opened is not None:
            self._open_session(opening.opened, now)
            self._receive_untrusted(datagram, now)

    def _open_session(self, found: "opened.Opened[ServerGreeting]", now: float) -> None:
        """The old session, if there is one, ends without a word: the server has replaced it."""
        self._session = Established(
            is_server=False,
            cid=found.local_cid.to_bytes(8, "big"),
            peer_cid=found.remote_cid.to_bytes(8, "big"),
            send_key=SealKey(found.send_key),
            receive_key=SealKey(found.receive_key),
            replay=ReplayWindow(),
            path=_SERVER,
            random_bytes=self._random_bytes,
            now=now,
        )
        self._session.hold(CHAT, self._is_held)
        self._reset_token = found.greeting.reset_token
        self._pauses.begin(now)
        self._silence.end()
        self._opening = None
        self._renews = False
        self._events.append(Opened(found.remote_static))

    # --- doubts ------------------------------------------------------------------------------

    def _mind_sleep(self, now: float) -> None:
        if now > self._turn_at + SLEEP_S:
            self.ask_for_life(now)

    def _mind_silence(self, now: float) -> None:
        if self._session is not None and now >= self._doubt_at:
            self._open_at = now
        if now >= self._open_at:
            self._begin(now)

    @property
    def _doubt_at(self) -> float:
        """When a handshake begins beside the session, unless the server is heard before."""
        if self._session is None or self._opening is not None:
            return inf
        return self._silence.doubt_at(self._session.heard_at)

    def _believe_again(self) -> None:
        """The session lives: no need of another, unless the server may have opened it already."""
        self._silence.end()
        if self._renews:
            return
        if self._opening is not None and self._opening.stage is not Stage.FIN:
            self._opening = None

    # --- ends --------------------------------------------------------------------------------

    def _on_reset_untrusted(self, datagram: bytes, now: float) -> None:
        token = packets.Reset.decode_untrusted(datagram).token
        if self._session is not None and hmac.compare_digest(token, self._reset_token):
            self._lose(now, was_reset=True)

    def _take_events(self, now: float) -> None:
        session = self._session
        if session is None:
            return
        for event in session.events():
            if isinstance(event, Arrived | RoomMade):
                self._events.append(event)
            elif isinstance(event, Closed):
                self._on_closed(event, now)

    def _on_closed(self, closed: Closed, now: float) -> None:
        """While a FIN is out, its answer has the last word, not the session it replaces."""
        knocks = self._opening is not None and self._opening.stage is Stage.FIN
        if closed.by_peer and closed.code in FINAL_CODES and not knocks:
            self._events.append(Stopped(closed.code))
            self._end()
        else:
            self._lose(now)

    def _lose(self, now: float, *, was_reset: bool = False) -> None:
        """The session is over; open another after a moment, unless that is under way."""
        self._session = None
        self._renews = False
        if self._opening is None:
            self._open_at = now + self._pauses.after(now, was_reset=was_reset)

    def _end(self) -> None:
        self._session = None
        self._opening = None
        self._open_at = inf
        self._is_over = True
