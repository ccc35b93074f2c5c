"""One of 1,000 who stops reading costs nobody anything: not a byte, not a moment, no memory."""

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s

import pytest

from shared.crypto.identity import person_id
from shared.net.timers import Timers
from tests.support.clients import SERVER_AT, NativeClient
from tests.support.disk import Disks, fast_folder
from tests.support.fakenet import Address, FakeNet, Link
from tests.support.hall import Talker
from tests.support.premises import Premises

PEOPLE = 1_000
TO_ONE = 600
"""A window holds 512: it is full when the last one comes."""

TO_ALL = 4
PAUSE_S = 0.05
SLOW: Address = ("127.1.0.1", 4000)
SPEAKER: Address = ("127.1.0.2", 4000)


class Listener(NativeClient):
    """Takes everything, keeps nothing."""

    heard = 0

    def _take_events(self, now: float) -> None:
        super()._take_events(now)
        self.heard += len(self.received)
        self.received.clear()
        del self.events[:-1]


class Crowd:
    """A server and its many clients over a line where every datagram takes a millisecond."""

    def __init__(self, premises: Premises, net: FakeNet) -> None:
        self.now = 0.0
        self.speaker = Talker(2, "speaker")
        self.slow = Listener(1, name="slow")
        self.clients: dict[Address, NativeClient] = {SLOW: self.slow, SPEAKER: self.speaker}
        self.heard = blake2s()  # what the others get, byte for byte and when
        self._premises, self._net = premises, net
        self._timers: Timers[Address] = Timers()
        for number in range(3, PEOPLE + 1):
            address = (f"127.1.{number // 250}.{number % 250 + 1}", 4000)
            self.clients[address] = Listener(number, name=f"n{number}")
        premises.start(self.now)
        for address in self.clients:
            self.flush(address)

    def flush(self, address: Address) -> None:
        client = self.clients[address]
        for datagram in client.datagrams(self.now):
            self._net.send(self.now, address, SERVER_AT, datagram)
        self._timers.set(address, client.wake_at())

    def run(self, seconds: float) -> None:
        until = self.now + seconds
        while (at := self._next_at()) <= until:
            self.now = max(self.now, at)
            self._deliver()
            for address in self._timers.due(self.now):
                self.flush(address)
            self._premises.turn(self.now)
        self.now = until

    def _next_at(self) -> float:
        timer_at = self._timers.next_at()
        moments = [self._net.next_at, self._premises.wake_at]
        return min(moments if timer_at is None else [*moments, timer_at])

    def _deliver(self) -> None:
        self._premises.now = self.now
        touched: dict[Address, None] = {}
        while arrived := self._net.deliver(self.now):
            if arrived.to == SERVER_AT:
                self._premises.receive(arrived.data, arrived.sender)
                continue
            if arrived.to not in (SLOW, SPEAKER):
                self.heard.update(repr((arrived.to, round(arrived.at, 6))).encode() + arrived.data)
            self.clients[arrived.to].receive(arrived.data, self.now)
            touched[arrived.to] = None
        for address in touched:
            self.flush(address)

    def talk(self) -> None:
        to_slow = (person_id(self.slow.identity.public),)
        for number in range(TO_ONE):
            self.speaker.say(f"for one {number}", to_slow)
            if number % (TO_ONE // TO_ALL) == 0:
                self.speaker.say(f"for all {number}")
            self.flush(SPEAKER)
            self.run(PAUSE_S)
        self.run(5.0)
        assert self.speaker.is_settled


@contextmanager
def crowd() -> Iterator[Crowd]:
    with fast_folder() as folder, Disks() as disks:
        net = FakeNet(1, Link(delay=(0.001, 0.001)))
        premises = Premises(net, disks.add(folder / "server"))
        yield Crowd(premises, net)
        premises.crash()


def talk(*, reads: bool) -> tuple[str, int]:
    """What everybody else got, and by how many bytes the memory grew."""
    with crowd() as everybody:
        everybody.run(3.0)
        assert all(client.is_in for client in everybody.clients.values())
        if not reads:
            assert everybody.slow.session is not None
            everybody.slow.session.hold(1, True)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        everybody.talk()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        assert (everybody.slow.heard >= TO_ONE) is reads
        return everybody.heard.hexdigest(), grown


@pytest.mark.timeout(300)
def test_one_of_1000_who_stops_reading_changes_nothing_for_the_others():
    heard, grown = talk(reads=True)
    heard_beside_one, grown_beside_one = talk(reads=False)
    assert heard_beside_one == heard
    assert grown_beside_one - grown < 1_000_000
