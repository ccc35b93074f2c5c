"""Many datagrams in one system call, on Linux: sendmmsg(2) and recvmmsg(2) through ctypes.

Python's own sendto costs 3.5 to 5 us a datagram, half of it on its way into the kernel and back.
Here as many as wait go in one call, out of memory that is laid out once (see `slots`). What remains
for each datagram is to copy it into its slot. Several of one size for one peer share a slot, and
with it most of the system's work.

`batched` gives any other system, and any machine whose layout is not the one below, the plain
socket back: the interface is the same.
"""

import ctypes
import errno
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from typing import Final

from shared.net.packet_info import answer_from, local_address
from shared.net.path import Path, SocketAddress
from shared.net.slots import (
    CMSG,
    HEADER_BYTES,
    LARGEST,
    NAME_BYTES,
    SLOTS,
    UDP_SEGMENT,
    Place,
    Slots,
)
from shared.net.udp import Datagram, UdpSocket

PATHS_KEPT: Final = 32_768
"""Addresses, ready to use. A flood of forged ones empties the table, no more."""

LARGEST_COUPLED: Final = 1200
"""Of a train each datagram must fit the network's packets; those of our own clients do."""

COUPLED: Final = 52
"""Datagrams behind the first of a train: 64 KiB hold no more, and the system takes 64 in all."""

_IPV4: Final = struct.Struct("=H2s4s8x")
_IPV6: Final = struct.Struct("=H2s4s16sI")


class BatchedSocket:
    """A `UdpSocket` whose datagrams move in batches. Only the loop thread uses it."""

    def __init__(self, plain: UdpSocket) -> None:
        self._plain = plain
        self._fd = plain.fileno()
        assert _sendmmsg is not None
        assert _recvmmsg is not None
        self._sendmmsg, self._recvmmsg = _sendmmsg, _recvmmsg
        self._name_bytes = _IPV6.size if plain.is_ipv6 else _IPV4.size
        self._in = Slots(self._name_bytes)
        self._out = Slots(self._name_bytes)
        self._paths: dict[bytes, Path] = {}
        self._places: dict[Path, Place] = {}
        self._trains: dict[int, tuple[int, Path]] = {}  # by slot: size of each, for whom
        self._largest_coupled = LARGEST_COUPLED if _can_couple(self._fd) else -1
        self.unreachable = plain.unreachable

    @property
    def is_ipv6(self) -> bool:
        return self._plain.is_ipv6

    @property
    def port(self) -> int:
        return self._plain.port

    @property
    def receive_buffer(self) -> int:
        return self._plain.receive_buffer

    @property
    def dropped(self) -> int | None:
        return self._plain.dropped

    def fileno(self) -> int:
        return self._fd

    def close(self) -> None:
        self._plain.close()

    def receive(self, limit: int) -> list[Datagram]:
        """As `UdpSocket.receive`."""
        received: list[Datagram] = []
        while len(received) < limit:
            wanted = min(SLOTS, limit - len(received))
            count = self._receive_batch(wanted, received)
            if count < wanted:
                break
        # Woken for nothing: by news, which a batch may hide.
        if not received and self._plain.read_news():
            self._receive_batch(min(SLOTS, limit), received)
        return received

    def send(self, datagrams: Iterable[Datagram]) -> None:
        """As `UdpSocket.send`: best effort; one that cannot be sent costs no other its place."""
        out, filled = self._out, 0
        last, size, room = None, 0, 0  # of the slot before: for whom; how many bytes may follow
        for data, path in datagrams:
            length = len(data)
            if path is last and 0 < length <= size and length <= room:
                self._extend(filled - 1, data, size, path)
                room = room - length if length == size else 0
                continue
            place = self._places.get(path) or self._find_place(path)
            if length > LARGEST or place is None:
                self._plain.send([(data, path)])
                continue
            if filled == SLOTS:
                self._flush(filled)
                filled = 0
            out.fill(filled, data, place)
            filled += 1
            last = path if length <= self._largest_coupled else None
            size, room = length, COUPLED * length
        self._flush(filled)

    def _extend(self, slot: int, data: bytes, size: int, path: Path) -> None:
        if slot not in self._trains:
            self._trains[slot] = size, path
            self._out.couple(slot, size)
        self._out.extend(slot, data)

    def _receive_batch(self, wanted: int, received: list[Datagram]) -> int:
        """How many came."""
        slots = self._in
        slots.reset(wanted)
        count = self._recvmmsg(self._fd, slots.headers, wanted, socket.MSG_DONTWAIT, None)
        paths = self._paths
        for slot in range(count):
            data, raw = slots.received(slot)
            received.append((data, paths.get(raw) or self._find_path(raw)))
        return count

    def _flush(self, filled: int) -> None:
        """Send the slots filled; go on behind one that fails, after a second try: its error may
        have been an earlier datagram's news."""
        out, sent, tried = self._out, 0, -1
        while sent < filled:
            headers = ctypes.byref(out.headers, sent * HEADER_BYTES)
            count = self._sendmmsg(self._fd, headers, filled - sent, 0)
            if count > 0:
                sent += count
                continue
            if ctypes.get_errno() == errno.EAGAIN:
                break  # the buffer is full; the rest is lost, as with UDP
            self._plain.read_news()
            if tried == sent:
                self._send_apart(sent)
                sent += 1
            tried = sent
        self._trains.clear()

    def _send_apart(self, slot: int) -> None:
        """A network with smaller packets, or one that cannot cut, refuses trains."""
        if slot in self._trains:
            size, path = self._trains[slot]
            self._plain.send([(data, path) for data in self._out.uncouple(slot, size)])

    def _find_path(self, raw: bytes) -> Path:
        """Where a datagram came from, and to which of our addresses."""
        if len(self._paths) >= PATHS_KEPT:
            self._paths.clear()
        path = self._paths[raw] = Path(_read_name(raw), _read_local(raw[NAME_BYTES:]))
        return path

    def _find_place(self, path: Path) -> Place | None:
        if len(self._places) >= PATHS_KEPT:
            self._places.clear()
        try:
            name = _write_name(path.remote)
        except (OSError, struct.error):
            return None  # the plain socket may know better
        if len(name) != self._name_bytes:
            return None
        control = _write_control(path.local)
        place = self._places[path] = (name.ljust(NAME_BYTES, b"\0") + control, len(control))
        return place


