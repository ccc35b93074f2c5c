"""A client and a server that open a session, seeded and in virtual time; no socket, no clock."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from shared.crypto.identity import Identity, ServerKeys, invite_psk, invite_token_id
from shared.crypto.seal import SealKey
from shared.session.client_opening import ClientOpening, Stage
from shared.session.handshake_table import Source
from shared.session.opened import Opened
from shared.session.server_opening import Repeated, ServerOpening
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting
from shared.wire.packets import MIN_DATA_SIZE, data_header

SOURCE: Source = ("192.0.2.7", 40001)
INVITE = bytes(range(16))
ONE_WAY_S = 0.002

# (is it towards the server, how many of that direction before it) -> is it lost
Loss = Callable[[bool, int], bool]


def make_client(
    seed: int = 1,
    *,
    now: float = 0.0,
    invite: bytes | None = None,
    expected: bytes | None = None,
) -> ClientOpening:
    """A client whose randomness and identity come from `seed`; `expected` pins a server key."""
    identity = Identity(seed.to_bytes(32, "big"))

    def greet(server_static: bytes) -> ClientGreeting | None:
        if expected not in (None, server_static):
            return None
        return ClientGreeting(
            identity=identity.public,
            signature=identity.bind(server_static),
            name="alice",
            installation=bytes(16),
            takeover=False,
            outbox=b"o" * 16,
            cursor=2**40,
            log=b"l" * 16,
        )

    return ClientOpening(
        static=identity.static,
        greet=greet,
        random_bytes=random.Random(f"client {seed}").randbytes,
        now=now,
        invite=invite,
    )


def make_server(
    seed: int = 1, *, now: float = 0.0, random_bytes: Callable[[int], bytes] | None = None
) -> ServerOpening:
    """A server that knows INVITE."""
    keys = ServerKeys(seed.to_bytes(32, "big"))
    psks = {invite_token_id(INVITE): invite_psk(INVITE, keys.public)}
    return ServerOpening(
        keys=keys,
        name="the server",
        lane_credits=(65536, 65536, 65536),
        psk_of=psks.get,
        newcomers_need_invite=False,
        random_bytes=random_bytes or random.Random(f"server {seed}").randbytes,
        now=now,
    )


def handshake_done(opened: Opened[ClientGreeting], number: int = 0) -> bytes:
    """The server's first DATA packet, as a session would send it."""
    header = data_header(0, opened.remote_cid, number)
    plaintext = bytes(MIN_DATA_SIZE - len(header) - 16)
    return header + SealKey(opened.send_key).seal(number, header, plaintext)


@dataclass
class Transcript:
    """The datagrams of one handshake on a good line, and what both sides made of it."""

    hello: bytes
    retry: bytes
    init: bytes
    resp: bytes
    fin: bytes
    done: bytes
    opened: Opened[ClientGreeting]


def shake_hands(
    client: ClientOpening, server: ServerOpening, source: Source = SOURCE, now: float = 0.0
) -> Transcript:
    """Open a session with no loss; the client ends at OPEN."""
    hello = sent(client.poll(now))
    retry = answered(server, hello, source, now)
    init = sent(client.receive_untrusted(retry, now))
    resp = answered(server, init, source, now)
    fin = sent(client.receive_untrusted(resp, now))
    opened = server.receive_untrusted(fin, source, now)
    assert isinstance(opened, Opened)
    done = handshake_done(opened)
    assert client.receive_untrusted(done, now) is None
    assert client.stage is Stage.OPEN
    return Transcript(hello, retry, init, resp, fin, done, opened)


def sent(datagram: bytes | None) -> bytes:
    assert datagram is not None
    return datagram


def answered(server: ServerOpening, datagram: bytes, source: Source, now: float) -> bytes:
    answer = server.receive_untrusted(datagram, source, now)
    assert isinstance(answer, bytes)
    return answer


class Line:
    """Many clients and one server in virtual time, over a line that delays and loses."""

    def __init__(self, server: ServerOpening, is_lost: Loss) -> None:
        self.server = server
        self.is_lost = is_lost
        self.now = 0.0
        self.sent = {True: 0, False: 0}
        self.clients: dict[Source, ClientOpening] = {}
        self.opened: list[Opened[ClientGreeting]] = []
        self._sessions: dict[int, Opened[ClientGreeting]] = {}
        self._order = count()
        self._queue: list[tuple[float, int, Source, bool, bytes]] = []

    def run(self, clients: dict[Source, ClientOpening], until: float) -> float:
        """Go on until every client has ended, or until that time; return the time."""
        self.clients = clients
        while any(client.wake_at is not None for client in clients.values()):
            times = [client.wake_at for client in clients.values() if client.wake_at is not None]
            times += [self._queue[0][0]] if self._queue else []
            self.now = max(self.now, min(times))
            if self.now > until:
                break
            self._deliver()
            for source, client in clients.items():
                self._send(source, True, client.poll(self.now))
        return self.now

    def _deliver(self) -> None:
        while self._queue and self._queue[0][0] <= self.now:
            _, _, source, to_server, datagram = heappop(self._queue)
            try:
                if to_server:
                    self._to_server(source, datagram)
                else:
                    answer = self.clients[source].receive_untrusted(datagram, self.now)
                    self._send(source, True, answer)
            except BadPacket:
                pass

    def _to_server(self, source: Source, datagram: bytes) -> None:
        answer = self.server.receive_untrusted(datagram, source, self.now)
        if isinstance(answer, Opened):
            self.opened.append(answer)
            self._sessions[answer.local_cid] = answer
            self._send(source, False, handshake_done(answer))
        elif isinstance(answer, Repeated):
            self._send(source, False, handshake_done(self._sessions[answer.server_cid], 1))
        else:
            self._send(source, False, answer)

    def _send(self, source: Source, to_server: bool, datagram: bytes | None) -> None:
        if datagram is None:
            return
        number = self.sent[to_server]
        self.sent[to_server] += 1
        if not self.is_lost(to_server, number):
            at = self.now + ONE_WAY_S
            heappush(self._queue, (at, next(self._order), source, to_server, datagram))
