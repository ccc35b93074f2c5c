"""Frames: exact bytes, strictness, and that nothing but BadPacket ever comes out."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire import BadPacket, frames

U64 = st.integers(0, 2**64 - 1)

TABLE = [
    ("01", (frames.PING, 0, 0, 0, b"")),
    ("02 0000000000000009 000003e8 0000000000000005", (frames.ACK, 9, 1000, 5, b"")),
    ("03 02 0000000000000100", (frames.MAX_DATA, 256, 2, 0, b"")),
    ("04 0102030405060708", (frames.PATH_CHALLENGE, 0, 0, 0, bytes(range(1, 9)))),
    ("05 0102030405060708", (frames.PATH_RESPONSE, 0, 0, 0, bytes(range(1, 9)))),
    ("06", (frames.HANDSHAKE_DONE, 0, 0, 0, b"")),
    ("07 0010 03 627965", (frames.CLOSE, 16, 0, 0, b"bye")),
    ("11 0000000000000007 01 0002 6869", (frames.RUN, 7, 1, 0, b"hi")),
    ("12 0000000000000007 01 8002 6869", (frames.RUN, 7, 2, 1, b"hi")),
    ("41 0003 616263", (frames.PING, 0, 0, 0, b"")),
]


@pytest.mark.parametrize(("octets", "frame"), TABLE)
def test_decodes_the_table(octets: str, frame: frames.Frame) -> None:
    assert frames.decode_untrusted(bytes.fromhex(octets)) == [frame]


def test_encoders_write_the_table() -> None:
    assert frames.encode_ack(9, 0.001, 5).hex(" ", -8) == bytes.fromhex(TABLE[1][0]).hex(" ", -8)
    assert frames.encode_max_data(2, 256) == bytes.fromhex(TABLE[2][0])
    assert frames.encode_path(frames.PATH_CHALLENGE, bytes(range(1, 9))) == bytes.fromhex(
        TABLE[3][0]
    )
    assert frames.encode_close(16, "bye") == bytes.fromhex(TABLE[6][0])
    hi, begun = frames.encode_piece(b"hi"), frames.encode_piece(b"hi", more=True)
    assert frames.encode_run(1, 7, (hi,)) == bytes.fromhex(TABLE[7][0])
    assert frames.encode_run(2, 7, (begun,)) == bytes.fromhex(TABLE[8][0])


@pytest.mark.parametrize("octets", [octets for octets, _ in TABLE if len(octets) > 2])
def test_every_frame_cut_short_is_refused(octets: str) -> None:
    whole = bytes.fromhex(octets)
    for end in range(1, len(whole)):
        with pytest.raises(BadPacket):
            frames.decode_untrusted(whole[:end])


@pytest.mark.parametrize(
    "octets",
    [
        "",  # no frames
        "08",
        "0f",
        "13 0000000000000007 01 0002 6869",  # lane 3
        "14 0000000000000007 01 0002 6869",
        "11 0000000000000007 00",  # no pieces
        "11 0000000000000007 02 0002 6869",  # one of two
        "40 0001 61",
        "00 00 01",  # padding that is not zero
        "11 0000000000000007 01 0000",  # empty piece
        "11 0000000000000007 01 8000",
        "03 03 0000000000000100",  # credit for lane 3
        "02 0000000000000002 00000000 0000000000000004",  # acknowledges packet -1
        "07 0010 65" + "61" * 101,  # reason too long
    ],
)
def test_refuses(octets: str) -> None:
    with pytest.raises(BadPacket):
        frames.decode_untrusted(bytes.fromhex(octets))


def test_padding_ends_the_packet() -> None:
    assert frames.decode_untrusted(b"\x01" + bytes(40)) == [(frames.PING, 0, 0, 0, b"")]
    assert frames.decode_untrusted(bytes(40)) == []


def test_piece_of_the_largest_size_passes_and_one_more_does_not() -> None:
    largest = frames.encode_piece(b"x" * frames.MAX_PIECE)
    assert len(frames.decode_untrusted(frames.encode_run(0, 0, (largest,)))) == 1
    too_large = frames.encode_piece(b"x" * (frames.MAX_PIECE + 1))
    with pytest.raises(BadPacket):
        frames.decode_untrusted(frames.encode_run(0, 0, (too_large,)))


def test_close_reason_is_cut_between_characters() -> None:
    [(_, _, _, _, reason)] = frames.decode_untrusted(frames.encode_close(1, "é" * 80))
    assert reason.decode() == "é" * 50


def test_a_path_token_of_another_size_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="8 bytes") as caught:
        frames.encode_path(frames.PATH_CHALLENGE, b"short")
    assert not isinstance(caught.value, BadPacket)


@given(U64, st.floats(0, 1e6), st.integers(0, 2**64 - 1))
def test_ack_round_trip(largest: int, delay_s: float, bitmap: int) -> None:
    bitmap &= (1 << min(largest, 64)) - 1
    [frame] = frames.decode_untrusted(frames.encode_ack(largest, delay_s, bitmap))
    assert frame == (frames.ACK, largest, min(int(delay_s * 1e6), 2**32 - 1), bitmap, b"")


PIECES = st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=50)), min_size=1)


@given(st.integers(0, 2), U64, PIECES)
def test_runs_round_trip(lane: int, first: int, pieces: list[tuple[bool, bytes]]) -> None:
    run = frames.encode_run(lane, first, [frames.encode_piece(data, more) for more, data in pieces])
    want = [(frames.RUN, first + n, lane, int(m), data) for n, (m, data) in enumerate(pieces)]
    assert frames.decode_untrusted(run + b"\x01")[:-1] == want


def test_an_ack_alone_is_read_as_any_other() -> None:
    ack = frames.encode_ack(9, 0.001, 5)
    assert frames.read_lone_ack_untrusted(ack + bytes(10)) == (9, 1000, 5)
    for other in (
        ack + bytes(9) + b"\x01",
        ack + frames.encode_max_data(0, 1),
        b"\x01" + bytes(30),
        frames.encode_ack(0, 0.0, 1) + bytes(10),  # acknowledges packet -1
    ):
        assert frames.read_lone_ack_untrusted(other) is None


@given(st.binary(max_size=200))
def test_garbage_raises_only_bad_packet(payload: bytes) -> None:
    with suppress(BadPacket):
        frames.decode_untrusted(payload)
