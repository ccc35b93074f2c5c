import socket
from collections.abc import Iterator

import pytest

from chatgui.uplink import Uplink, is_numeric, look_up, open_nowhere, open_socket
from tests.support.ports import free_port


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10)
        yield sock


@pytest.fixture
def uplink(server: socket.socket) -> Iterator[Uplink]:
    uplink = Uplink(open_socket(look_up(*server.getsockname())))
    yield uplink
    uplink.close()


def test_datagrams_go_and_come(uplink: Uplink, server: socket.socket):
    uplink.send([b"one", b"two"])
    address = server.recvfrom(100)[1]
    assert server.recv(100) == b"two"
    for data in (b"a", b"b", b"c"):
        server.sendto(data, address)
    assert uplink.receive(2) == [b"a", b"b"]
    assert uplink.receive(2) == [b"c"]
    assert uplink.receive(2) == []


def test_a_closed_port_is_no_broken_network_and_costs_no_datagram():
    """Its news comes with the next call, whatever that was for."""
    port = free_port()
    uplink = Uplink(open_socket(look_up("127.0.0.1", port)))
    uplink.send([b"nobody"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", port))
        server.settimeout(10)
        uplink.send([b"hello"])
        assert server.recv(100) == b"hello"
    assert not uplink.is_broken
    assert uplink.take_refusal()
    assert not uplink.take_refusal()
    uplink.send([b"nobody"])
    assert uplink.receive(5) == []
    assert uplink.take_refusal()
    uplink.close()


def test_made_anew_it_leads_to_the_same_server_from_another_port(uplink, server):
    uplink.send([b"old"])
    old = server.recvfrom(100)[1]
    assert uplink.remake()
    uplink.send([b"new"])
    data, new = server.recvfrom(100)
    assert data == b"new"
    assert new != old


def test_or_to_another_server(uplink: Uplink):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.2", 0))
        other.settimeout(10)
        assert uplink.remake(look_up("127.0.0.2", other.getsockname()[1]))
        uplink.send([b"hello"])
        assert other.recv(100) == b"hello"


def test_a_network_that_is_not_there_is_noticed_and_left_as_it_is(uplink, monkeypatch):
    class Gone:
        def __getattr__(self, name: str) -> object:
            raise OSError(101, "Network is unreachable")

        def send(self, data: bytes) -> int:
            raise OSError(101, "Network is unreachable")

    real = uplink._sock
    uplink._sock = Gone()
    uplink.send([b"x"])
    assert uplink.is_broken
    assert not uplink.has_moved()
    assert not uplink.remake()
    uplink._sock = real
    assert uplink.remake()
    assert not uplink.is_broken


def test_another_address_of_ours_is_noticed(server: socket.socket):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.3", 0))
    sock.connect(server.getsockname())
    uplink = Uplink(sock)
    assert uplink.has_moved()
    assert uplink.remake()
    assert not uplink.has_moved()
    uplink.close()


def test_which_names_need_looking_up():
    assert is_numeric("127.0.0.1")
    assert is_numeric("::1")
    assert not is_numeric("localhost")
    assert not is_numeric("no.such.host.invalid")
    with pytest.raises(socket.gaierror):
        look_up("no.such.host.invalid", 1)


def test_from_nowhere_to_a_server_that_was_found(server: socket.socket):
    uplink = Uplink(open_nowhere())
    uplink.send([b"lost"])
    assert not uplink.is_broken
    assert not uplink.has_moved()
    assert uplink.remake(look_up(*server.getsockname()))
    uplink.send([b"found"])
    assert server.recv(100) == b"found"
    uplink.close()
