"""Many at once: a school behind one address, a thousand that are idle, what each one takes."""

import gc
import tracemalloc
from collections import Counter
from typing import Any

import pytest

from shared.session import opened as opened_module
from shared.session.established import Datagram, Established
from shared.session.events import Arrived, Event, SessionOpened
from shared.transport.outbox import cut
from tests.support.clients import Lan, NativeClient, make_endpoint
from tests.support.fakenet import FakeNet, Link

LOOPBACK = "127.0.0.1"  # no limits for one network


def make_lan(count: int, host: str, link: Link | None = None, seed: int = 1) -> Lan:
    lan = Lan(FakeNet(seed, link), make_endpoint(max_sessions=2 * count))
    for n in range(count):
        lan.add((host, 4000 + n), NativeClient(n + 1))
    return lan


@pytest.mark.parametrize("loss", [0.0, 0.02])
def test_200_clients_of_one_address_are_in_within_5_s(loss: float) -> None:
    lan = make_lan(200, "192.0.2.77", Link(loss=loss))
    clients = lan.clients.values()
    at = lan.run_until(lambda: all(client.is_in for client in clients), 20.0)
    print(f"200 clients behind one address are in after {at:.2f} s at {loss:.0%} loss")
    assert at <= 5.0, lan.net.describe()
    assert lan.endpoint is not None
    assert lan.endpoint.session_count == 200


def test_idle_sessions_cost_nothing_but_their_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    class Counted(Established):
        __slots__ = ()

        def datagrams(self, now: float, limit: int) -> list[Datagram]:
            calls["datagrams"] += 1
            return super().datagrams(now, limit)

        def wake_at(self) -> float:
            calls["wake_at"] += 1
            return super().wake_at()

    def make_session(**arguments: Any) -> Established:
        return (Counted if arguments["is_server"] else Established)(**arguments)

    monkeypatch.setattr(opened_module, "Established", make_session)
    lan = make_lan(1000, LOOPBACK)
    lan.run(10.0)
    endpoint = lan.endpoint
    assert endpoint is not None
    assert endpoint.session_count == 1000
    calls.clear()
    for _ in range(1000):
        assert endpoint.datagrams(lan.now) == []
    assert not calls  # turns in which nothing happens
    sent, turns = lan.net.sent, lan.turns
    lan.run(70.0)
    pings = (lan.net.sent - sent) / 2  # each is answered by an ACK
    assert 1000 * 60 / 18 <= pings <= 1000 * 60 / 12
    assert calls["datagrams"] <= 2 * pings  # when it comes, and for the ACK
    assert calls["wake_at"] <= 4 * pings  # and when an alarm rings that has moved
    assert lan.turns - turns <= 5 * pings


def repeat_to_all(lan: Lan) -> None:
    def on_event(cid: int, event: Event | SessionOpened, now: float) -> None:
        if isinstance(event, Arrived) and lan.endpoint is not None:
            pieces = cut(event.record)
            for everybody in lan.opened:
                assert lan.endpoint.send(everybody, 1, pieces)

    lan.on_event = on_event


def test_a_session_takes_less_than_10_kb_after_a_minute_of_chat() -> None:
    """Python's share, greetings included. Of OpenSSL come 4.2 KB more for the two ciphers, see
    shared.crypto.seal."""
    count = 100
    tracemalloc.start()
    lan = make_lan(count, LOOPBACK)
    lan.run(2.0)
    repeat_to_all(lan)
    for n in range(60):
        address = (LOOPBACK, 4000 + n)
        lan.clients[address].send(b"x" * 100)
        lan.flush(address)
        lan.run(lan.now + 1.0)
    assert all(len(client.received) == 60 for client in lan.clients.values())
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    lan.endpoint = None
    lan.opened.clear()
    gc.collect()
    per_session = (before - tracemalloc.get_traced_memory()[0]) / count
    tracemalloc.stop()
    print(f"{per_session:.0f} bytes a session after chat")
    assert 1_000 < per_session < 10_000 - 4_200
