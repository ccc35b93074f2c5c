"""Frames: what a DATA packet carries once it is open. Integers are big-endian.

| type  | frame          | bytes after the type byte                          | elicits an ACK |
| ----- | -------------- | -------------------------------------------------- | -------------- |
| 00    | PADDING        | only zeros, to the end of the packet               | no             |
| 01    | PING           | none                                               | yes, at once   |
| 02    | ACK            | largest u64, delay u32 (us), bitmap u64            | no             |
| 03    | MAX_DATA       | lane u8 (0-2), limit u64                           | yes            |
| 04    | PATH_CHALLENGE | token (8)                                          | no             |
| 05    | PATH_RESPONSE  | token (8)                                          | no             |
| 06    | HANDSHAKE_DONE | none                                               | yes            |
| 07    | CLOSE          | code u16, length u8 (<= 100), reason (UTF-8)       | no             |
| 10-12 | RUN, lane 0-2  | first sequence u64, count u8 (>= 1), pieces        | yes            |
| 41-FF | (future)       | length u16, that many bytes; skipped               | yes            |

Every other type is a BadPacket. A packet holds at least one frame.

ACK: bit i (value 2^i) of the bitmap says that packet `largest - 1 - i` has arrived; bits below
packet 0 are 0. The delay is the time from the arrival of `largest` to the sending of this frame.
RUN: consecutive pieces of a lane, each a head u16 and its data. The head's low 15 bits are the
data's length (1 to MAX_PIECE), its highest bit is set if more of the record follows. Each lane
counts its pieces from 0. What many peers are sent differs between them only in the first sequence:
count and pieces are the same bytes for all, put together once.
MAX_DATA: the first sequence of that lane which the receiver of the frame may not use yet.
The fixed 64-bit bitmap costs a few bytes and saves a loop on both sides of every ACK.
"""

from collections.abc import Sequence
from struct import Struct
from typing import Final

from shared.wire import BadPacket

PADDING: Final = 0x00
PING: Final = 0x01
ACK: Final = 0x02
MAX_DATA: Final = 0x03
PATH_CHALLENGE: Final = 0x04
PATH_RESPONSE: Final = 0x05
HANDSHAKE_DONE: Final = 0x06
CLOSE: Final = 0x07
RUN: Final = 0x10
LANES: Final = 3
# Types above this carry a length, so that a later version may add some that we can skip.
LAST_KNOWN_RANGE: Final = 0x40

# The largest plaintext: 1200 bytes of datagram less header (17) and tag (16).
MAX_PAYLOAD: Final = 1167
# Leaves room in the datagram for the heads of run and piece (12), an ACK (21), three MAX_DATA (30).
MAX_PIECE: Final = 1100
PIECE_HEAD_SIZE: Final = 2
RUN_HEAD_SIZE: Final = 10  # the count included
ACK_BITS: Final = 64
MAX_REASON: Final = 100

_ACK = Struct(">BQIQ")
_LIMIT = Struct(">BBQ")
_RUN = Struct(">BQB")
_RUN_START = Struct(">BQ")
_PIECE_HEAD = Struct(">H")
_MORE: Final = 0x8000
_CLOSE = Struct(">BHB")
_LONG = Struct(">BH")
_MAX_DELAY_US: Final = 0xFFFFFFFF
_LONE_ACK_PADDING: Final = bytes(31 - _ACK.size)

# (type, number, detail, bitmap, data); what a type does not use is 0 or b"":
#   ACK: largest, delay in us, bitmap    MAX_DATA: limit, lane    CLOSE: code, 0, 0, reason
#   RUN, one for each of its pieces: sequence, lane, 1 if more of the record follows, data
#   PATH_*: 0, 0, 0, token
# A plain tuple: these are made once per frame received, and a class costs five times as much.
Frame = tuple[int, int, int, int, bytes]


def encode_ack(largest: int, delay_s: float, bitmap: int) -> bytes:
    return _ACK.pack(ACK, largest, min(int(delay_s * 1e6), _MAX_DELAY_US), bitmap)


def encode_piece(data: bytes, more: bool = False) -> bytes:
    """A piece as it stands in a RUN; `more`: the next piece belongs to the same record."""
    return _PIECE_HEAD.pack(len(data) | _MORE if more else len(data)) + data


def encode_count(pieces: Sequence[bytes]) -> bytes:
    """What follows a RUN's start: the count, and the pieces (by `encode_piece`)."""
    return bytes((len(pieces),)) + b"".join(pieces)


encode_run_start = _RUN_START.pack
"""The type with its lane, RUN + lane, and the first sequence; then comes `encode_count`."""


def encode_run(lane: int, first: int, pieces: Sequence[bytes]) -> bytes:
    return encode_run_start(RUN + lane, first) + encode_count(pieces)


def encode_max_data(lane: int, limit: int) -> bytes:
    return _LIMIT.pack(MAX_DATA, lane, limit)


