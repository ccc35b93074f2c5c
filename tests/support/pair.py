"""Sessions as established pairs, and a world that drives any number of them in virtual time."""

from collections import deque
from collections.abc import Callable
from random import Random

from shared.session.established import Established
from shared.session.events import Event
from shared.wire import BadPacket
from tests.support.fakenet import Address, FakeNet
from tests.support.sealing import TestKey, TestReplay

LIMIT = 64


def make_pair(
    client_at: Address, server_at: Address, rng: Random, now: float = 0.0, rtt_s: float = 0.1
) -> tuple[Established, Established]:
    """(client, server): two ends of one session, as a handshake would leave them."""
    to_server, to_client = TestKey(rng.randbytes(32)), TestKey(rng.randbytes(32))
    client_cid, server_cid = rng.randbytes(8), rng.randbytes(8)
    client = Established(
        is_server=False,
        cid=client_cid,
        peer_cid=server_cid,
        send_key=to_server,
        receive_key=to_client,
        replay=TestReplay(),
        path=server_at,
        random_bytes=rng.randbytes,
        now=now,
        rtt_s=rtt_s,
    )
    server = Established(
        is_server=True,
        cid=server_cid,
        peer_cid=client_cid,
        send_key=to_client,
        receive_key=to_server,
        replay=TestReplay(),
        path=client_at,
        random_bytes=rng.randbytes,
        now=now,
        rtt_s=rtt_s,
    )
    return client, server


class Host:
    """A session at an address. `on_event` is called with each event and the time."""

    def __init__(self, address: Address, session: Established) -> None:
        self.address = address
        self.session = session
        self.on_event: Callable[[Event, float], None] = lambda event, now: None
        self.datagrams = 0  # sent, all
        self.bearing = 0  # sent, above the size of a bare ACK
        self.refused = 0  # received and BadPacket
        self.paused_until = 0.0  # asleep: what arrives waits in the socket
        self.waiting: deque[tuple[bytes, Address]] = deque()


class World:
    """Runs hosts over a FakeNet. Several hosts may share an address (a server's sessions)."""

    def __init__(self, net: FakeNet, now: float = 0.0) -> None:
        self.net = net
        self.now = now
        self.hosts: list[Host] = []
        self._calls: list[tuple[float, Callable[[float], None]]] = []

    def add(self, address: Address, session: Established) -> Host:
        host = Host(address, session)
        self.hosts.append(host)
        return host

    def pair(self, client_at: Address, server_at: Address, rng: Random) -> tuple[Host, Host]:
        client, server = make_pair(client_at, server_at, rng, self.now)
        return self.add(client_at, client), self.add(server_at, server)

    def move(self, host: Host, address: Address) -> None:
        self.net.rebind(host.address, address)
        host.address = address

    def pause(self, host: Host, until: float) -> None:
        """The process stands still; what arrives meanwhile waits for it."""
        host.paused_until = until

    def call_at(self, at: float, call: Callable[[float], None]) -> None:
        self._calls.append((at, call))
        self._calls.sort(key=lambda item: item[0])

    def flush(self, host: Host) -> None:
        """Hand out what the session says and wants to send, until it is quiet."""
        if host.paused_until > self.now:
            return
        for _ in range(1000):
            out = host.session.datagrams(self.now, LIMIT)
            for data, path in out:
                self._send(host, data, path)
            events = host.session.events()
            for event in events:
                host.on_event(event, self.now)
            if not events and not out:
                return
        raise AssertionError("a session that never rests")

    def _send(self, host: Host, data: bytes, path: object) -> None:
        assert isinstance(path, tuple)
        assert 64 <= len(data) <= 1200
        host.datagrams += 1
        host.bearing += len(data) > 64
        self.net.send(self.now, host.address, path, data)

    def run(self, until: float) -> None:
        """Let time pass."""
        for host in self.hosts:
            self.flush(host)
        while True:
            call_at = self._calls[0][0] if self._calls else float("inf")
            wake_at = min(max(h.session.wake_at(), h.paused_until) for h in self.hosts)
            at = min(call_at, self.net.next_at, wake_at)
            if at > until:
                self.now = until
                return
            self.now = max(self.now, at)
            self._step(call_at <= at)

    def _step(self, is_call: bool) -> None:
        if is_call:
            self._calls.pop(0)[1](self.now)
        while arrived := self.net.deliver(self.now):
            for host in self.hosts:
                if host.address == arrived.to and host.session.cid == arrived.data[1:9]:
                    self._receive(host, arrived.data, arrived.sender)
                    break
        for host in self.hosts:
            if host.session.wake_at() <= self.now or is_call:
                self.flush(host)
            while host.waiting and host.paused_until <= self.now:
                self._receive(host, *host.waiting.popleft())

    def _receive(self, host: Host, data: bytes, sender: Address) -> None:
        if host.paused_until > self.now:
            host.waiting.append((data, sender))
            return
        try:
            host.session.receive_untrusted(data, sender, self.now)
        except BadPacket:
            host.refused += 1
        self.flush(host)
