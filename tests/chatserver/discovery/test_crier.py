"""On loopback; the network is in tests/e2e/test_finding.py."""

from ipaddress import IPv4Interface, ip_network

import pytest

from chatserver.discovery.announcer import Announcement
from chatserver.discovery.crier import (
    MdnsCrier,
    NearbyZeroconf,
    Threshold,
    label_of,
)
from shared.discovery import mdns
from shared.discovery.finder import Finder
from shared.discovery.found import FoundServer
from shared.discovery.interfaces import Interface

LOOPBACK = (IPv4Interface("127.0.0.1/8"),)
ONE, TWO = b"1" * 15, b"2" * 15


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Interface("127.0.0.1")]
    monkeypatch.setattr("shared.discovery.finder.own_interfaces", lambda: found)


def search_for(*ids: bytes, seconds: float = 10.0) -> dict[bytes, FoundServer]:
    """Until all these are found."""

    def note(_: FoundServer) -> None:
        if {one.id for one in finder.found}.issuperset(ids):
            finder.close()

    finder = Finder(on_found=note)
    return {one.id: one for one in finder.search(seconds)}


def test_two_of_one_name_are_found_renamed_and_gone() -> None:
    here = Announcement("Front. desk", False, LOOPBACK)
    first, second = MdnsCrier(ONE, 15001), MdnsCrier(TWO, 15002)
    try:
        first.announce(here)
        second.announce(here._replace(is_private=True))
        found = search_for(ONE, TWO)
        assert found[ONE] == FoundServer(
            ONE, "Front. desk", "127.0.0.1", 15001, None, False, "mdns"
        )
        assert found[TWO] == FoundServer(TWO, "Front. desk", "127.0.0.1", 15002, None, True, "mdns")
        first.announce(here._replace(name="\u6771" * 48))
        second.withdraw()
        assert search_for(ONE)[ONE].name == "\u6771" * 48
        assert TWO not in search_for(seconds=0.3)
    finally:
        first.withdraw()
        second.withdraw()


def test_nobody_outside_its_networks_is_answered() -> None:
    """Both are asked by 127.0.0.1."""
    elsewhere = (IPv4Interface("127.0.0.2/32"),)
    far, near = MdnsCrier(ONE, 15001), MdnsCrier(TWO, 15002)
    try:
        far.announce(Announcement("desk", False, elsewhere))
        near.announce(Announcement("desk", False, LOOPBACK))
        assert ONE not in search_for(TWO)
        far.announce(Announcement("desk", False, (*elsewhere, IPv4Interface("127.0.0.2/8"))))
        assert search_for(ONE)[ONE].port == 15001, "its network has grown"
    finally:
        far.withdraw()
        near.withdraw()


class Behind:
    def __init__(self) -> None:
        self.heard: list[object] = []

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(addr[0])


def test_who_is_far_away_is_not_even_heard() -> None:
    """Else a question of theirs, to one of us alone, would have an answer that all hear."""
    behind = Behind()
    threshold = Threshold(behind, [ip_network("10.0.0.0/8"), ip_network("192.168.7.0/24")])
    for host in ("10.1.1.1", "192.168.7.255", "192.168.8.1", "203.0.113.9"):
        threshold.datagram_received(b"?", (host, 5353))
    assert behind.heard == ["10.1.1.1", "192.168.7.255"]


def test_each_of_its_sockets_has_one() -> None:
    nearby = NearbyZeroconf([], ["127.0.0.1"])
    try:
        readers = nearby.engine.readers
        assert len(readers) == 2
        assert all(isinstance(one.transport.get_protocol(), Threshold) for one in readers)
    finally:
        nearby.close()


def test_nothing_where_there_is_no_address() -> None:
    crier = MdnsCrier(ONE, 15001)
    crier.announce(Announcement("desk", False, ()))
    crier.withdraw()


@pytest.mark.parametrize(
    ("name", "label"),
    [("Front desk", "Front desk"), ("a.b", "a b"), (".", "Parley"), ("\u6771" * 48, "\u6771" * 20)],
)
def test_a_name_as_a_label(name: str, label: str) -> None:
    assert label_of(name) == label
    assert mdns.SERVICE.endswith("local.")
