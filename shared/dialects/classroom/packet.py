"""Classroom packets: `TYPE|SEQNO|BODY|CHECKSUM`, UTF-8.

TYPE and SEQNO are taken from the left and CHECKSUM from the last `|`, so BODY may hold `|`.
"""

import re
from typing import Literal, NamedTuple
from zlib import crc32

from shared.wire import BadPacket

Type = Literal["start", "data", "ack", "end"]

PACKET_BYTES = 1500
"""No packet of the course is larger; it fits an Ethernet frame but for the headers."""

# Decided before the checksum: a damaged packet is dropped, never taken for somebody's line.
_LOOKS_LIKE = re.compile(rb"(?:start|data|ack|end)\|[0-9]+\|")
_PACKET = re.compile(rb"(start|data|ack|end)\|([0-9]{1,10})\|(.*)\|([0-9]{1,10})", re.DOTALL)


class Packet(NamedTuple):
    type: Type
    seqno: int
    body: str = ""


def looks_like_packet(datagram: bytes) -> bool:
    """Whether it begins as only a classroom packet does; says nothing about the rest."""
    return _LOOKS_LIKE.match(datagram) is not None


def encode_packet(type: Type, seqno: int, body: str = "") -> bytes:
    covered = f"{type}|{seqno}|{body}|".encode("utf-8", "replace")
    return covered + str(crc32(covered)).encode()


def decode_packet_untrusted(datagram: bytes) -> Packet:
    """BadPacket for whatever is damaged, too long or not a packet at all."""
    if len(datagram) > PACKET_BYTES:
        raise BadPacket("longer than any classroom packet")
    found = _PACKET.fullmatch(datagram)
    if found is None:
        raise BadPacket("not a classroom packet")
    kind, seqno, body, checksum = found.groups()
    if crc32(datagram[: found.start(4)]) != int(checksum):
        raise BadPacket("wrong checksum")
    try:
        return Packet(kind.decode(), int(seqno), body.decode())  # type: ignore[arg-type]
    except UnicodeDecodeError as error:
        raise BadPacket("not UTF-8") from error
