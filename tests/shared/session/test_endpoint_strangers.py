"""PROTOCOL 4.1 at the endpoint: what strangers get, and what they cannot do."""

import os
import tracemalloc
from collections import Counter
from random import Random

import pytest

from shared.crypto.noise import exchange_untrusted
from shared.net.path import Path
from shared.session import opened as opened_module
from shared.session.client_opening import ClientOpening
from shared.session.endpoint import Endpoint
from shared.session.events import SessionOpened
from shared.session.handshakes import PER_TURN
from shared.session.resets import PER_SOURCE
from shared.wire import BadPacket
from shared.wire.packets import DATA_EVEN, DATA_ODD, RESET, data_header
from tests.support.clients import Lan, NativeClient, make_endpoint
from tests.support.fakenet import FakeNet, Link
from tests.support.openings import make_client, sent

IS_LONG = os.environ.get("PARLEY_LONG") == "1"
HOST = "10.0.0.9"
STRANGER = Path(("192.0.2.66", 6666))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts sessions made and Diffie-Hellmans done."""
    counter: Counter[str] = Counter()
    established = opened_module.Established

    def make_session(**arguments: object) -> object:
        counter["session"] += 1
        return established(**arguments)  # type: ignore[arg-type]

    def exchange(*arguments: object) -> bytes:
        counter["exchange"] += 1
        return exchange_untrusted(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(opened_module, "Established", make_session)
    monkeypatch.setattr("shared.crypto.noise.exchange_untrusted", exchange)
    return counter


def lan_with(count: int, seed: int = 1) -> tuple[Lan, list[NativeClient]]:
    """A network with so many clients in, all quiet."""
    lan = Lan(FakeNet(seed, Link(delay=(0.001, 0.002))), make_endpoint(max_sessions=10_000))
    clients = [lan.add((HOST, 4000 + n), NativeClient(n + 1)) for n in range(count)]
    lan.run(5.0)
    assert all(client.is_in for client in clients)
    return lan, clients


def offer(endpoint: Endpoint, datagram: bytes, path: Path, now: float) -> bool:
    """Hand it in; True if it was good for something. Nothing but BadPacket may come out."""
    try:
        endpoint.receive_untrusted(datagram, path, now)
    except BadPacket:
        return False
    return True


@pytest.mark.parametrize("kind", [DATA_EVEN, DATA_ODD])
def test_data_for_no_session_is_answered_by_something_smaller(kind: int) -> None:
    endpoint = make_endpoint()
    for size in range(1, 1300):
        datagram = bytes((kind,)) + Random(size).randbytes(size - 1)
        taken = offer(endpoint, datagram, STRANGER, float(size))
        answers = endpoint.datagrams(float(size))
        assert taken == bool(answers) == (64 <= size <= 1200)
        for answer, path in answers:
            assert path == STRANGER
            assert answer[0] == RESET
            assert 40 <= len(answer) <= 47 < size
    assert endpoint.events() == []
    assert endpoint.wake_at() is None


@pytest.mark.parametrize("kind", [0xF9, 0xFB, 0xFF])
def test_what_only_servers_send_is_refused(kind: int) -> None:
    endpoint = make_endpoint()
    for size in (1, 27, 44, 64, 300, 1200):
        assert not offer(endpoint, bytes((kind,)).ljust(size, b"\1"), STRANGER, 0.0)
    assert endpoint.datagrams(0.0) == []


def test_resets_are_bounded_by_source() -> None:
    endpoint = make_endpoint()
    data = data_header(0, 4711, 0) + bytes(47)
    taken = sum(offer(endpoint, data, STRANGER, 0.0) for _ in range(3 * PER_SOURCE))
    assert taken == PER_SOURCE
    answers = []
    while batch := endpoint.datagrams(0.0):
        answers += batch
    assert len(answers) == PER_SOURCE


def test_before_a_valid_cookie_no_session_no_diffie_hellman_no_memory(work: Counter[str]) -> None:
    endpoint = make_endpoint()
    rng = Random(5)
    hellos = [sent(make_client(n + 1).poll(0.0)) for n in range(50)]
    bytes_in = bytes_out = 0
    for turn in range(1100):
        if turn == 100:
            tracemalloc.start()
        path = Path((f"10.{rng.randrange(256)}.{rng.randrange(256)}.1", 1 + turn))
        hello = rng.choice(hellos)
        init = b"\xfa" + hello[1:59] + rng.randbytes(16) + hello[75:]
        for datagram in (hello, init):
            offer(endpoint, datagram, path, turn * 1e-3)
            bytes_in += len(datagram)
        bytes_out += sum(len(answer) for answer, _ in endpoint.datagrams(turn * 1e-3))
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert work["session"] == 0
    assert work["exchange"] == 0
    assert 0 < bytes_out <= 0.1 * bytes_in
    assert grown < 20_000
    assert endpoint.wake_at() is None


def ask(endpoint: Endpoint, datagram: bytes, path: Path) -> bytes:
    """The one answer to a datagram, at time 5."""
    assert offer(endpoint, datagram, path, 5.0)
    ((answer, to),) = endpoint.datagrams(5.0)
    assert to == path
    return answer


def inits(endpoint: Endpoint, count: int) -> list[tuple[ClientOpening, bytes, Path]]:
    """Clients of many networks with the INIT that each sends next, its cookie valid."""
    found = []
    for n in range(1000, 1000 + count):
        client, path = make_client(n, now=5.0), Path((f"172.16.{n >> 4}.1", n))
        retry = ask(endpoint, sent(client.poll(5.0)), path)
        found.append((client, sent(client.receive_untrusted(retry, 5.0)), path))
    return found


def test_a_flood_of_handshakes_leaves_time_for_those_who_are_in(work: Counter[str]) -> None:
    lan, (alice, bob) = lan_with(2)
    endpoint = lan.endpoint
    assert endpoint is not None
    for _, init, path in inits(endpoint, 500):
        offer(endpoint, init, path, 5.0)
    assert alice.session is not None
    alice.send(b"hello")
    ((said, _),) = alice.session.datagrams(5.0, 10)
    offer(endpoint, said, Path((HOST, 4000)), 5.0)
    work.clear()
    turns_to_bob, turns = [], 0
    while (at := endpoint.wake_at()) is not None and at <= 5.0:
        before = work["exchange"]
        out = endpoint.datagrams(5.0)
        assert work["exchange"] - before <= 2 * PER_TURN  # two for each INIT
        turns_to_bob += [turns for _, path in out if path.remote == (HOST, 4001)]
        for cid, _ in endpoint.events():
            assert cid == alice.server_cid
            endpoint.send(bob.server_cid, 1, b"hello")
        turns += 1
    assert turns_to_bob == [1]  # heard in turn 0, though 500 came before
    assert work["exchange"] == 2 * 500
    assert turns >= 500 / PER_TURN


def test_a_fin_goes_before_inits_that_came_earlier() -> None:
    endpoint = make_endpoint(now=5.0)
    (client, init, path), *others = inits(endpoint, 50)
    fin = sent(client.receive_untrusted(ask(endpoint, init, path), 5.0))
    for _, other_init, other_path in others:
        offer(endpoint, other_init, other_path, 5.0)
    offer(endpoint, fin, path, 5.0)
    endpoint.datagrams(5.0)
    assert [type(event) for _, event in endpoint.events()] == [SessionOpened]


def test_forged_resets_and_closes_end_nothing() -> None:
    """1,000,000 of them in the long run, 1 % of that otherwise."""
    lan, clients = lan_with(10)
    endpoint = lan.endpoint
    assert endpoint is not None
    rng = Random(6)
    for turn in range(250_000 if IS_LONG else 2_500):
        client = clients[turn % len(clients)]
        assert client.opened is not None
        number, kind = rng.randrange(1 << 10), rng.randrange(2)
        to_client = data_header(kind, client.opened.local_cid, number) + rng.randbytes(47)
        to_server = data_header(kind, client.server_cid, number) + rng.randbytes(47)
        reset = b"\xff" + rng.randbytes(rng.randrange(39, 47))
        client.receive(to_client, lan.now)
        client.receive(reset, lan.now)
        assert not offer(endpoint, to_server, Path((HOST, 4000)), lan.now)
        assert not offer(endpoint, reset, Path((HOST, 4000)), lan.now)
    assert all(client.is_in and client.resets == 0 for client in clients)
    assert endpoint.session_count == 10
    assert sum(client.refused for client in clients) == 2 * (turn + 1)
    assert_all_is_well(lan, clients)


def test_mutated_datagrams_change_nothing() -> None:
    """50,000 of them (1,000,000 in the long run), made of every kind of packet there is."""
    lan, clients = lan_with(5)
    endpoint = lan.endpoint
    assert endpoint is not None
    genuine = record_packets()
    genuine += [data_header(n & 1, c.server_cid, n) + bytes(100) for n, c in enumerate(clients)]
    rng = Random(7)
    endpoint.events()
    for turn in range(1_000_000 if IS_LONG else 50_000):
        if turn == 1000:
            tracemalloc.start()
        path = Path((f"203.0.113.{rng.randrange(256)}", rng.randrange(1, 60_000)))
        offer(endpoint, mutate(rng.choice(genuine), rng), path, lan.now)
        if turn % 100 == 0:
            lan.now += 0.001
            while endpoint.datagrams(lan.now):
                pass
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert endpoint.events() == []
    assert endpoint.session_count == 5
    assert grown < 200_000  # who was answered within this second, nothing else
    assert_all_is_well(lan, clients)


def record_packets() -> list[bytes]:
    """Every packet of a session's beginning, both ways."""
    seen: list[bytes] = []

    class Tap(FakeNet):
        def send(
            self, now: float, sender: tuple[str, int], to: tuple[str, int], data: bytes
        ) -> None:
            seen.append(data)
            super().send(now, sender, to, data)

    lan = Lan(Tap(3), make_endpoint())
    client = lan.add((HOST, 1), NativeClient(1))
    lan.run(1.0)
    client.send(b"hello")
    lan.flush((HOST, 1))
    lan.run(2.0)
    return seen


def mutate(datagram: bytes, rng: Random) -> bytes:
    data = bytearray(datagram)
    for _ in range(rng.choice((1, 1, 2, 20))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    size = rng.choice((len(data), len(data), rng.randrange(len(data)), len(data) + 5))
    data = data[:size].ljust(size, b"\0")
    if data:
        data[0] |= 0xF8
    return bytes(data)


def assert_all_is_well(lan: Lan, clients: list[NativeClient]) -> None:
    """Everybody still gets what is sent to them."""
    endpoint = lan.endpoint
    assert endpoint is not None
    for client in clients:
        assert endpoint.send(client.server_cid, 1, b"all is well")
    lan.run(lan.now + 1.0)
    assert all(client.received[-1] == b"all is well" for client in clients)
