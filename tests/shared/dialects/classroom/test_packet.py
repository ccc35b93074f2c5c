from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.dialects.classroom.packet import (
    PACKET_BYTES,
    Packet,
    Type,
    decode_packet_untrusted,
    encode_packet,
    looks_like_packet,
)
from shared.wire import BadPacket

types: st.SearchStrategy[Type] = st.sampled_from(["start", "data", "ack", "end"])
bodies = st.text(max_size=300)


def summed(covered: bytes) -> bytes:
    return covered + str(crc32(covered)).encode()


@given(types, st.integers(0, 9_999_999_999), bodies)
def test_a_packet_round_trip(type: Type, seqno: int, body: str) -> None:
    data = encode_packet(type, seqno, body)
    assert decode_packet_untrusted(data) == Packet(type, seqno, body)
    assert looks_like_packet(data)


@given(st.binary(max_size=1600) | st.binary(max_size=20).map(lambda b: b"data|0|" + b))
def test_any_bytes_are_a_packet_or_a_bad_packet(data: bytes) -> None:
    try:
        decode_packet_untrusted(data)
    except BadPacket:
        return
    assert looks_like_packet(data)


@given(types, st.integers(0, 10**9), bodies, st.data())
def test_a_changed_byte_is_noticed(type: Type, seqno: int, body: str, data: st.DataObject) -> None:
    packet = bytearray(encode_packet(type, seqno, body))
    place = data.draw(st.integers(0, len(packet) - 1))
    packet[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadPacket):
        decode_packet_untrusted(bytes(packet))


def test_the_bytes_of_the_example() -> None:
    covered = b"data|0|join 7 client1|"
    assert encode_packet("data", 0, "join 7 client1") == summed(covered)


@pytest.mark.parametrize(
    "datagram",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"data|0|join 7 client1|1", id="wrong checksum"),
        pytest.param(summed(b"hello|0||"), id="no such type"),
        pytest.param(summed(b"DATA|0||"), id="type in capitals"),
        pytest.param(summed(b"data|-1||"), id="negative number"),
        pytest.param(summed(b"data|+1||"), id="signed number"),
        pytest.param(summed(b"data| 1||"), id="blank in the number"),
        pytest.param(summed(b"data|12345678901||"), id="number of 11 digits"),
        pytest.param(summed("data|\u0661||".encode()), id="Arabic digits"),
        pytest.param(summed(b"data|0|\xff|"), id="not UTF-8"),
        pytest.param(summed(b"data|0|"), id="no body"),
        pytest.param(summed(b"data|0||") + b"\n", id="a newline behind it"),
        pytest.param(b"data|0||0" + summed(b"data|0||")[8:], id="checksum of 11 digits"),
        pytest.param(encode_packet("data", 0, "x" * PACKET_BYTES), id="too long"),
    ],
)
def test_no_packet(datagram: bytes) -> None:
    with pytest.raises(BadPacket):
        decode_packet_untrusted(datagram)


def test_a_body_may_hold_bars() -> None:
    assert decode_packet_untrusted(summed(b"data|3|a|b||")).body == "a|b|"


def test_a_body_may_hold_newlines() -> None:
    assert decode_packet_untrusted(summed(b"data|3|a\nb|")).body == "a\nb"


@pytest.mark.parametrize(
    ("datagram", "looks"),
    [
        (b"data|0|damaged", True),
        (b"ack|12345678901234567890|", True),
        (b"end|1|", True),
        (b"start|1", False),
        (b"start||", False),
        (b"start|x|", False),
        (b" data|0|", False),
        (b"data", False),
        (b"", False),
        (b"hello|0|", False),
    ],
)
def test_what_only_a_classroom_packet_begins_with(datagram: bytes, looks: bool) -> None:
    assert looks_like_packet(datagram) is looks
