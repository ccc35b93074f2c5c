"""As much of multicast DNS as one question needs; PROTOCOL section 5.2.

A question from a port that is not 5353 is a "legacy unicast" one (RFC 6762, sections 5.1 and 6.7):
whoever answers sends the answer to that port, with the question's number, and everything that
belongs to it (RFC 6763, section 12.1). So a client needs no port of its own, and nobody's list.
"""

import base64
import binascii
import struct
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Final, NamedTuple

from shared.wire import BadPacket
from shared.wire.probes import NAME_CHARACTERS, SERVER_ID_SIZE

GROUP: Final = "224.0.0.251"
PORT: Final = 5353
SERVICE: Final = "_parley._udp.local."
TXT_VERSION: Final = "1"

_SERVICE_NAME: Final = tuple(SERVICE.rstrip(".").encode().split(b"."))
_HEADER: Final = struct.Struct(">6H")
_RECORD: Final = struct.Struct(">HHIH")
_SRV: Final = struct.Struct(">HHH")
_A, _PTR, _TXT, _AAAA, _SRV_TYPE = 1, 12, 16, 28, 33
_IN: Final = 1
_IS_ANSWER: Final = 0x8000

MOST_RECORDS: Final = 128
MOST_ADDRESSES: Final = 8
LARGEST: Final = 9000
"""Of a message (RFC 6762, section 17)."""
MOST_POINTERS: Final = 16
"""Of a name. Whoever compresses needs two or three; thousands would cost a search its time."""
_LONGEST_NAME: Final = 255
_POINTER: Final = 0xC0

_Name = tuple[bytes, ...]


class Announced(NamedTuple):
    """What somebody says of a server. `name` as it came; `addresses`: numeric, without a scope."""

    id: bytes
    name: str
    port: int
    addresses: tuple[str, ...]
    is_private: bool


def encode_question(number: int) -> bytes:
    """Who offers the service? `number`: 16 random bits that the answer brings back."""
    labels = b"".join(bytes((len(label),)) + label for label in _SERVICE_NAME)
    return _HEADER.pack(number, 0, 1, 0, 0, 0) + labels + struct.pack(">BHH", 0, _PTR, _IN)


def describe(id: bytes, name: str, is_private: bool) -> dict[str, str]:
    """The TXT record. Its name is the whole one: a label of DNS has 63 bytes at most."""
    private = "1" if is_private else "0"
    return {"v": TXT_VERSION, "id": spell_id(id), "name": name, "private": private}


def spell_id(id: bytes) -> str:
    return base64.b32encode(id).decode().lower()


def decode_answer_untrusted(datagram: bytes, number: int) -> list[Announced]:
    """All servers an answer to that question tells of whole; what it has beside them is passed
    over. BadPacket if it is no such answer, or damaged."""
    try:
        return list(_servers(_Records(datagram, number)))
    except (struct.error, IndexError):
        raise BadPacket("a DNS message that is cut off") from None


class _Records:
    def __init__(self, datagram: bytes, number: int) -> None:
        self._data = datagram
        self.pointers: list[_Name] = []
        self.services: dict[_Name, tuple[int, _Name]] = {}
        self.texts: dict[_Name, dict[str, str]] = {}
        self.addresses: dict[_Name, list[str]] = {}
        found, flags, questions, *counts = _HEADER.unpack_from(datagram)
        if found != number or not flags & _IS_ANSWER or questions > 1:
            raise BadPacket("not the answer to our question")
        if sum(counts) > MOST_RECORDS or len(datagram) > LARGEST:
            raise BadPacket("too much")
        at = _HEADER.size
        for _ in range(questions):
            at = self._name_untrusted(at)[1] + 4
        for _ in range(sum(counts)):
            at = self._read_untrusted(at)

    def _read_untrusted(self, at: int) -> int:
        """Note the record there; return where the next one begins."""
        name, at = self._name_untrusted(at)
        kind, _, _, size = _RECORD.unpack_from(self._data, at)
        at, end = at + _RECORD.size, at + _RECORD.size + int(size)
        if end > len(self._data):
            raise BadPacket("a record that is cut off")
        if kind in _READERS:
            _READERS[kind](self, name, at, end)
        return end

    def _read_pointer(self, name: _Name, at: int, end: int) -> None:
        if name == _SERVICE_NAME:
            self.pointers.append(self._name_untrusted(at)[0])

    def _read_service(self, name: _Name, at: int, end: int) -> None:
        port = _SRV.unpack_from(self._data, at)[2]
        self.services[name] = port, self._name_untrusted(at + _SRV.size)[0]

    def _read_text(self, name: _Name, at: int, end: int) -> None:
        found: dict[str, str] = {}
        while at < end:
            length = self._data[at]
            key, _, value = self._data[at + 1 : min(at + 1 + length, end)].partition(b"=")
            found[key.decode("ascii", "replace").lower()] = value.decode("utf-8", "replace")
            at += 1 + length
        self.texts[name] = found

    def _read_address(self, name: _Name, at: int, end: int) -> None:
        known = self.addresses.setdefault(name, [])
        if end - at in (4, 16) and len(known) < MOST_ADDRESSES:
            packed = self._data[at:end]
            known.append(str(IPv4Address(packed) if len(packed) == 4 else IPv6Address(packed)))

    def _name_untrusted(self, at: int) -> tuple[_Name, int]:
        """The labels in lower case, and where what follows begins. Pointers lead backwards only,
        so there is no end of them but the beginning."""
        labels: list[bytes] = []
        after, lowest, length, pointers = 0, at, 0, 0
        while size := self._data[at]:
            if size >= _POINTER:
                target = (size & ~_POINTER) << 8 | self._data[at + 1]
                pointers += 1
                if target >= lowest or pointers > MOST_POINTERS:
                    raise BadPacket("a name that runs in a circle, or far")
                after, at = after or at + 2, target
                lowest = target
                continue
            length += size + 1
            if size & _POINTER or length > _LONGEST_NAME:
                raise BadPacket("not a name")
            labels.append(self._data[at + 1 : at + 1 + size].lower())
            at += size + 1
        return tuple(labels), after or at + 1


_READERS: Final[dict[int, Callable[[_Records, _Name, int, int], None]]] = {
    _A: _Records._read_address,
    _AAAA: _Records._read_address,
    _PTR: _Records._read_pointer,
    _SRV_TYPE: _Records._read_service,
    _TXT: _Records._read_text,
}


def _servers(records: _Records) -> Iterator[Announced]:
    for instance in dict.fromkeys(records.pointers):
        port, host = records.services.get(instance, (0, ()))
        text = records.texts.get(instance, {})
        id, name = _read_id(text.get("id", "")), text.get("name", "")
        if port and id and 0 < len(name) <= NAME_CHARACTERS:
            addresses = tuple(dict.fromkeys(records.addresses.get(host, ())))
            yield Announced(id, name, port, addresses, text.get("private") == "1")


def _read_id(text: str) -> bytes:
    """Empty if it is none."""
    try:
        id = base64.b32decode(text.upper())
    except (binascii.Error, ValueError):
        return b""
    return id if len(id) == SERVER_ID_SIZE else b""
