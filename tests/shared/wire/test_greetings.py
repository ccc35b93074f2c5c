from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire import BadPacket
from shared.wire.greetings import ClientGreeting, ServerGreeting

ID = b"i" * 16
SERVER = [2**64 - 1, ID, [1, 2, 3], "server"]
CLIENT = [b"k" * 32, b"s" * 64, "alice", ID, False, ID, 2**64 - 1, ID]
TABLES = [(ServerGreeting, SERVER), (ClientGreeting, CLIENT)]
Greeting = type[ServerGreeting] | type[ClientGreeting]


@pytest.mark.parametrize(("greeting", "elements"), TABLES)
def test_is_an_array_that_may_grow(greeting: Greeting, elements: list[Any]) -> None:
    payload = msgspec.msgpack.encode(elements)
    decoded = greeting.decode_untrusted(payload)
    assert decoded.encode() == payload
    assert greeting.decode_untrusted(msgspec.msgpack.encode([*elements, {"new": [1]}])) == decoded


def changed(elements: list[Any], at: int, value: object) -> list[Any]:
    return [*elements[:at], value, *elements[at + 1 :]]


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, -1),
        (0, "1"),
        (1, ID[1:]),
        (1, ID + b"x"),
        (2, [1, 2]),
        (2, [1, 2, 2**32]),
        (2, [1, 2, -1]),
        (3, "x" * 49),
        (3, 7),
    ],
)
def test_a_server_greeting_that_is_wrong(at: int, value: object) -> None:
    with pytest.raises(BadPacket):
        ServerGreeting.decode_untrusted(msgspec.msgpack.encode(changed(SERVER, at, value)))


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, b"k" * 31),
        (1, b"s" * 65),
        (2, ""),
        (2, "x" * 33),
        (3, None),
        (4, 1),
        (5, b""),
        (6, -1),
        (6, 1.5),
        (7, ID + ID),
    ],
)
def test_a_client_greeting_that_is_wrong(at: int, value: object) -> None:
    with pytest.raises(BadPacket):
        ClientGreeting.decode_untrusted(msgspec.msgpack.encode(changed(CLIENT, at, value)))


@pytest.mark.parametrize(("greeting", "elements"), TABLES)
@given(data=st.data())
def test_any_bytes_decode_or_are_bad(
    greeting: Greeting, elements: list[Any], data: st.DataObject
) -> None:
    payload = bytearray(msgspec.msgpack.encode(elements))
    for at in data.draw(st.lists(st.integers(0, len(payload) - 1), max_size=3)):
        payload[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(payload)))
    for mutant in (bytes(payload), bytes(payload[:end]), data.draw(st.binary(max_size=300))):
        try:
            greeting.decode_untrusted(mutant)
        except BadPacket:
            continue


@pytest.mark.parametrize(
    "tail",
    [b"\xa2\xff\xfe", b"\x91" * 500, b"\x91" * 100_000 + b"\x01", b"\xdd\xff\xff\xff\xff", b"\xc1"],
    ids=["utf8", "nested", "deep", "huge", "reserved"],
)
def test_nothing_at_the_end_gets_out(tail: bytes) -> None:
    head = msgspec.msgpack.encode(SERVER)
    grown = bytes((head[0] + 1,)) + head[1:] + tail
    try:
        assert ServerGreeting.decode_untrusted(grown).name == "server"
    except BadPacket as error:
        assert "parse" in str(error)  # noqa: PT017 - either way is right


def test_the_largest_greetings_fit_their_packets() -> None:
    server = ServerGreeting(2**64 - 1, ID, (2**32 - 1,) * 3, "\U00010000" * 48)
    assert len(ServerGreeting.decode_untrusted(server.encode()).encode()) <= 294
    client = ClientGreeting(b"k" * 32, b"s" * 64, "\U00010000" * 32, ID, True, ID, 2**64 - 1, ID)
    assert len(ClientGreeting.decode_untrusted(client.encode()).encode()) <= 510


def test_the_reset_token_stays_out_of_sight() -> None:
    assert "iiii" not in repr(ServerGreeting(1, ID, (1, 2, 3), "server"))
