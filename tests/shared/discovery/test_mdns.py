"""The questions and answers of our own codec, read and written by `zeroconf`, too."""

import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zeroconf import (
    DNSAddress,
    DNSIncoming,
    DNSOutgoing,
    DNSPointer,
    DNSQuestion,
    DNSService,
    DNSText,
    const,
)

from shared.discovery.mdns import (
    LARGEST,
    MOST_ADDRESSES,
    MOST_POINTERS,
    MOST_RECORDS,
    SERVICE,
    Announced,
    decode_answer_untrusted,
    describe,
    encode_question,
    spell_id,
)
from shared.wire import BadPacket

ID = bytes(range(15))
HOST = "parley-x.local."
IN = const._CLASS_IN


def text_of(values: dict[str, str]) -> bytes:
    items = [f"{key}={value}".encode() for key, value in values.items()]
    return b"".join(bytes((len(item),)) + item for item in items)


def answer(
    label: str = "Front desk",
    values: dict[str, str] | None = None,
    port: int = 15000,
    addresses: tuple[str, ...] = ("192.168.7.20",),
    number: int = 7,
) -> bytes:
    instance = f"{label}.{SERVICE}"
    out = DNSOutgoing(const._FLAGS_QR_RESPONSE | const._FLAGS_AA, multicast=False, id_=number)
    out.add_question(DNSQuestion(SERVICE, const._TYPE_PTR, IN))
    out.add_answer_at_time(DNSPointer(SERVICE, const._TYPE_PTR, IN, 10, instance), 0)
    out.add_additional_answer(DNSService(instance, 33, IN, 10, 0, 0, port, HOST))
    told = describe(ID, "Front desk", False) if values is None else values
    out.add_additional_answer(DNSText(instance, 16, IN, 10, text_of(told)))
    for address in addresses:
        family, kind = (socket.AF_INET6, 28) if ":" in address else (socket.AF_INET, 1)
        packed = socket.inet_pton(family, address)
        out.add_additional_answer(DNSAddress(HOST, kind, IN, 10, packed))
    return out.packets()[0]


def test_the_question_is_one() -> None:
    message = DNSIncoming(encode_question(4711))
    assert message.valid
    assert message.id == 4711
    assert [(q.name, q.type, q.class_) for q in message.questions] == [(SERVICE, 12, 1)]


def test_an_answer() -> None:
    both = ("192.168.7.20", "fd00::7")
    assert decode_answer_untrusted(answer(addresses=both), 7) == [
        Announced(ID, "Front desk", 15000, both, False)
    ]


def test_the_whole_name_and_whether_it_is_private() -> None:
    values = describe(ID, "\u6771" * 48, True)
    assert all(len(f"{key}={value}".encode()) <= 255 for key, value in values.items())
    [found] = decode_answer_untrusted(answer("cut-2", values), 7)
    assert (found.name, found.is_private) == ("\u6771" * 48, True)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": spell_id(ID)},
        {"id": spell_id(ID), "name": "x" * 49},
        {"id": spell_id(ID)[:-1], "name": "x"},
        {"id": "!" * 24, "name": "x"},
        {"id": spell_id(ID + bytes(5)), "name": "x"},
        {"id": "\u00e9" * 24, "name": "x"},
    ],
)
def test_a_server_that_says_not_enough_is_none(values: dict[str, str]) -> None:
    assert decode_answer_untrusted(answer(values=values), 7) == []


def test_a_port_of_zero_is_no_server() -> None:
    assert decode_answer_untrusted(answer(port=0), 7) == []


def test_no_more_addresses_than_are_of_use() -> None:
    many = tuple(f"10.0.0.{number}" for number in range(1, 30))
    [found] = decode_answer_untrusted(answer(addresses=many), 7)
    assert found.addresses == many[:MOST_ADDRESSES]


HEAD = struct.pack(">6H", 7, 0x8400, 0, 1, 0, 0)


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        encode_question(7),
        answer(number=8),
        struct.pack(">6H", 7, 0x8400, 0, MOST_RECORDS, 1, 0),
        HEAD,
        HEAD + b"\xc0\x0c",
        HEAD + b"\x01a\xc0\x0c\0\x01\0\x01\0\0\0\0\0\0",
        HEAD + b"\xc0\xff\0\x01\0\x01\0\0\0\0\0\0",
        HEAD + b"\x80a\0\0\x01\0\x01\0\0\0\0\0\0",
        HEAD + b"\x3f" + b"a" * 63 + b"\x3f" + b"a" * 63 + (b"\x3f" + b"a" * 63) * 3 + b"\0",
        HEAD + b"\0\0\x01\0\x01\0\0\0\0\xff\xff",
    ],
    ids=[
        "empty",
        "a question",
        "another number",
        "too many",
        "none",
        "itself",
        "a circle",
        "forward",
        "reserved",
        "long",
        "short",
    ],
)
def test_what_is_no_answer(datagram: bytes) -> None:
    with pytest.raises(BadPacket):
        decode_answer_untrusted(datagram, 7)


def chained(pointers: int) -> bytes:
    """A record whose name is reached by so many."""
    data = HEAD[:6] + struct.pack(">3H", 2, 0, 0)
    chain = b"\0" + b"".join(
        struct.pack(">H", 0xC000 | (23 + max(0, 2 * at - 1))) for at in range(pointers - 1)
    )
    last = struct.pack(">H", 0xC000 | (23 + max(0, 2 * pointers - 3)))
    first = b"\0" + struct.pack(">HHIH", 99, 1, 0, len(chain)) + chain
    return data + first + last + struct.pack(">HHIH", 99, 1, 0, 0)


def test_a_name_is_followed_so_far_and_no_farther() -> None:
    assert decode_answer_untrusted(chained(MOST_POINTERS), 7) == []
    with pytest.raises(BadPacket):
        decode_answer_untrusted(chained(MOST_POINTERS + 1), 7)


def test_an_answer_has_a_size() -> None:
    whole = answer()
    assert decode_answer_untrusted(whole.ljust(LARGEST, b"\0"), 7)
    with pytest.raises(BadPacket):
        decode_answer_untrusted(whole.ljust(LARGEST + 1, b"\0"), 7)


@given(data=st.data())
def test_any_bytes_decode_or_are_bad(data: st.DataObject) -> None:
    whole = answer()
    changed = bytearray(whole)
    for at in data.draw(st.lists(st.integers(2, len(whole) - 1), max_size=4)):
        changed[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(whole)))
    for mutant in (bytes(changed), whole[:end], whole[:12] + data.draw(st.binary(max_size=300))):
        try:
            for found in decode_answer_untrusted(mutant, 7):
                assert len(found.id) == 15
        except BadPacket:
            continue
