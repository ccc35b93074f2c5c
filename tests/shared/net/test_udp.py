import errno
import select
import socket
import sys
from collections.abc import Callable, Iterator

import pytest

from shared.net import udp
from shared.net.batch import Socket, batched
from shared.net.filter import Shape
from shared.net.path import Path
from shared.net.udp import Datagram, UdpSocket, _says_unreachable, bind_udp, overflows
from tests.support.ipv6 import needs_ipv6
from tests.support.ports import free_port

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Linux answers so")


Bind = Callable[..., Socket]


@pytest.fixture(params=["one by one", "in batches"])
def bind(request: pytest.FixtureRequest) -> Bind:
    """Both kinds of socket promise the same."""

    def bind(host: str, *, any_address: bool) -> Socket:
        plain = bind_udp(host, 0, any_address=any_address)
        return batched(plain) if request.param == "in batches" else plain

    return bind


@pytest.fixture
def server(bind: Bind) -> Iterator[Socket]:
    sock = bind("0.0.0.0", any_address=True)
    yield sock
    sock.close()


@pytest.fixture
def peer() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(10)
        yield sock


def receive(sock: Socket) -> list[Datagram]:
    assert select.select([sock], [], [], 10)[0], "nothing came"
    return sock.receive(100)


@linux_only
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "127.8.9.10"])
def test_it_answers_from_the_address_that_was_written_to(
    server: Socket, peer: socket.socket, host: str
) -> None:
    peer.connect((host, server.port))  # so that an answer from elsewhere is not heard
    peer.send(b"hello")
    ((data, path),) = receive(server)
    assert (data, path.remote) == (b"hello", peer.getsockname())
    server.send([(b"answer", path)])
    assert peer.recv(100) == b"answer"


@needs_ipv6
def test_it_answers_over_ipv6(bind: Bind) -> None:
    server = bind("::", any_address=True)
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as peer:
        peer.settimeout(10)
        peer.connect(("::1", server.port))
        peer.send(b"hello")
        ((_, path),) = receive(server)
        assert path.remote[0] == "::1"
        assert server.is_ipv6
        server.send([(b"answer", path)])
        assert peer.recv(100) == b"answer"
    server.close()


def test_one_address_is_answered_from_that_one(bind: Bind, peer: socket.socket) -> None:
    server = bind("127.0.0.1", any_address=False)
    peer.bind(("127.0.0.1", 0))
    peer.sendto(b"hello", ("127.0.0.1", server.port))
    ((data, path),) = receive(server)
    assert (data, path) == (b"hello", Path(peer.getsockname()))
    server.send([(b"answer", path)])
    assert peer.recv(100) == b"answer"
    server.close()


def test_at_most_the_limit_is_received_at_once(server: Socket, peer: socket.socket) -> None:
    for i in range(5):
        peer.sendto(b"%d" % i, ("127.0.0.1", server.port))
    assert select.select([server], [], [], 10)[0]
    assert [data for data, _ in server.receive(3)] == [b"0", b"1", b"2"]
    assert [data for data, _ in server.receive(3)] == [b"3", b"4"]
    assert server.receive(3) == []


def test_many_come_and_go_in_order(server: Socket, peer: socket.socket) -> None:
    """More than fit one call of the system, of all sizes."""
    peer.bind(("127.0.0.1", 0))
    texts = [bytes([i]) * (7 * i % 300) for i in range(100)]
    for text in texts:
        peer.sendto(text, ("127.0.0.1", server.port))
    found: list[Datagram] = []
    while len(found) < len(texts):
        found += receive(server)
    assert [data for data, _ in found] == texts
    assert {path.remote for _, path in found} == {peer.getsockname()}
    server.send((data[::-1], path) for data, path in found)
    assert [peer.recv(2000) for _ in texts] == [text[::-1] for text in texts]


def test_a_datagram_of_64_kib_comes_whole(server: Socket, peer: socket.socket) -> None:
    peer.sendto(b"x" * 65_000, ("127.0.0.1", server.port))
    ((data, _),) = receive(server)
    assert len(data) == 65_000


@linux_only
@pytest.mark.parametrize(
    "host", ["127.0.0.1", pytest.param("::1", marks=needs_ipv6)], ids=["IPv4", "IPv6"]
)
def test_a_port_where_nobody_listens_is_noticed(bind: Bind, host: str) -> None:
    server = bind("::" if ":" in host else "0.0.0.0", any_address=True)
    gone = bind_udp(host, free_port(), any_address=False)
    gone.send([(b"hello", Path((host, server.port)))])
    ((_, path),) = receive(server)
    gone.close()
    server.send([(b"anybody there?", path)])
    assert receive(server) == []
    assert server.unreachable == [path.remote]
    server.close()


@linux_only
def test_bad_news_of_one_peer_costs_no_other_its_datagram(
    server: Socket, peer: socket.socket
) -> None:
    closed = Path(("127.0.0.1", free_port()))
    peer.bind(("127.0.0.1", 0))
    open_ = Path(peer.getsockname())
    server.send([(b"1", closed), (b"2", open_), (b"3", closed), (b"4", open_)])
    assert [peer.recv(10), peer.recv(10)] == [b"2", b"4"]
    server.receive(10)
    assert set(server.unreachable) == {closed.remote}


def test_what_cannot_be_sent_stops_nothing(server: Socket, peer: socket.socket) -> None:
    peer.bind(("127.0.0.1", 0))
    too_long = (b"x" * 70_000, Path(peer.getsockname()))
    server.send([too_long, (b"short", Path(peer.getsockname()))])
    assert peer.recv(100) == b"short"


