"""Native clients as a program would have them, and a network that joins many to one endpoint."""

from collections.abc import Callable
from random import Random

from shared.crypto.identity import Identity, ServerKeys
from shared.net.path import Path
from shared.net.timers import Timers
from shared.session.client_opening import ClientOpening, Stage
from shared.session.endpoint import Endpoint
from shared.session.established import Established
from shared.session.events import CLOSE_SILENT, Arrived, Closed, Event, SessionOpened
from shared.session.opened import Opened
from shared.session.resets import is_reset
from shared.transport.outbox import Pieces
from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting, ServerGreeting
from tests.support.fakenet import Address, FakeNet

SERVER_AT: Address = ("192.0.2.1", 15000)
LIMIT = 64


class NativeClient:
    """A client that stays: after a RESET or a silence it opens another session by itself.

    `received` has every record, in order, over all its sessions; `events` all that they said.
    """

    def __init__(
        self,
        seed: int,
        *,
        now: float = 0.0,
        name: str = "alice",
        invite: bytes | None = None,
        takeover: bool = False,
    ) -> None:
        self.identity = Identity(seed.to_bytes(32, "big"))
        self.name = name
        self.invite = invite
        self.takeover = takeover
        self.random_bytes = Random(f"native client {seed}").randbytes
        self.opened: Opened[ServerGreeting] | None = None
        self.session: Established | None = None
        self.sessions = 0  # opened so far
        self.resets = 0  # believed so far
        self.refused = 0  # datagrams that were none of ours
        self.events: list[Event] = []
        self.received: list[bytes] = []
        self._now = now
        self._out: list[bytes] = []
        self._opening: ClientOpening | None = None
        self.begin(now)

    def begin(self, now: float) -> None:
        """Start a handshake, whatever there was before."""
        self.session = None
        self._opening = ClientOpening(
            static=self.identity.static,
            greet=self.greet,
            random_bytes=self.random_bytes,
            now=now,
            invite=self.invite,
        )

    def greet(self, server_static: bytes) -> ClientGreeting:
        return ClientGreeting(
            identity=self.identity.public,
            signature=self.identity.bind(server_static),
            name=self.name,
            installation=bytes(16),
            takeover=self.takeover,
            outbox=self.identity.public[:16],
            cursor=0,
            log=bytes(16),
        )

    @property
    def is_in(self) -> bool:
        return self.session is not None and not self.session.is_closed

    @property
    def server_cid(self) -> int:
        """By which the endpoint knows us."""
        assert self.opened is not None
        return self.opened.remote_cid

    @property
    def ending(self) -> Closed | None:
        """How the last session ended, if it did."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, Closed) else None

    def send(self, record: bytes | Pieces, lane: int = 1) -> bool:
        return self.session is not None and self.session.send(lane, record)

    def receive(self, datagram: bytes, now: float) -> None:
        """Take a datagram; what is not for us counts in `refused`."""
        try:
            self._receive_untrusted(datagram, now)
        except BadPacket:
            self.refused += 1

    def _receive_untrusted(self, datagram: bytes, now: float) -> None:
        if self._opening is not None:
            answer = self._opening.receive_untrusted(datagram, now)
            if answer is not None:
                self._out.append(answer)
            if self._opening.stage is Stage.OPEN:
                self._open(datagram, now)
            return
        assert self.opened is not None
        assert self.session is not None
        if is_reset(datagram, self.opened.greeting.reset_token):
            self.resets += 1
            self.begin(now)
            return
        self.session.receive_untrusted(datagram, SERVER_AT, now)
        self._take_events(now)

    def _open(self, first: bytes, now: float) -> None:
        assert self._opening is not None
        opened = self.opened = self._opening.opened
        assert opened is not None
        self._opening = None
        self.sessions += 1
        self.session = opened.establish(
            is_server=False, path=SERVER_AT, random_bytes=self.random_bytes, now=now
        )
        self.session.receive_untrusted(first, SERVER_AT, now)
        self._take_events(now)

    def _take_events(self, now: float) -> None:
        assert self.session is not None
        happened = self.session.events()
        self.events += happened
        self.received += [event.record for event in happened if isinstance(event, Arrived)]
        if self.ending is not None and self.ending.code == CLOSE_SILENT:
            self.begin(now)

    def datagrams(self, now: float) -> list[bytes]:
        """Everything that should leave now."""
        out, self._out = self._out, []
        if self._opening is not None:
            due = self._opening.poll(now)
            return out if due is None else [*out, due]
        assert self.session is not None
        while sent := self.session.datagrams(now, LIMIT):
            out += [datagram for datagram, _ in sent]
        self._take_events(now)
        return out

    def wake_at(self) -> float:
        if self._opening is not None:
            at = self._opening.wake_at
            return float("inf") if at is None else at
        assert self.session is not None
        return self.session.wake_at()


class Lan:
    """Runs an endpoint and its clients over a FakeNet, in virtual time.

    Set `on_event` to act on what the endpoint says; it is called with cid, event and time.
    """

    def __init__(self, net: FakeNet, endpoint: Endpoint, now: float = 0.0) -> None:
        self.net = net
        self.now = now
        self.endpoint: Endpoint | None = endpoint
        self.clients: dict[Address, NativeClient] = {}
        self.opened: dict[int, SessionOpened] = {}
        self.turns = 0  # of the server's loop
        self.on_event: Callable[[int, Event | SessionOpened, float], None] = lambda *args: None
        self._timers: Timers[Address] = Timers()

    def add(self, address: Address, client: NativeClient) -> NativeClient:
        self.clients[address] = client
        self.flush(address)
        return client

    def move(self, old: Address, new: Address) -> None:
        """A client's network changes; it does not know."""
        self.net.rebind(old, new)
        self.clients[new] = self.clients.pop(old)
        self._timers.set(old, None)
        self.flush(new)

    def stop_server(self) -> None:
        """Its memory is gone; what is sent to it is lost."""
        self.endpoint = None

    def start_server(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    def flush(self, address: Address) -> None:
        """Let a client say what it has to say now."""
        client = self.clients[address]
        for datagram in client.datagrams(self.now):
            self.net.send(self.now, address, SERVER_AT, datagram)
        self._timers.set(address, client.wake_at())

    def run(self, until: float) -> None:
        """Let time pass."""
        self.serve()
        while (at := self._next_at()) <= until:
            self.now = max(self.now, at)
            self._deliver()
            for address in self._timers.due(self.now):
                self.flush(address)
            self.serve()
        self.now = until

    def run_until(self, holds: Callable[[], bool], until: float, step: float = 0.05) -> float:
        """Let time pass until the condition holds or it is that late; returns the time."""
        while not holds() and self.now < until:
            self.run(self.now + step)
        return self.now

    def _next_at(self) -> float:
        server_at = None if self.endpoint is None else self.endpoint.wake_at()
        timer_at = self._timers.next_at()
        times = [at for at in (server_at, timer_at) if at is not None]
        return min([self.net.next_at, *times])

    def _deliver(self) -> None:
        while arrived := self.net.deliver(self.now):
            if arrived.to == SERVER_AT:
                self.to_server(arrived.data, arrived.sender)
            elif arrived.to in self.clients:
                self.clients[arrived.to].receive(arrived.data, self.now)
                self.flush(arrived.to)

    def to_server(self, datagram: bytes, sender: Address) -> bool:
        """Hand the server a datagram; False if it had no use for it."""
        if self.endpoint is None:
            return False
        try:
            self.endpoint.receive_untrusted(datagram, Path(sender), self.now)
        except BadPacket:
            return False
        return True

    def serve(self) -> None:
        """One turn of the server's loop."""
        if self.endpoint is None:
            return
        self.turns += 1
        for datagram, path in self.endpoint.datagrams(self.now):
            self.net.send(self.now, SERVER_AT, (path.remote[0], path.remote[1]), datagram)
        for cid, event in self.endpoint.events():
            if isinstance(event, SessionOpened):
                self.opened[cid] = event
            elif isinstance(event, Closed):
                del self.opened[cid]
            self.on_event(cid, event, self.now)


def make_endpoint(
    seed: int = 1,
    *,
    now: float = 0.0,
    max_sessions: int = 1000,
    known: tuple[bytes, ...] = (),
) -> Endpoint:
    """A server's end; `known` are identities. The same seed gives the same keys at each start."""
    return Endpoint(
        keys=ServerKeys(seed.to_bytes(32, "big")),
        name="the server",
        random_bytes=Random(f"endpoint {seed} {now}").randbytes,
        now=now,
        max_sessions=max_sessions,
        is_known=lambda identity: identity in known,
    )
