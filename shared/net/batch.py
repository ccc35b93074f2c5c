"""Many datagrams in one system call, on Linux: sendmmsg(2) and recvmmsg(2) through ctypes.

Python's own sendto costs 3.5 to 5 us a datagram, half of it on its way into the kernel and back.
Here as many as wait go in one call, out of memory that is laid out once: each slot has a data
buffer, an address with the control message that says which of our addresses it is from, and
headers that point at both. What remains for each datagram is to copy it into its slot.

`batched` gives any other system, and any machine whose layout is not the one below, the plain
socket back: the interface is the same.
"""

import ctypes
import errno
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from typing import Final

from shared.net.packet_info import answer_from, local_address
from shared.net.path import Path, SocketAddress
from shared.net.udp import LARGEST, Datagram, UdpSocket

SLOTS: Final = 64
"""Datagrams in one call. Twice as many save less than 1 % more."""

PATHS_KEPT: Final = 32_768
"""Addresses, ready to use. A flood of forged ones empties the table, no more."""

_SLOT_BYTES: Final = 65_536
_NAME_BYTES: Final = 32  # sockaddr_in has 16, sockaddr_in6 28
_PLACE_BYTES: Final = 96  # a name, and behind it control messages

# struct mmsghdr of 64-bit Linux as words of 8 bytes: name, its length, iov, how many, control, its
# length, flags; and how much of the datagram was moved.
_WORDS: Final = 8
_NAME_LENGTH, _CONTROL_LENGTH, _MOVED = 1, 5, 7
# Likewise struct cmsghdr: length, level, type.
_CMSG: Final = struct.Struct("=QII")

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
        self._in = _Slots(self._name_bytes)
        self._out = _Slots(self._name_bytes)
        self._paths: dict[bytes, Path] = {}
        self._places: dict[Path, tuple[bytes, int]] = {}
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
        for data, path in datagrams:
            place = self._places.get(path) or self._find_place(path)
            if len(data) > _SLOT_BYTES or place is None:
                self._plain.send([(data, path)])
                continue
            out.fill(filled, data, place)
            filled += 1
            if filled == SLOTS:
                self._flush(filled)
                filled = 0
        self._flush(filled)

    def _receive_batch(self, wanted: int, received: list[Datagram]) -> int:
        """How many came."""
        slots = self._in
        slots.reset(wanted)
        count = self._recvmmsg(self._fd, slots.headers, wanted, socket.MSG_DONTWAIT, None)
        paths, words, data, places = self._paths, slots.words, slots.data, slots.places
        for slot in range(count):
            at, word = slot * _PLACE_BYTES, slot * _WORDS
            end = at + _NAME_BYTES + words[word + _CONTROL_LENGTH]
            raw = bytes(places[at:end])
            path = paths.get(raw) or self._find_path(raw)
            begin = slot * _SLOT_BYTES
            received.append((bytes(data[begin : begin + words[word + _MOVED]]), path))
        return count

    def _flush(self, filled: int) -> None:
        """Send the slots filled; go on behind one that fails, after a second try: its error may
        have been an earlier datagram's news."""
        out, sent, tried = self._out, 0, -1
        while sent < filled:
            headers = ctypes.byref(out.headers, sent * _WORDS * 8)
            count = self._sendmmsg(self._fd, headers, filled - sent, 0)
            if count > 0:
                sent += count
                continue
            if ctypes.get_errno() == errno.EAGAIN:
                return  # the buffer is full; the rest is lost, as with UDP
            self._plain.read_news()
            if tried == sent:
                sent += 1
            tried = sent

    def _find_path(self, raw: bytes) -> Path:
        """Where a datagram came from, and to which of our addresses."""
        if len(self._paths) >= PATHS_KEPT:
            self._paths.clear()
        path = self._paths[raw] = Path(_read_name(raw), _read_local(raw[_NAME_BYTES:]))
        return path

    def _find_place(self, path: Path) -> tuple[bytes, int] | None:
        if len(self._places) >= PATHS_KEPT:
            self._places.clear()
        try:
            name = _write_name(path.remote)
        except (OSError, struct.error):
            return None  # the plain socket may know better
        if len(name) != self._name_bytes:
            return None
        control = _write_control(path.local)
        place = self._places[path] = (name.ljust(_NAME_BYTES, b"\0") + control, len(control))
        return place


class _Slots:
    """Memory for one call. The views are of bytes, but for `words`, which are of 8 each."""

    def __init__(self, name_bytes: int) -> None:
        self._keep = [
            ctypes.create_string_buffer(SLOTS * size)
            for size in (_SLOT_BYTES, _PLACE_BYTES, 16, 8 * _WORDS)
        ]
        data, places, vectors = (ctypes.addressof(buffer) for buffer in self._keep[:3])
        self.headers = self._keep[3]
        self.data, self.places = (memoryview(buffer).cast("B") for buffer in self._keep[:2])
        self._vectors = memoryview(self._keep[2]).cast("B").cast("Q")
        self.words = memoryview(self._keep[3]).cast("B").cast("Q")
        for slot in range(SLOTS):
            place = places + slot * _PLACE_BYTES
            vector = vectors + slot * 16
            self._vectors[2 * slot : 2 * slot + 2] = _words(data + slot * _SLOT_BYTES, LARGEST)
            self.words[slot * _WORDS : (slot + 1) * _WORDS] = _words(
                place, name_bytes, vector, 1, place + _NAME_BYTES, 0, 0, 0
            )
        for slot in range(SLOTS):
            self.words[slot * _WORDS + _CONTROL_LENGTH] = _PLACE_BYTES - _NAME_BYTES
        self._fresh = bytes(self._keep[3])  # the system writes over lengths

    def reset(self, count: int) -> None:
        """Ready to receive so many."""
        size = count * _WORDS * 8
        ctypes.memmove(self.headers, self._fresh, size)

    def fill(self, slot: int, data: bytes, place: tuple[bytes, int]) -> None:
        """Ready to send."""
        size = len(data)
        begin = slot * _SLOT_BYTES
        self.data[begin : begin + size] = data
        self._vectors[2 * slot + 1] = size
        where, control = place
        at = slot * _PLACE_BYTES
        self.places[at : at + len(where)] = where
        self.words[slot * _WORDS + _CONTROL_LENGTH] = control


Socket = UdpSocket | BatchedSocket


def batched(plain: UdpSocket) -> Socket:
    """The same socket, in batches where that can be."""
    return BatchedSocket(plain) if _sendmmsg and _recvmmsg else plain


def _words(*values: int) -> memoryview:
    return memoryview(struct.pack(f"={len(values)}Q", *values)).cast("Q")


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
    while len(control) >= _CMSG.size:
        length, level, kind = _CMSG.unpack_from(control)
        if length < _CMSG.size:
            break
        messages.append((level, kind, control[_CMSG.size : length]))
        control = control[-(-length // 8) * 8 :]
    return local_address(messages)


def _write_control(local: bytes) -> bytes:
    written = b""
    for level, kind, data in answer_from(local):
        message = _CMSG.pack(_CMSG.size + len(data), level, kind) + data
        written += message.ljust(-(-len(message) // 8) * 8, b"\0")
    return written


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
