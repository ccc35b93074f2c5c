"""Frames: what a DATA packet carries once it is open. Integers are big-endian.

| type  | frame          | bytes after the type byte                          | elicits an ACK |
| ----- | -------------- | -------------------------------------------------- | -------------- |
| 00    | PADDING        | only zeros, to the end of the packet               | no             |
| 01    | PING           | none                                               | yes            |
| 02    | ACK            | largest u64, delay u32 (us), bitmap u64            | no             |
| 03    | MAX_DATA       | lane u8 (0-2), limit u64                           | yes            |
| 04    | PATH_CHALLENGE | token (8)                                          | no             |
| 05    | PATH_RESPONSE  | token (8)                                          | no             |
| 06    | HANDSHAKE_DONE | none                                               | yes            |
| 07    | CLOSE          | code u16, length u8 (<= 100), reason (UTF-8)       | no             |
| 10-12 | MSG, lane 0-2  | sequence u64, length u16 (>= 1), data              | yes            |
| 14-16 | FRAG, lane 0-2 | as MSG                                             | yes            |
| 41-FF | (future)       | length u16, that many bytes; skipped               | yes            |

Every other type is a BadPacket. A packet holds at least one frame.

ACK: bit i (value 2^i) of the bitmap says that packet `largest - 1 - i` has arrived; bits below
packet 0 are 0. The delay is the time from the arrival of `largest` to the sending of this frame.
MSG and FRAG share one sequence per lane, counting from 0. A record is any number of FRAGs and then
one MSG, consecutive in the sequence; each holds at most MAX_PIECE bytes.
MAX_DATA: the first sequence of that lane which the receiver of the frame may not use yet.
The fixed 64-bit bitmap costs a few bytes and saves a loop on both sides of every ACK.
"""

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
MSG: Final = 0x10
FRAG: Final = 0x14
LANES: Final = 3
# Types above this carry a length, so that a later version may add some that we can skip.
LAST_KNOWN_RANGE: Final = 0x40

# The largest plaintext: 1200 bytes of datagram less header (17) and tag (16).
MAX_PAYLOAD: Final = 1167
# Leaves room in the datagram for the piece's own head (11), an ACK (21) and three MAX_DATA (30).
MAX_PIECE: Final = 1100
PIECE_HEAD_SIZE: Final = 11
ACK_BITS: Final = 64
MAX_REASON: Final = 100

_ACK = Struct(">BQIQ")
_LIMIT = Struct(">BBQ")
_PIECE = Struct(">BQH")
_CLOSE = Struct(">BHB")
_LONG = Struct(">BH")
_MAX_DELAY_US: Final = 0xFFFFFFFF

# (type, number, detail, bitmap, data); what a type does not use is 0 or b"":
#   ACK: largest, delay in us, bitmap    MAX_DATA: limit, lane    CLOSE: code, 0, 0, reason
#   MSG and FRAG (the type without its lane): sequence, lane, 0, data    PATH_*: 0, 0, 0, token
# A plain tuple: these are made once per frame received, and a class costs five times as much.
Frame = tuple[int, int, int, int, bytes]


def encode_ack(largest: int, delay_s: float, bitmap: int) -> bytes:
    return _ACK.pack(ACK, largest, min(int(delay_s * 1e6), _MAX_DELAY_US), bitmap)


encode_piece_head = _PIECE.pack
"""`encode_piece` without the data: the type with its lane, the sequence, the data's length."""


def encode_piece(kind: int, sequence: int, data: bytes) -> bytes:
    """One MSG or FRAG frame; `kind` is the type with its lane, MSG + lane or FRAG + lane."""
    return encode_piece_head(kind, sequence, len(data)) + data


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
        if MSG <= kind < FRAG + LANES and kind & 3 < LANES:
            head_end = at + PIECE_HEAD_SIZE
            if head_end > size:
                raise BadPacket("piece cut short")
            _, sequence, length = _PIECE.unpack_from(payload, at)
            at = head_end + length
            if not 0 < length <= MAX_PIECE or at > size:
                raise BadPacket("piece of a bad length")
            frames.append((kind & ~3, sequence, kind & 3, 0, payload[head_end:at]))
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


def _decode_rare_untrusted(kind: int, payload: bytes, at: int) -> tuple[Frame, int]:
    """The frame at `at` that is neither piece nor ACK nor PADDING, and where the next begins."""
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
