import pytest

from chatserver.doors.lobby import ALLOWANCES_KEPT, Guest, Lobby, header_bytes
from chatserver.guests.admission import Standing
from chatserver.people import UNANSWERED_LEASE_S
from chatserver.turnstile import Turnstile
from shared.chat import Address, Vouch
from shared.net.path import Path, SocketAddress
from tests.support.house import home, near


def guest(lobby: Lobby, source: SocketAddress, standing: Standing = Standing.NEAR) -> Guest:
    path = Path(source)
    found = Guest(path, "netcat", lobby.new_peer(), 0.0, header_bytes(path))
    lobby.add(found, standing, 0.0)
    return found


def test_limits_go_with_the_standing() -> None:
    lobby = Lobby(Turnstile())
    here, there = guest(lobby, home(1), Standing.HOME), guest(lobby, near(1))
    assert here.bucket is here.allowance is None
    assert there.bucket is not None
    assert there.allowance is not None
    assert guest(lobby, near(2)).allowance is there.allowance
    assert guest(lobby, near(1, host=6)).allowance is not there.allowance


def test_a_guest_is_found_by_source_and_number_until_removed() -> None:
    lobby = Lobby(Turnstile())
    found = guest(lobby, near(1))
    assert lobby.by_source[near(1)] is lobby.by_peer[found.peer] is found
    lobby.remove(found)
    assert not lobby.by_source
    assert not lobby.by_peer
    assert lobby.new_peer() != found.peer


def test_the_second_datagram_is_vouched_for_once() -> None:
    lobby = Lobby(Turnstile())
    found = guest(lobby, near(1))
    for _ in range(4):
        lobby.heard(found, 10, found.path, 0.0)
    assert lobby.turnstile.take() == (found.peer, Vouch())
    assert lobby.turnstile.take() is None


@pytest.mark.parametrize(
    ("standing", "datagrams", "after_s", "silent"),
    [
        (Standing.NEAR, 1, UNANSWERED_LEASE_S, False),
        (Standing.NEAR, 1, UNANSWERED_LEASE_S + 1, True),
        (Standing.NEAR, 2, UNANSWERED_LEASE_S + 1, False),
        (Standing.HOME, 1, UNANSWERED_LEASE_S + 1, False),
    ],
)
def test_who_may_have_been_forged(
    standing: Standing, datagrams: int, after_s: float, silent: bool
) -> None:
    lobby = Lobby(Turnstile())
    found = guest(lobby, near(1), standing)
    for _ in range(datagrams):
        lobby.heard(found, 10, found.path, 0.0)
    assert lobby.silent(found, after_s) is silent


def test_every_datagram_is_charged_with_its_headers() -> None:
    lobby = Lobby(Turnstile())
    found = guest(lobby, near(1))
    assert lobby.spend(found, [b"x" * (32_768 - 28)] * 2, 0.0)
    assert not lobby.spend(found, [b""], 0.0)
    assert lobby.spend(found, [], 0.0)


@pytest.mark.parametrize(("source", "size"), [(near(1), 28), (("fe80::1", 1, 0, 2), 48)])
def test_headers_by_ip_version(source: SocketAddress, size: int) -> None:
    assert header_bytes(Path(source)) == size


def test_an_address_is_shown_without_its_scope() -> None:
    lobby = Lobby(Turnstile())
    assert guest(lobby, ("fe80::1%eth0", 5, 0, 2)).address == Address("fe80::1", 5)


def test_allowances_are_not_kept_without_end() -> None:
    lobby = Lobby(Turnstile())
    for i in range(ALLOWANCES_KEPT + 500):
        guest(lobby, (f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", 1))
    assert len(lobby._allowances) <= ALLOWANCES_KEPT
