import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire import BadPacket
from shared.wire.probes import (
    NAME_CHARACTERS,
    PROBE_SIZE,
    Here,
    decode_probe_untrusted,
    encode_probe,
    is_probe_or_answer,
)

NONCE = b"12345678"
ID = bytes(range(15))
ANSWER = Here(NONCE, ID, "Front desk", 12, True, 1_700_000_000_000)


def test_the_question_byte_for_byte() -> None:
    probe = encode_probe(NONCE)
    assert probe == b"\xf7parley\x01" + NONCE + bytes(240)
    assert decode_probe_untrusted(probe) == NONCE


def test_the_answer_byte_for_byte() -> None:
    data = ANSWER.encode()
    told = struct.pack(">IQ", 12, 1_700_000_000_000)
    assert data == b"\xf6parley\x01" + NONCE + ID + b"\x01" + told + b"Front desk"
    assert Here.decode_untrusted(data) == ANSWER


@pytest.mark.parametrize(
    "name",
    ["x", "x" * 48, "\u6771" * 48, "\U00020000" * 48, "\U00020000" * 60, "e\u0301" * 24],
    ids=["short", "latin", "wide", "widest", "too long", "accents"],
)
def test_no_answer_is_larger_than_its_question(name: str) -> None:
    data = Here(NONCE, ID, name, 2**40, False).encode()
    assert len(data) <= PROBE_SIZE
    assert Here.decode_untrusted(data).name == name[:NAME_CHARACTERS]


@pytest.mark.parametrize("text", ["\u00f7parley", "\u00f6ffnen", "parley", "\u00f6parley"])
def test_no_text_begins_so(text: str) -> None:
    assert not is_probe_or_answer(text.encode())


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        encode_probe(NONCE)[:-1],
        encode_probe(NONCE) + b"\0",
        encode_probe(NONCE)[:-1] + b"x",
        ANSWER.encode().ljust(PROBE_SIZE, b"\0"),
    ],
)
def test_what_is_no_question(datagram: bytes) -> None:
    with pytest.raises(BadPacket):
        decode_probe_untrusted(datagram)


def test_a_question_of_a_later_version_is_one() -> None:
    later = bytearray(encode_probe(NONCE))
    later[7], later[100] = 2, 9
    assert decode_probe_untrusted(bytes(later)) == NONCE


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        ANSWER.encode()[:36],
        b"\xf6parley\x02" + ANSWER.encode()[8:],
        ANSWER.encode() + b"\xff",
        ANSWER.encode() + b"x" * 39,
        encode_probe(NONCE),
    ],
)
def test_what_is_no_answer(datagram: bytes) -> None:
    with pytest.raises(BadPacket):
        Here.decode_untrusted(datagram)


@given(data=st.data())
def test_any_bytes_decode_or_are_bad(data: st.DataObject) -> None:
    for whole in (encode_probe(NONCE), ANSWER.encode()):
        changed = bytearray(whole)
        for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
            changed[at] = data.draw(st.integers(0, 255))
        end = data.draw(st.integers(0, len(whole)))
        for mutant in (bytes(changed), whole[:end], data.draw(st.binary(max_size=300))):
            for decode in (decode_probe_untrusted, Here.decode_untrusted):
                try:
                    decode(mutant)
                except BadPacket:
                    continue