Socket = UdpSocket | BatchedSocket


def batched(plain: UdpSocket) -> Socket:
    """The same socket, in batches where that can be."""
    return BatchedSocket(plain) if _sendmmsg and _recvmmsg else plain


def _read_name(raw: bytes) -> SocketAddress:
    """As the socket module writes an address."""
    if int.from_bytes(raw[:2], sys.byteorder) == socket.AF_INET:
        _, port, host = _IPV4.unpack_from(raw)
        return socket.inet_ntop(socket.AF_INET, host), int.from_bytes(port, "big")
    _, port, flow, host, scope = _IPV6.unpack_from(raw)
    shown = socket.inet_ntop(socket.AF_INET6, host)
    return shown, int.from_bytes(port, "big"), int.from_bytes(flow, "big"), scope


def _write_name(remote: SocketAddress) -> bytes:
    port = remote[1].to_bytes(2, "big")
    if len(remote) == 2:
        return _IPV4.pack(socket.AF_INET, port, socket.inet_pton(socket.AF_INET, remote[0]))
    host = socket.inet_pton(socket.AF_INET6, remote[0].partition("%")[0])
    return _IPV6.pack(socket.AF_INET6, port, remote[2].to_bytes(4, "big"), host, remote[3])


def _read_local(control: bytes) -> bytes:
    messages: list[tuple[int, int, bytes]] = []
    while len(control) >= CMSG.size:
        length, level, kind = CMSG.unpack_from(control)
        if length < CMSG.size:
            break
        messages.append((level, kind, control[CMSG.size : length]))
        control = control[-(-length // 8) * 8 :]
    return local_address(messages)


def _write_control(local: bytes) -> bytes:
    written = b""
    for level, kind, data in answer_from(local):
        message = CMSG.pack(CMSG.size + len(data), level, kind) + data
        written += message.ljust(-(-len(message) // 8) * 8, b"\0")
    return written


def _can_couple(fd: int) -> bool:
    """From Linux 4.18 on."""
    with socket.socket(fileno=os.dup(fd)) as sock:
        try:
            return sock.getsockopt(socket.IPPROTO_UDP, UDP_SEGMENT) == 0
        except OSError:
            return False


def _find(name: str) -> Callable[..., int] | None:
    """The function of the C library; None where it is not, or its structures are others."""
    if sys.platform != "linux" or ctypes.sizeof(ctypes.c_void_p) != 8 or sys.byteorder != "little":
        return None
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return None
    return function


_sendmmsg = _find("sendmmsg")
_recvmmsg = _find("recvmmsg")
