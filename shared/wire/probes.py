"""The question who is there, and a server's answer; PROTOCOL section 5.1. Integers are big-endian.

PROBE (to everybody on the network), 256 bytes:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | F7 |
| 1 | 6 | `parley` |
| 7 | 1 | version: 1 |
| 8 | 8 | nonce |
| 16 | 240 | zeros |

HERE (to whoever asked), 45 to 236 bytes:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | F6 |
| 1 | 6 | `parley` |
| 7 | 1 | version: 1 |
| 8 | 8 | nonce of the question |
| 16 | 15 | server id: what its fingerprint shows |
| 31 | 1 | 1 if newcomers need an invite; other bits mean nothing yet |
| 32 | 4 | people online |
| 36 | 8 | its clock, milliseconds since 1970 |
| 44 | 1-192 | its name, UTF-8, at most 48 characters |
"""

import struct
from typing import Final

from msgspec import Struct

from shared.wire import BadPacket

PROBE_SIZE: Final = 256
"""More than any answer: whoever forges a sender gains nothing."""

NONCE_SIZE: Final = 8
SERVER_ID_SIZE: Final = 15
NAME_CHARACTERS: Final = 48

_VERSION: Final = 1
_PROBE_HEAD: Final = b"\xf7parley"
_HERE_HEAD: Final = b"\xf6parley"
_PRIVATE: Final = 1
_PROBE: Final = struct.Struct(">7sB8s")
_HERE: Final = struct.Struct(">7sB8s15sBIQ")
_PADDING: Final = bytes(PROBE_SIZE - _PROBE.size)


def is_probe_or_answer(datagram: bytes) -> bool:
    """Whether it belongs here and nowhere else: no text in UTF-8 begins so."""
    return datagram.startswith((_PROBE_HEAD, _HERE_HEAD))


def encode_probe(nonce: bytes) -> bytes:
    """Return the datagram; `nonce` is 8 random bytes."""
    return _PROBE.pack(_PROBE_HEAD, _VERSION, nonce) + _PADDING


def decode_probe_untrusted(datagram: bytes) -> bytes:
    """Return the nonce of a PROBE, of any version."""
    if len(datagram) != PROBE_SIZE or not datagram.startswith(_PROBE_HEAD):
        raise BadPacket("not a PROBE")
    _, version, nonce = _PROBE.unpack_from(datagram)
    if version == _VERSION and not datagram.endswith(_PADDING):
        raise BadPacket("padding is not zero")
    return bytes(nonce)


class Here(Struct, frozen=True):
    """HERE: nothing in it is proved; the handshake does that."""

    nonce: bytes
    id: bytes
    name: str
    people: int
    is_private: bool
    clock_ms: int = 0

    def encode(self) -> bytes:
        """Return the datagram, shorter than a PROBE."""
        name = self.name[:NAME_CHARACTERS].encode("utf-8", "replace")
        people = min(self.people, 2**32 - 1)
        flags = _PRIVATE if self.is_private else 0
        head = _HERE.pack(_HERE_HEAD, _VERSION, self.nonce, self.id, flags, people, self.clock_ms)
        return head + name

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Here":
        """Read an answer; its name is to be sanitised before it is shown."""
        if not _HERE.size < len(datagram) <= PROBE_SIZE or not datagram.startswith(_HERE_HEAD):
            raise BadPacket("not a HERE")
        _, version, nonce, id, flags, people, clock_ms = _HERE.unpack_from(datagram)
        if version != _VERSION:
            raise BadPacket("another version")
        try:
            name = datagram[_HERE.size :].decode()
        except UnicodeDecodeError:
            raise BadPacket("a name that is not UTF-8") from None
        if len(name) > NAME_CHARACTERS:
            raise BadPacket("a name that is too long")
        return cls(nonce, id, name, people, bool(flags & _PRIVATE), clock_ms)