def encode_path(kind: int, token: bytes) -> bytes:
    """A PATH_CHALLENGE or PATH_RESPONSE; the token has 8 bytes."""
    if len(token) != 8:
        raise ValueError("a path token has 8 bytes")
    return bytes((kind,)) + token


def encode_close(code: int, reason: str) -> bytes:
    """A CLOSE; the reason is cut at MAX_REASON bytes, never inside a character."""
    text = reason.encode()[:MAX_REASON].decode(errors="ignore").encode()
    return _CLOSE.pack(CLOSE, code, len(text)) + text


def decode_untrusted(payload: bytes) -> list[Frame]:
    """All frames of an opened packet in order, PADDING and unknown long types left out.

    Strict, and all or nothing: a packet with one bad frame is a BadPacket, so a caller never
    acts on half of it. Unknown long frames come as PING, which like them only asks for an ACK.
    """
    frames: list[Frame] = []
    size = len(payload)
    at = 0
    while at < size:
        kind = payload[at]
        if RUN <= kind < RUN + LANES:
            at = _decode_run_untrusted(payload, at, frames)
        elif kind == ACK:
            if at + _ACK.size > size:
                raise BadPacket("ack cut short")
            _, largest, delay, bitmap = _ACK.unpack_from(payload, at)
            if bitmap >> min(largest, ACK_BITS):
                raise BadPacket("ack below packet 0")
            frames.append((ACK, largest, delay, bitmap, b""))
            at += _ACK.size
        elif kind == PADDING:
            if payload.count(0, at) != size - at:
                raise BadPacket("padding that is not zero")
            break
        else:
            frame, at = _decode_rare_untrusted(kind, payload, at)
            frames.append(frame)
    if not size:
        raise BadPacket("no frames")
    return frames


def read_lone_ack_untrusted(payload: bytes) -> tuple[int, int, int] | None:
    """(largest, delay in us, bitmap) if there is an ACK and nothing else, as in most packets that a
    server gets; None: see `decode_untrusted`."""
    if payload[0] != ACK or payload[_ACK.size :] != _LONE_ACK_PADDING:
        return None
    _, largest, delay, bitmap = _ACK.unpack_from(payload)
    return None if bitmap >> min(largest, ACK_BITS) else (largest, delay, bitmap)


def _decode_run_untrusted(payload: bytes, at: int, frames: list[Frame]) -> int:
    """The pieces of the RUN at `at`, one by one; returns where the next frame begins."""
    size = len(payload)
    begin = at + RUN_HEAD_SIZE
    if begin > size:
        raise BadPacket("run cut short")
    kind, first, count = _RUN.unpack_from(payload, at)
    if not count:
        raise BadPacket("run of no pieces")
    lane = kind - RUN
    for sequence in range(first, first + count):
        at = begin + PIECE_HEAD_SIZE
        if at > size:
            raise BadPacket("piece cut short")
        length = payload[begin] << 8 | payload[begin + 1]
        more = length >> 15
        begin = at + (length & ~_MORE)
        if not at < begin <= size or begin - at > MAX_PIECE:
            raise BadPacket("piece of a bad length")
        frames.append((RUN, sequence, lane, more, payload[at:begin]))
    return begin


def _decode_rare_untrusted(kind: int, payload: bytes, at: int) -> tuple[Frame, int]:
    """The frame at `at` that is neither RUN nor ACK nor PADDING, and where the next begins."""
    if kind in (PING, HANDSHAKE_DONE):
        return (kind, 0, 0, 0, b""), at + 1
    if kind in (PATH_CHALLENGE, PATH_RESPONSE):
        return (kind, 0, 0, 0, _slice_untrusted(payload, at + 1, 8)), at + 9
    if kind == MAX_DATA:
        _, lane, limit = _LIMIT.unpack(_slice_untrusted(payload, at, _LIMIT.size))
        if lane >= LANES:
            raise BadPacket("credit for a lane that does not exist")
        return (MAX_DATA, limit, lane, 0, b""), at + _LIMIT.size
    if kind == CLOSE:
        _, code, length = _CLOSE.unpack(_slice_untrusted(payload, at, _CLOSE.size))
        if length > MAX_REASON:
            raise BadPacket("close reason too long")
        reason = _slice_untrusted(payload, at + _CLOSE.size, length)
        return (CLOSE, code, 0, 0, reason), at + _CLOSE.size + length
    if kind > LAST_KNOWN_RANGE:
        _, length = _LONG.unpack(_slice_untrusted(payload, at, _LONG.size))
        _slice_untrusted(payload, at + _LONG.size, length)
        return (PING, 0, 0, 0, b""), at + _LONG.size + length
    raise BadPacket("unknown frame type")


def _slice_untrusted(payload: bytes, start: int, length: int) -> bytes:
    piece = payload[start : start + length]
    if len(piece) != length:
        raise BadPacket("frame cut short")
    return piece
