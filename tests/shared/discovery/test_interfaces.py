from ipaddress import ip_address
from types import SimpleNamespace

import pytest

from shared.discovery.interfaces import MOST, Interface, own_interfaces


def test_this_computer_has_itself() -> None:
    found = own_interfaces()
    assert Interface("127.0.0.1", prefix=8) in found
    for interface in found:
        assert bool(interface.address) != bool(interface.link)
        if interface.broadcast:
            assert ip_address(interface.broadcast) != ip_address(interface.address)


def ip(address: object, prefix: int) -> SimpleNamespace:
    return SimpleNamespace(ip=address, network_prefix=prefix)


def adapter(index: int, *ips: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(index=index, ips=list(ips))


def test_networks_links_and_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    adapters = [
        adapter(1, ip("127.0.0.1", 8), ip(("::1", 0, 0), 128)),
        adapter(2, ip("192.168.7.5", 24), ip(("fe80::1", 0, 2), 64), ip(("fd00::1", 0, 0), 64)),
        adapter(3, ip("10.9.0.1", 32), ip("10.8.0.0", 31)),
        *[adapter(number, ip(f"172.17.{number}.1", 16)) for number in range(4, 200)],
    ]
    monkeypatch.setattr("ifaddr.get_adapters", lambda: adapters)
    found = own_interfaces()
    assert found[:5] == [
        Interface("127.0.0.1", prefix=8),
        Interface("192.168.7.5", "192.168.7.255", prefix=24),
        Interface("", link=2),
        Interface("10.9.0.1"),
        Interface("10.8.0.0", prefix=31),
    ]
    assert len(found) == MOST


def test_a_system_that_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[SimpleNamespace]:
        raise OSError

    monkeypatch.setattr("ifaddr.get_adapters", refuse)
    assert own_interfaces() == []
