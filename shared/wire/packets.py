"""The native door's packets, byte for byte. Integers are big-endian; keys are as RFC 7748 has them.

HELLO (client to server) and INIT, 1200 bytes each:

| offset | size | HELLO | INIT |
| --- | --- | --- | --- |
| 0 | 1 | F8 | FA |
| 1 | 1 | version: 2 | the same |
| 2 | 8 | client CID | the same |
| 10 | 1 | mode: 0 open, 1 invite | the same |
| 11 | 32 | client's ephemeral public key | the same |
| 43 | 16 | tag of Noise message 1 in mode invite, else zeros | the same |
| 59 | 16 | zeros | cookie |
| 75 | 1125 | zeros | zeros |

Noise message 1 has an empty payload: it is the ephemeral key and, in mode invite, the tag. The
Noise prologue is `parley-native-1` and bytes 1 to 42. The cookie covers bytes 1 to 58, which is why
the key stands in HELLO already: nobody can change what an INIT says, though Noise leaves message 1
open to change. Padding that is not zero is refused. In every version, bytes 0 to 9 and the size
are as here.

RETRY (server to client), 27 bytes:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | F9 |
| 1 | 1 | the version the server speaks |
| 2 | 8 | client CID |
| 10 | 1 | mode: 1 if newcomers need an invite; + 2: INIT waits its turn; hints, not authenticated |
| 11 | 16 | cookie; zeros in answer to another version |

RESP (server to client), 105 to 399 bytes:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | FB |
| 1 | 8 | client CID |
| 9 | 96-390 | Noise message 2: ephemeral key (32), static key and tag (48), greeting and tag |

FIN (client to server), 89 to 599 bytes:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | FC |
| 1 | 8 | server CID |
| 9 | 16 | id of the invite's token; zeros in mode open |
| 25 | 64-574 | Noise message 3: static key and tag (48), greeting and tag |

DATA (both ways), 64 to 1200 bytes; bytes 0 to 16 are the associated data:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | FD in even key phases, FE in odd ones |
| 1 | 8 | the receiver's CID |
| 9 | 8 | packet number |
| 17 | 31-1167 | ciphertext |
| -16 | 16 | tag |

RESET (server to client), 40 to 47 bytes, always shorter than what it answers:

| offset | size | content |
| --- | --- | --- |
| 0 | 1 | FF |
| 1 | 23-30 | random |
| -16 | 16 | the reset token told in RESP |

The greetings are in `greetings.py`.
"""

import struct
from dataclasses import dataclass, field
from enum import IntEnum

from shared.wire import BadPacket

VERSION = 2
"""In version 1 each piece of a record had a frame of its own."""
PROLOGUE_LABEL = b"parley-native-1"

HELLO, RETRY, INIT, RESP, FIN, DATA_EVEN, DATA_ODD, RESET = range(0xF8, 0x100)

# What every path of IPv6 carries whole (1280, RFC 8200 section 5), less its headers and a tunnel's.
MAX_DATAGRAM_SIZE = 1200
DATA_HEADER_SIZE = 17
# So that a RESET, which must be shorter than what it answers, is always possible.
MIN_DATA_SIZE = 64
COOKIE_SIZE = 16
TOKEN_ID_SIZE = 16
RESET_TOKEN_SIZE = 16
MIN_RESET_SIZE, MAX_RESET_SIZE = 40, 47
RETRY_SIZE = 27

_RESP_SIZES = range(105, 400)
FIN_SIZES = range(89, 600)

_HELLO = struct.Struct(">BBQB32s16s16s")
_HELLO_PADDING = bytes(MAX_DATAGRAM_SIZE - _HELLO.size)
HELLO_CONTENT_SIZE = _HELLO.size
"""What comes before the padding of HELLO and INIT."""

_PROLOGUE_FIELDS = slice(1, 43)
_COOKIE_FIELDS = slice(1, 59)
_HEAD = struct.Struct(">BBQ")
_QUEUED = 2
_RETRY = struct.Struct(">BBQB16s")
_RESP = struct.Struct(">BQ")
_FIN = struct.Struct(">BQ16s")
_DATA = struct.Struct(">BQQ")

NO_COOKIE = bytes(COOKIE_SIZE)
NO_TAG = bytes(16)
NO_TOKEN_ID = bytes(TOKEN_ID_SIZE)


class Mode(IntEnum):
    """Which handshake: XX for everybody, XXpsk3 for who brings an invite not used before."""

    OPEN = 0
    INVITE = 1


@dataclass(frozen=True, slots=True)
class Hello:
    """HELLO; with a cookie it is INIT."""

    client_cid: int
    mode: Mode
    ephemeral: bytes
    tag: bytes = NO_TAG
    cookie: bytes = NO_COOKIE

    @property
    def prologue(self) -> bytes:
        """The Noise prologue of this handshake."""
        return PROLOGUE_LABEL + self._encode(HELLO)[_PROLOGUE_FIELDS]

    @property
    def cookie_fields(self) -> bytes:
        """What the cookie covers, beside the sender's address: 58 bytes."""
        return self._encode(HELLO)[_COOKIE_FIELDS]

    @property
    def noise(self) -> bytes:
        """Noise message 1."""
        return self.ephemeral + self.tag if self.mode is Mode.INVITE else self.ephemeral

    def encode(self) -> bytes:
        """Return the datagram, 1200 bytes."""
        return self._encode(HELLO if self.cookie == NO_COOKIE else INIT) + _HELLO_PADDING

    def _encode(self, kind: int) -> bytes:
        return _HELLO.pack(
            kind, VERSION, self.client_cid, self.mode, self.ephemeral, self.tag, self.cookie
        )

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Hello":
        """Read HELLO or INIT of our version; its cookie is not checked yet."""
        head_untrusted(datagram)
        kind, version, cid, mode, ephemeral, tag, cookie = _HELLO.unpack_from(datagram)
        if version != VERSION:
            raise BadPacket("another version")
        if mode > Mode.INVITE:
            raise BadPacket("unknown mode")
        if (kind == HELLO) != (cookie == NO_COOKIE):
            raise BadPacket("HELLO has no cookie, INIT has one")
        if mode == Mode.OPEN and tag != NO_TAG:
            raise BadPacket("a tag in mode open")
        if not datagram.endswith(_HELLO_PADDING):
            raise BadPacket("padding is not zero")
        return cls(cid, Mode(mode), ephemeral, tag, cookie)


