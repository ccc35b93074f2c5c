"""UDP sockets as the loop sees them: receive a batch, send a batch, hear who cannot be reached."""

import contextlib
import socket
import struct
import sys
from collections.abc import Iterable
from pathlib import Path as Files

from shared.net.filter import Shape, keep_out_junk
from shared.net.packet_info import CONTROL_BYTES, answer_from, ask_for_packet_info, local_address
from shared.net.path import Path, SocketAddress

Datagram = tuple[bytes, Path]

LARGEST = 65_535
"""`nc` sends piped input in datagrams of 12 KB and more; a short buffer would cut them."""

RECEIVE_BUFFER = 4 * 1024 * 1024
"""The default keeps 256 small datagrams; 4 MiB keep 10,000, a burst of everybody at once."""

_LINUX_IP_RECVERR = 11
_LINUX_IPV6_RECVERR = 25
_LINUX_SO_RCVBUFFORCE = 33
_LINUX_SO_MEMINFO = 55
_MEMINFO = struct.Struct("=9I")  # the last is sk_drops; asking costs nothing for each datagram
_ERROR_MESSAGES = {
    (socket.IPPROTO_IP, _LINUX_IP_RECVERR),
    (socket.IPPROTO_IPV6, _LINUX_IPV6_RECVERR),
}
_MSG_ERRQUEUE = 0x2000
_PORT_UNREACHABLE = {(2, 3, 3), (3, 1, 4)}  # (origin, type, code): ICMP and ICMPv6


def overflows(is_ipv6: bool) -> int:
    """How many datagrams have found any socket's receive buffer full, on Linux."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        if is_ipv6:
            return int(Files("/proc/net/snmp6").read_text().split("Udp6RcvbufErrors")[1].split()[0])
        names, values = Files("/proc/net/snmp").read_text().split("\nUdp: ")[1:3]
        return int(values.split()[names.split().index("RcvbufErrors")])
    return 0


class UdpSocket:
    """One bound, non-blocking socket. Only the loop thread uses it."""

    def __init__(self, sock: socket.socket, *, any_address: bool) -> None:
        self._sock = sock
        self._tells_local = any_address and ask_for_packet_info(sock)
        self._control: dict[bytes, list[tuple[int, int, bytes]]] = {}
        self._overflowed: int | None = None
        self.unreachable: list[SocketAddress] = []
        """Peers whose system said that nobody listens at their port; whoever reads clears it."""

    @property
    def is_ipv6(self) -> bool:
        return self._sock.family == socket.AF_INET6

    @property
    def port(self) -> int:
        return int(self._sock.getsockname()[1])

    @property
    def receive_buffer(self) -> int:
        """Bytes the system granted, as they are asked for: Linux adds as much for its own use, and
        says the sum."""
        said = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        return said // 2 if sys.platform == "linux" else said

    @property
    def dropped(self) -> int | None:
        """Datagrams that found the receive buffer full since the socket was made; None where the
        system does not say. Once junk is kept out: at most so many; some that other programs'
        sockets lost may be among them."""
        if sys.platform != "linux":
            return None
        try:
            said = self._sock.getsockopt(socket.SOL_SOCKET, _LINUX_SO_MEMINFO, _MEMINFO.size)
            dropped = int(_MEMINFO.unpack(said)[-1])
        except (OSError, struct.error):  # before Linux 4.12
            return None
        if self._overflowed is None:
            return dropped
        # The filter's junk counts there, too (and in SO_RXQ_OVFL, which is the same counter); full
        # buffers are counted for all sockets together. What was lost here is in both.
        return min(dropped, overflows(self.is_ipv6) - self._overflowed)

    def keep_out_junk(self, first_byte: int, shapes: Iterable[Shape]) -> None:
        """As `filter.keep_out_junk`, where the system can."""
        if self._overflowed is None:
            self._overflowed = overflows(self.is_ipv6)
        keep_out_junk(self._sock, first_byte, shapes)

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        self._sock.close()

    def receive(self, limit: int) -> list[Datagram]:
        """What has arrived, at most `limit` datagrams; never blocks, and never stays for ever
        where the system has nothing but bad news."""
        received: list[Datagram] = []
        for _ in range(limit):
            try:
                received.append(self._receive_one())
            except BlockingIOError:
                break
            except ConnectionResetError:
                continue  # Windows: an earlier send met a closed port; which, it does not say
            except OSError:
                # Linux: the same news, and here the error queue does say whose port it was.
                if not self.read_news():
                    break
        return received

    def send(self, datagrams: Iterable[Datagram]) -> None:
        """Best effort, as UDP is: what the system will not take now is lost."""
        for data, path in datagrams:
            try:
                self._send_one(data, path)
            except OSError:
                # Either the news of an earlier datagram (then this one has not been sent yet),
                # or the buffer is full or the address is gone, and once more fails as well.
                self.read_news()
                with contextlib.suppress(OSError):
                    self._send_one(data, path)

    def _receive_one(self) -> Datagram:
        if not self._tells_local:
            data, remote = self._sock.recvfrom(LARGEST)
            return data, Path(remote)
        data, control, _, remote = self._sock.recvmsg(LARGEST, CONTROL_BYTES)
        return data, Path(remote, local_address(control))

    def _send_one(self, data: bytes, path: Path) -> None:
        if not path.local:
            self._sock.sendto(data, path.remote)
            return
        control = self._control.get(path.local)
        if control is None:
            control = self._control[path.local] = answer_from(path.local)
        self._sock.sendmsg([data], control, 0, path.remote)

    def read_news(self) -> bool:
        """Note the unreachable ports the system tells of (ip(7), IP_RECVERR); False if none."""
        if sys.platform != "linux":
            return False
        found = False
        with contextlib.suppress(OSError):
            while True:
                _, control, _, remote = self._sock.recvmsg(LARGEST, 512, _MSG_ERRQUEUE)
                found = True
                if any(_says_unreachable(*item) for item in control):
                    self.unreachable.append(remote)
        return found


def bind_udp(host: str, port: int, *, any_address: bool) -> UdpSocket:
    """Bind one socket to a numeric address; OSError if that cannot be done.

    No SO_REUSEADDR: on Linux it would let two servers share a port and each get half.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        _prepare(sock)
        sock.bind(_socket_address(host, port))
    except OSError:
        sock.close()
        raise
    return UdpSocket(sock, any_address=any_address)


def _prepare(sock: socket.socket) -> None:
    sock.setblocking(False)
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if sys.platform == "win32":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # beyond rmem_max, where this process may
            sock.setsockopt(socket.SOL_SOCKET, _LINUX_SO_RCVBUFFORCE, RECEIVE_BUFFER)
        if sock.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, _LINUX_IPV6_RECVERR, 1)
        else:
            sock.setsockopt(socket.IPPROTO_IP, _LINUX_IP_RECVERR, 1)


def _socket_address(host: str, port: int) -> SocketAddress:
    """With the scope of a link-local address, which bind() wants as a number."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
    address: SocketAddress = found[0][4]  # type: ignore[assignment]
    return address


def _says_unreachable(level: int, kind: int, data: bytes) -> bool:
    """struct sock_extended_err: errno (4 bytes), origin, type, code. Other control messages (our
    own address) come along with it."""
    if (level, kind) not in _ERROR_MESSAGES or len(data) < 7:
        return False
    return struct.unpack_from("BBB", data, 4) in _PORT_UNREACHABLE
