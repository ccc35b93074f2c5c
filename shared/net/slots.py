"""Memory for one sendmmsg(2) or recvmmsg(2), laid out once, on 64-bit Linux.

Each slot has a data buffer, an address with control messages behind it, and headers that point at
both. A slot may hold a train: datagrams of one size for one peer, the last may be shorter, which
the system cuts apart after the costly part of its way (udp(7), UDP_SEGMENT).
"""

import ctypes
import struct
from typing import Final

SLOTS: Final = 64
"""Datagrams in one call. Twice as many save less than 1 % more."""

LARGEST: Final = 65_535
NAME_BYTES: Final = 32
"""sockaddr_in has 16, sockaddr_in6 28."""

_SLOT_BYTES: Final = 65_536
_PLACE_BYTES: Final = 96  # a name, and behind it control messages

# struct mmsghdr as words of 8 bytes: name, its length, iov, how many, control, its length, flags;
# and how much of the datagram was moved.
_WORDS: Final = 8
_CONTROL_LENGTH, _MOVED = 5, 7
HEADER_BYTES: Final = 8 * _WORDS

CMSG: Final = struct.Struct("=QII")
"""struct cmsghdr: length, level, type."""
_SEGMENT: Final = struct.Struct("=QIIH6x")
_SOL_UDP: Final = 17
UDP_SEGMENT: Final = 103

Place = tuple[bytes, int]
"""A name of NAME_BYTES with control messages behind it, and the length of those."""


class Slots:
    """`headers` is what the system is given; `name_bytes` depends on the kind of address."""

    def __init__(self, name_bytes: int) -> None:
        self._keep = [
            ctypes.create_string_buffer(SLOTS * size)
            for size in (_SLOT_BYTES, _PLACE_BYTES, 16, HEADER_BYTES)
        ]
        data, places, vectors = (ctypes.addressof(buffer) for buffer in self._keep[:3])
        self.headers = self._keep[3]
        self._data, self._places = (memoryview(buffer).cast("B") for buffer in self._keep[:2])
        self._vectors = memoryview(self._keep[2]).cast("B").cast("Q")
        self._words = memoryview(self._keep[3]).cast("B").cast("Q")
        for slot in range(SLOTS):
            place = places + slot * _PLACE_BYTES
            vector = vectors + slot * 16
            self._vectors[2 * slot : 2 * slot + 2] = _words(data + slot * _SLOT_BYTES, LARGEST)
            control = place + NAME_BYTES, _PLACE_BYTES - NAME_BYTES
            self._words[slot * _WORDS : (slot + 1) * _WORDS] = _words(
                place, name_bytes, vector, 1, *control, 0, 0
            )
        self._fresh = bytes(self._keep[3])  # the system writes over lengths

    def reset(self, count: int) -> None:
        """Ready to receive so many."""
        ctypes.memmove(self.headers, self._fresh, count * HEADER_BYTES)

    def received(self, slot: int) -> tuple[bytes, bytes]:
        """(datagram, the name it came from and the control messages)"""
        at, word = slot * _PLACE_BYTES, slot * _WORDS
        raw = bytes(self._places[at : at + NAME_BYTES + self._words[word + _CONTROL_LENGTH]])
        begin = slot * _SLOT_BYTES
        return bytes(self._data[begin : begin + self._words[word + _MOVED]]), raw

    def fill(self, slot: int, data: bytes, place: Place) -> None:
        """Ready to send."""
        size = len(data)
        begin = slot * _SLOT_BYTES
        self._data[begin : begin + size] = data
        self._vectors[2 * slot + 1] = size
        where, control = place
        at = slot * _PLACE_BYTES
        self._places[at : at + len(where)] = where
        self._words[slot * _WORDS + _CONTROL_LENGTH] = control

    def couple(self, slot: int, size: int) -> None:
        """Make a train of what was filled in, of datagrams of this size; then `extend` it."""
        word = slot * _WORDS + _CONTROL_LENGTH
        at = slot * _PLACE_BYTES + NAME_BYTES + self._words[word]
        message = _SEGMENT.pack(CMSG.size + 2, _SOL_UDP, UDP_SEGMENT, size)
        self._places[at : at + len(message)] = message
        self._words[word] += len(message)

    def extend(self, slot: int, data: bytes) -> None:
        """One more for the train."""
        used = self._vectors[2 * slot + 1]
        begin = slot * _SLOT_BYTES + used
        self._data[begin : begin + len(data)] = data
        self._vectors[2 * slot + 1] = used + len(data)

    def uncouple(self, slot: int, size: int) -> list[bytes]:
        """The datagrams of a train."""
        begin = slot * _SLOT_BYTES
        data = bytes(self._data[begin : begin + self._vectors[2 * slot + 1]])
        return [data[at : at + size] for at in range(0, len(data), size)]


def _words(*values: int) -> memoryview:
    return memoryview(struct.pack(f"={len(values)}Q", *values)).cast("Q")