def test_a_port_in_use_is_refused(server: Socket) -> None:
    with pytest.raises(OSError, match=r".") as caught:
        bind_udp("0.0.0.0", server.port, any_address=True)
    assert caught.value.errno == errno.EADDRINUSE


def test_the_buffer_holds_a_burst(server: Socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        default = plain.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    assert server.receive_buffer >= default // 2


@pytest.mark.parametrize(("platform", "granted"), [("linux", 212_992), ("win32", 425_984)])
def test_the_buffer_is_counted_as_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, platform: str, granted: int
) -> None:
    """Linux says twice of it."""
    monkeypatch.setattr("shared.net.udp.sys.platform", platform)
    sock, _ = windows()
    assert sock.receive_buffer == granted


@linux_only
def test_what_was_asked_for_is_what_was_granted(peer: socket.socket) -> None:
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 100_000)
    assert UdpSocket(peer, any_address=False).receive_buffer == 100_000


@linux_only
def test_what_the_full_buffer_dropped_is_counted(server: Socket, peer: socket.socket) -> None:
    assert server.dropped == 0
    before = overflows(is_ipv6=False)
    sent = 4 * server.receive_buffer // 60_000
    for _ in range(sent):
        peer.sendto(bytes(60_000), ("127.0.0.1", server.port))
    received = 0
    while batch := server.receive(100):
        received += len(batch)
    assert received + (server.dropped or 0) == sent
    assert server.dropped
    assert overflows(is_ipv6=False) >= before + server.dropped


@linux_only
def test_junk_that_is_kept_out_does_not_count_as_lost(
    monkeypatch: pytest.MonkeyPatch, peer: socket.socket
) -> None:
    monkeypatch.setattr(udp, "overflows", lambda is_ipv6: 7)
    server = bind_udp("127.0.0.1", 0, any_address=False)
    server.keep_out_junk(0xF8, (Shape(b"\xf8", range(1, 2)),))
    for data in (b"\xf9", b"\xf8", b"\xf8\x00", b"hello"):
        peer.sendto(data, ("127.0.0.1", server.port))
    assert [data for data, _ in receive(server)] == [b"\xf8", b"hello"]
    assert server.dropped == 0
    monkeypatch.setattr(udp, "overflows", lambda is_ipv6: 8)
    assert server.dropped == 1
    server.close()


class WindowsSocket:
    """Raises as Windows does: the answer to a send to a closed port is a failed receive."""

    family = socket.AF_INET

    def __init__(self, script: list[bytes | type[OSError]]) -> None:
        self.script = script
        self.sent: list[bytes] = []

    def getsockopt(self, level: int, option: int) -> int:
        assert (level, option) == (socket.SOL_SOCKET, socket.SO_RCVBUF)
        return 425_984

    def recvfrom(self, size: int) -> tuple[bytes, tuple[str, int]]:
        if not self.script:
            raise BlockingIOError
        item = self.script.pop(0)
        if isinstance(item, bytes):
            return item, ("10.0.0.1", 5)
        raise item

    def sendto(self, data: bytes, remote: object) -> None:
        if self.script:
            item = self.script.pop(0)
            assert not isinstance(item, bytes)
            raise item
        self.sent.append(data)


def windows(*script: bytes | type[OSError]) -> tuple[UdpSocket, WindowsSocket]:
    fake = WindowsSocket(list(script))
    return UdpSocket(fake, any_address=True), fake  # type: ignore[arg-type]


@pytest.fixture
def no_error_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.net.udp.sys.platform", "win32")


@pytest.mark.usefixtures("no_error_queue")
def test_a_connection_reset_of_windows_hides_no_datagram() -> None:
    sock, _ = windows(ConnectionResetError, b"a", ConnectionResetError, b"b")
    assert [data for data, _ in sock.receive(10)] == [b"a", b"b"]
    assert sock.unreachable == []


@pytest.mark.usefixtures("no_error_queue")
def test_endless_resets_end_with_the_limit() -> None:
    sock, fake = windows(*[ConnectionResetError] * 50)
    assert sock.receive(10) == []
    assert len(fake.script) == 40


@pytest.mark.usefixtures("no_error_queue")
def test_a_send_that_hears_of_an_earlier_one_is_tried_once_more() -> None:
    sock, fake = windows(ConnectionResetError)
    sock.send([(b"x", Path(("10.0.0.1", 5)))])
    assert fake.sent == [b"x"]


@pytest.mark.parametrize(
    ("level", "kind", "origin", "says"),
    [
        (socket.IPPROTO_IP, 11, (2, 3, 3), True),
        (socket.IPPROTO_IPV6, 25, (3, 1, 4), True),
        (socket.IPPROTO_IP, 11, (2, 3, 1), False),
        (socket.IPPROTO_IP, 8, (2, 3, 3), False),
    ],
    ids=["port closed", "IPv6 port closed", "no such host", "our own address 2.3.3.x"],
)
def test_what_the_error_queue_says(
    level: int, kind: int, origin: tuple[int, int, int], says: bool
) -> None:
    assert _says_unreachable(level, kind, bytes(4) + bytes(origin) + bytes(9)) is says


def test_a_short_control_message_says_nothing() -> None:
    assert not _says_unreachable(socket.IPPROTO_IP, 11, b"\0" * 6)
