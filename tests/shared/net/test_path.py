from ipaddress import ip_address

import pytest

from shared.net.path import Path, SocketAddress, bracketed, ip_of, shown_host


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        (("10.0.0.1", 5), "10.0.0.1"),
        (("::1", 5, 0, 0), "::1"),
        (("fe80::1%eth0", 5, 0, 2), "fe80::1"),
    ],
)
def test_the_address_of_a_peer_has_no_scope(remote: SocketAddress, address: str) -> None:
    assert ip_of(remote) == ip_address(address)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("10.0.0.1", "10.0.0.1"), ("::1", "127.0.0.1"), ("fe80::1", "[fe80::1]"), ("box", "box")],
)
def test_how_a_host_is_shown_before_a_port(host: str, shown: str) -> None:
    assert shown_host(host) == shown
    assert bracketed(host) == (shown if host != "::1" else "[::1]")


def test_a_path_needs_no_local_end() -> None:
    assert Path(("10.0.0.1", 5)).local == b""
