"""PROTOCOL 4.1: a server that was started anew, and its clients, who are back in seconds."""

import pytest

from shared.net.path import Path
from shared.session.book import REVIVALS_PER_S, Entry
from shared.session.endpoint import Endpoint
from tests.support.clients import SERVER_AT, Lan, NativeClient, make_endpoint
from tests.support.fakenet import Address, FakeNet, Link

CLIENTS = 60


def places() -> list[Address]:
    """Some alone at an address, some many behind one."""
    return [(f"10.0.{n % 20}.9", 4000 + n) for n in range(CLIENTS)]


def start(link: Link, seed: int = 1) -> tuple[Lan, list[NativeClient], list[Entry]]:
    """A server with clients that have been idle for a while, and its stored book."""
    lan = Lan(FakeNet(seed, link), make_endpoint())
    clients = [lan.add(at, NativeClient(n + 1)) for n, at in enumerate(places())]
    lan.run(30.0)
    assert all(client.is_in for client in clients)
    book: dict[int, Path] = {}
    store(lan.endpoint, book)
    assert len(book) == CLIENTS
    return lan, clients, list(book.items())


def store(endpoint: Endpoint | None, book: dict[int, Path]) -> None:
    """What the server does once a second."""
    assert endpoint is not None
    added, removed = endpoint.changes()
    book.update(added)
    for cid in removed:
        book.pop(cid, None)


def restart(lan: Lan, seed: int = 1) -> None:
    lan.opened.clear()
    lan.endpoint = make_endpoint(seed, now=lan.now)


def flush_all(lan: Lan) -> None:
    for address in list(lan.clients):
        lan.flush(address)


def test_all_are_back_within_3_s_the_idle_ones_too() -> None:
    lan, clients, stored = start(Link())
    lan.endpoint = None
    lan.run(lan.now + 2.0)
    restart(lan)
    assert lan.endpoint is not None
    lan.endpoint.revive(stored, lan.now)
    back_at = lan.run_until(lambda: all(client.sessions == 2 for client in clients), lan.now + 9)
    assert back_at - 32.0 <= 3.0
    assert all(client.is_in and client.resets == 1 for client in clients)
    assert lan.endpoint.session_count == CLIENTS
    book = dict(stored)
    store(lan.endpoint, book)
    assert set(book) == {client.server_cid for client in clients}  # the old ones are gone


def test_on_a_bad_line_all_are_back_after_a_ping_at_the_latest() -> None:
    lan, clients, stored = start(Link(loss=0.3))
    restart(lan)
    assert lan.endpoint is not None
    lan.endpoint.revive(stored, lan.now)
    began = lan.now
    at = lan.run_until(lambda: all(client.is_in and client.sessions >= 2 for client in clients), 90)
    assert at - began <= 30.0


def test_who_speaks_is_back_without_a_book() -> None:
    lan, clients, _ = start(Link())
    restart(lan)
    for client in clients:
        client.send(b"is anybody there?")
    began = lan.now
    flush_all(lan)
    at = lan.run_until(lambda: all(client.sessions == 2 for client in clients), began + 9)
    assert at - began <= 3.0


def test_who_is_silent_is_back_at_the_next_ping_without_a_book() -> None:
    lan, clients, _ = start(Link())
    restart(lan)
    began = lan.now
    at = lan.run_until(lambda: all(client.sessions == 2 for client in clients), began + 60)
    assert at - began <= 18.0 + 3.0


def test_a_reset_by_another_server_is_not_believed() -> None:
    lan, clients, stored = start(Link())
    restart(lan, seed=2)
    assert lan.endpoint is not None
    lan.endpoint.revive(stored, lan.now)
    flush_all(lan)
    lan.run(lan.now + 3.0)
    assert all(client.is_in and client.resets == 0 for client in clients)


def test_a_client_that_moved_is_reset_where_it_is() -> None:
    lan, clients, stored = start(Link())
    lan.move(places()[0], ("10.9.9.9", 9))
    clients[0].send(b"x")
    lan.flush(("10.9.9.9", 9))
    lan.run(lan.now + 2.0)
    book = dict(stored)
    store(lan.endpoint, book)
    restart(lan)
    assert lan.endpoint is not None
    lan.endpoint.revive(book.items(), lan.now)
    lan.run(lan.now + 3.0)
    assert (clients[0].resets, clients[0].is_in) == (1, True)


def test_a_school_behind_one_address_is_back_within_5_s() -> None:
    lan = Lan(FakeNet(1, Link()), make_endpoint())
    clients = [lan.add(("10.0.0.9", n), NativeClient(n)) for n in range(1, 201)]
    lan.run(10.0)
    assert lan.endpoint is not None
    book = lan.endpoint.changes().added
    restart(lan)
    lan.endpoint.revive(book, lan.now)
    back_at = lan.run_until(lambda: all(client.sessions == 2 for client in clients), 20.0)
    print(f"200 clients of one address are back after {back_at - 10.0:.2f} s")
    assert back_at - 10.0 <= 5.0


@pytest.mark.parametrize("seconds", [1, 3])
def test_resets_after_a_restart_are_paced(seconds: int) -> None:
    endpoint = make_endpoint(now=10.0)
    endpoint.revive([(n + 1, Path(("10.0.0.1", n + 1))) for n in range(4 * REVIVALS_PER_S)], 10.0)
    count = 0
    while (at := endpoint.wake_at()) is not None and at < 10.0 + seconds:
        count += len(endpoint.datagrams(max(at, 10.0)))
    assert count == pytest.approx(REVIVALS_PER_S * seconds, rel=0.01)


def test_a_stopped_server_hears_nothing() -> None:
    lan, clients, _ = start(Link())
    lan.endpoint = None
    assert not lan.to_server(b"\xfd" * 64, SERVER_AT)
    lan.run(lan.now + 10.0)
    assert all(client.sessions == 1 for client in clients)
