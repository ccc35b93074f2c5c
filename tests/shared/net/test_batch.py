"""What `test_udp.py` does not ask of both kinds of socket: memory, and other systems."""

import socket
from collections.abc import Iterator

import pytest

from shared.net import batch
from shared.net.batch import BatchedSocket, Socket, batched
from shared.net.path import Path, SocketAddress
from shared.net.udp import bind_udp


@pytest.fixture
def server() -> Iterator[Socket]:
    sock = batched(bind_udp("0.0.0.0", 0, any_address=True))
    yield sock
    sock.close()


def test_another_system_keeps_its_plain_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_sendmmsg", None)
    plain = bind_udp("127.0.0.1", 0, any_address=False)
    assert batched(plain) is plain
    plain.close()


@pytest.mark.skipif(batch._sendmmsg is None, reason="this system has no batches")
def test_linux_sends_in_batches(server: BatchedSocket) -> None:
    assert isinstance(server, BatchedSocket)


@pytest.mark.skipif(batch._sendmmsg is None, reason="this system has no batches")
def test_forged_addresses_fill_no_memory(
    server: BatchedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "PATHS_KEPT", 4)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(10)
        here = Path(peer.getsockname())
        for port in range(1, 10):  # where nobody listens
            server.send([(b"x", Path(("127.0.0.1", port)))])
        server.send([(b"to you", here)])
        assert peer.recv(100) == b"to you"
    assert len(server._places) <= 4


@pytest.mark.parametrize(
    "remote", [("10.1.2.3", 4), ("2001:db8::7", 65535, 1, 3), ("fe80::1", 15000, 0, 2)]
)
def test_addresses_are_written_as_they_are_read(remote: SocketAddress) -> None:
    assert batch._read_name(batch._write_name(remote)) == remote


@pytest.mark.parametrize("local", [b"", bytes([127, 0, 0, 2]), bytes(range(20))])
def test_our_own_address_goes_out_as_it_came_in(local: bytes) -> None:
    assert batch._read_local(batch._write_control(local)) == local


SIZES = [
    [64, 64, 64],
    [1200, 1200, 700, 1200],  # the last of a train may be shorter, and ends it
    [100, 200, 200, 0, 200],  # longer than the first; nothing at all
    [1300, 1300],  # too long to be cut by the system
    [1200] * 60,  # more than a slot holds
]


@pytest.mark.skipif(batch._sendmmsg is None, reason="this system has no batches")
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("can_couple", [True, False])
def test_trains_arrive_as_the_datagrams_they_were(
    server: BatchedSocket, sizes: list[int], can_couple: bool
) -> None:
    if not can_couple:
        server._largest_coupled = -1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(10)
        path = Path(peer.getsockname(), bytes((127, 0, 0, 1)))
        sent = [bytes([n]) * size for n, size in enumerate(sizes)]
        server.send([(data, path) for data in sent])
        assert [peer.recv(2000) for _ in sent] == sent


@pytest.mark.skipif(batch._sendmmsg is None, reason="this system has no batches")
def test_a_train_that_the_system_refuses_leaves_in_pieces(
    server: BatchedSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the network's packets are smaller; here there are too many in it."""
    monkeypatch.setattr(batch, "COUPLED", 200)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(10)
        path = Path(peer.getsockname())
        sent = [b"%03d" % n for n in range(150)]
        server.send([(data, path) for data in sent])
        assert [peer.recv(2000) for _ in sent] == sent
