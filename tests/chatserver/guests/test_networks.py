from ipaddress import ip_address, ip_network

import pytest

from chatserver.guests.networks import (
    BROADCASTS_S,
    REFRESH_S,
    Network,
    Networks,
    is_loopback,
    is_near,
    network_of,
    on_link_networks,
    own_addresses,
)


class Look:
    """Of a computer whose networks change, and how often it was taken."""

    def __init__(self) -> None:
        self.networks: list[tuple[str, Network]] = []
        self.count = 0

    def __call__(self) -> list[tuple[str, Network]]:
        self.count += 1
        return self.networks


def networks(*near: str, named: tuple[str, ...] = ()) -> Networks:
    return Networks(named, lambda: [("eth0", ip_network(text)) for text in near])


@pytest.mark.parametrize(
    ("network", "near"),
    [
        ("192.168.1.0/24", True),
        ("10.0.0.0/8", True),
        ("169.254.0.0/16", True),
        ("fe80::/64", True),
        ("fd12::/64", True),
        ("2a00:1:2:3::/64", True),
        ("8.8.8.0/24", False),
        ("0.0.0.0/0", False),
        ("127.0.0.0/8", False),
        ("::1/128", False),
    ],
)
def test_which_networks_of_an_interface_are_trusted(network: str, near: bool) -> None:
    assert is_near(ip_network(network)) is near


@pytest.mark.parametrize(
    ("address", "prefix", "network"),
    [
        ("192.168.1.7", 24, "192.168.1.0/24"),
        ("2a00:1:2:3::7", 64, "2a00:1:2:3::/64"),
        ("2a00:1:2:3::7", 128, "2a00:1:2:3::/64"),
        ("2a00:1:2:3::7", 48, "2a00:1:2:3::/64"),
        ("fd12::7", 48, "fd12::/48"),
        ("fe80::7", 64, "fe80::/64"),
    ],
)
def test_the_network_of_an_address(address: str, prefix: int, network: str) -> None:
    assert network_of(address, prefix) == ip_network(network)


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("127.0.0.2", True),
        ("::1", True),
        ("10.0.0.7", True),
        ("10.0.1.7", False),
        ("172.20.1.1", True),
        ("fe80::5", True),
        ("8.8.8.8", False),
    ],
)
def test_who_is_trusted(address: str, trusted: bool) -> None:
    found = networks("10.0.0.0/24", "fe80::/64", named=("172.20.0.0/16",))
    assert found.trusts(ip_address(address), 0.0) is trusted


def test_a_scope_makes_no_difference() -> None:
    assert networks("fe80::/64").trusts(ip_address("fe80::5%3"), 0.0)


def test_a_network_that_came_later_is_found_and_not_looked_for_all_the_time() -> None:
    look = Look()
    found = Networks((), look)
    assert not found.trusts(ip_address("10.0.0.7"), 0.0)
    look.networks.append(("wlan0", ip_network("10.0.0.0/24")))
    assert not found.trusts(ip_address("10.0.0.7"), REFRESH_S / 2)
    assert look.count == 1
    assert found.trusts(ip_address("10.0.0.7"), REFRESH_S)


@pytest.mark.parametrize(
    ("address", "broadcast"),
    [
        ("10.0.0.255", True),
        ("10.0.0.254", False),
        ("10.0.5.1", False),
        ("10.9.9.255", False),
        ("fd00::ffff:ffff:ffff:ffff", False),
    ],
)
def test_broadcast_addresses_of_our_networks_are_known_at_once(
    address: str, broadcast: bool
) -> None:
    found = networks("10.0.0.0/24", "10.0.5.0/31", "fd00::/64")
    assert found.is_broadcast(ip_address(address), 0.0) is broadcast


def test_each_datagram_may_ask_for_broadcasts_without_many_looks() -> None:
    look = Look()
    found = Networks((), look)
    for second in range(int(BROADCASTS_S)):
        assert not found.is_broadcast(ip_address("10.0.0.255"), float(second))
        look.networks = [("wlan0", ip_network("10.0.0.0/24"))]
    assert look.count == 1
    assert found.is_broadcast(ip_address("10.0.0.255"), BROADCASTS_S)


def test_networks_are_described_for_the_owner() -> None:
    found = networks("10.0.0.0/24", "10.0.0.0/24", "8.8.8.0/24", named=("172.20.0.0/16",))
    assert found.described(0.0) == ["10.0.0.0/24 (eth0)", "172.20.0.0/16"]
    assert found.described(0.0, ["192.168.7.1"]) == ["172.20.0.0/16"]
    for listens_on in (["10.0.0.7"], ["0.0.0.0"]):
        assert found.described(0.0, listens_on) == found.described(0.0)


def test_this_computers_own_networks_can_be_read() -> None:
    assert any(network.is_loopback for _, network in on_link_networks())
    assert not [text for text in own_addresses() if is_loopback(ip_address(text))]