def head_untrusted(datagram: bytes) -> tuple[int, int]:
    """Return (version, client CID) of a HELLO or INIT of any version."""
    if len(datagram) != MAX_DATAGRAM_SIZE:
        raise BadPacket("HELLO and INIT have 1200 bytes")
    kind, version, client_cid = _HEAD.unpack_from(datagram)
    if kind not in (HELLO, INIT):
        raise BadPacket("neither HELLO nor INIT")
    return version, client_cid


@dataclass(frozen=True, slots=True)
class Retry:
    """RETRY: "say it again with this cookie". Nothing in it is authenticated.

    `is_queued`: the INIT with this cookie has been heard and waits its turn.
    """

    client_cid: int
    mode: Mode
    cookie: bytes
    version: int = VERSION
    is_queued: bool = False

    def encode(self) -> bytes:
        """Return the datagram, 27 bytes."""
        hints = self.mode | _QUEUED if self.is_queued else self.mode
        return _RETRY.pack(RETRY, self.version, self.client_cid, hints, self.cookie)

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Retry":
        """Read RETRY, of any version."""
        if len(datagram) != RETRY_SIZE or datagram[0] != RETRY:
            raise BadPacket("not a RETRY")
        _, version, client_cid, hints, cookie = _RETRY.unpack(datagram)
        if hints > Mode.INVITE | _QUEUED:
            raise BadPacket("unknown hints")
        return cls(client_cid, Mode(hints & ~_QUEUED), cookie, version, hints >= _QUEUED)


@dataclass(frozen=True, slots=True)
class Resp:
    """RESP: Noise message 2, which proves the server's key."""

    client_cid: int
    noise: bytes

    def encode(self) -> bytes:
        """Return the datagram, under 400 bytes."""
        return _checked(_RESP.pack(RESP, self.client_cid) + self.noise, _RESP_SIZES)

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Resp":
        """Read RESP; its Noise message is not opened yet."""
        if len(datagram) not in _RESP_SIZES or datagram[0] != RESP:
            raise BadPacket("not a RESP")
        return cls(_RESP.unpack_from(datagram)[1], datagram[_RESP.size :])


@dataclass(frozen=True, slots=True)
class Fin:
    """FIN: Noise message 3, which proves the client's key and says who it is."""

    server_cid: int
    token_id: bytes
    noise: bytes

    def encode(self) -> bytes:
        """Return the datagram, under 600 bytes."""
        return _checked(_FIN.pack(FIN, self.server_cid, self.token_id) + self.noise, FIN_SIZES)

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Fin":
        """Read FIN; its Noise message is not opened yet."""
        if len(datagram) not in FIN_SIZES or datagram[0] != FIN:
            raise BadPacket("not a FIN")
        _, server_cid, token_id = _FIN.unpack_from(datagram)
        return cls(server_cid, token_id, datagram[_FIN.size :])


@dataclass(frozen=True, slots=True)
class Reset:
    """RESET: the server has no such session; believed only with the token told in RESP."""

    token: bytes = field(repr=False)

    def encode(self, filler: bytes) -> bytes:
        """Return the datagram; `filler` is 23 to 30 random bytes: its length is the packet's."""
        sizes = range(MIN_RESET_SIZE, MAX_RESET_SIZE + 1)
        return _checked(bytes((RESET,)) + filler + self.token, sizes)

    @classmethod
    def decode_untrusted(cls, datagram: bytes) -> "Reset":
        """Read RESET; compare its token with `hmac.compare_digest`."""
        if not MIN_RESET_SIZE <= len(datagram) <= MAX_RESET_SIZE or datagram[0] != RESET:
            raise BadPacket("not a RESET")
        return cls(datagram[-RESET_TOKEN_SIZE:])


def data_header(phase: int, receiver_cid: int, number: int) -> bytes:
    """Return the 17 bytes before DATA's ciphertext; `phase` is 0 or 1."""
    return _DATA.pack(DATA_EVEN + phase, receiver_cid, number)


def data_header_untrusted(datagram: bytes) -> tuple[int, int, int]:
    """Return (phase, receiver's CID, packet number); the ciphertext starts at byte 17."""
    if not MIN_DATA_SIZE <= len(datagram) <= MAX_DATAGRAM_SIZE:
        raise BadPacket("DATA has 64 to 1200 bytes")
    kind, receiver_cid, number = _DATA.unpack_from(datagram)
    if kind not in (DATA_EVEN, DATA_ODD):
        raise BadPacket("not DATA")
    return kind - DATA_EVEN, receiver_cid, number


def _checked(datagram: bytes, sizes: range) -> bytes:
    if len(datagram) not in sizes:
        raise ValueError(f"{len(datagram)} bytes, must be {sizes.start} to {sizes.stop - 1}")
    return datagram
