from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire import BadPacket
from shared.wire.packets import (
    MAX_DATAGRAM_SIZE,
    MIN_DATA_SIZE,
    VERSION,
    Fin,
    Hello,
    Mode,
    Reset,
    Resp,
    Retry,
    data_header,
    data_header_untrusted,
    head_untrusted,
)

CID = 0x0102030405060708
KEY = bytes(range(32))
COOKIE = b"c" * 16
HELLO = Hello(CID, Mode.OPEN, KEY)
INIT = Hello(CID, Mode.INVITE, KEY, b"t" * 16, COOKIE)

u64 = st.integers(0, 2**64 - 1)
bytes16 = st.binary(min_size=16, max_size=16)


@pytest.mark.parametrize(
    ("datagram", "size", "start"),
    [
        (HELLO.encode(), 1200, "f8 02 0102030405060708 00" + KEY.hex() + "00" * 32),
        (INIT.encode(), 1200, "fa 02 0102030405060708 01" + KEY.hex() + "74" * 16 + "63" * 16),
        (Retry(CID, Mode.INVITE, COOKIE).encode(), 27, "f9 02 0102030405060708 01" + "63" * 16),
        (
            Retry(CID, Mode.OPEN, COOKIE, is_queued=True).encode(),
            27,
            "f9 02 0102030405060708 02" + "63" * 16,
        ),
        (Resp(CID, b"n" * 96).encode(), 105, "fb 0102030405060708 6e"),
        (Fin(CID, b"t" * 16, b"n" * 64).encode(), 89, "fc 0102030405060708" + "74" * 16 + "6e"),
        (data_header(0, CID, 258), 17, "fd 0102030405060708 0000000000000102"),
        (data_header(1, CID, 258), 17, "fe 0102030405060708 0000000000000102"),
        (Reset(b"t" * 16).encode(b"r" * 23), 40, "ff" + "72" * 23 + "74" * 16),
        (Reset(b"t" * 16).encode(b"r" * 30), 47, "ff" + "72" * 30 + "74" * 16),
    ],
)
def test_bytes_stand_where_the_tables_say(datagram: bytes, size: int, start: str) -> None:
    assert len(datagram) == size
    assert datagram.startswith(bytes.fromhex(start))


@given(u64, st.sampled_from(Mode), st.binary(min_size=32, max_size=32), bytes16, bytes16)
def test_hello_and_init_come_back(
    cid: int, mode: Mode, key: bytes, cookie: bytes, tag: bytes
) -> None:
    hello = Hello(cid, mode, key, tag if mode is Mode.INVITE else bytes(16), cookie)
    assert Hello.decode_untrusted(hello.encode()) == hello
    assert head_untrusted(hello.encode()) == (VERSION, cid)


@given(u64, st.sampled_from(Mode), bytes16, st.integers(0, 255))
def test_retry_comes_back(cid: int, mode: Mode, cookie: bytes, version: int) -> None:
    retry = Retry(cid, mode, cookie, version)
    assert Retry.decode_untrusted(retry.encode()) == retry


@given(u64, bytes16, st.binary(min_size=96, max_size=390))
def test_resp_and_fin_come_back(cid: int, token_id: bytes, noise: bytes) -> None:
    resp, fin = Resp(cid, noise), Fin(cid, token_id, noise)
    assert Resp.decode_untrusted(resp.encode()) == resp
    assert Fin.decode_untrusted(fin.encode()) == fin


@given(bytes16, st.binary(min_size=23, max_size=30))
def test_reset_comes_back_and_is_smaller_than_any_data(token: bytes, filler: bytes) -> None:
    datagram = Reset(token).encode(filler)
    assert Reset.decode_untrusted(datagram) == Reset(token)
    assert len(datagram) < MIN_DATA_SIZE


@given(st.sampled_from([0, 1]), u64, u64, st.integers(MIN_DATA_SIZE, MAX_DATAGRAM_SIZE))
def test_data_header_comes_back(phase: int, cid: int, number: int, size: int) -> None:
    datagram = data_header(phase, cid, number).ljust(size, b"x")
    assert data_header_untrusted(datagram) == (phase, cid, number)


def test_prologue_and_cookie_cover_the_same_bytes_of_hello_and_init() -> None:
    init = replace(HELLO, cookie=COOKIE)
    assert init.prologue == HELLO.prologue == b"parley-native-1" + HELLO.encode()[1:43]
    assert init.cookie_fields == HELLO.cookie_fields == HELLO.encode()[1:59]
    # A tag depends on the prologue, so the prologue may not depend on it.
    assert replace(INIT, tag=b"u" * 16).prologue == INIT.prologue
    assert replace(INIT, tag=b"u" * 16).cookie_fields != INIT.cookie_fields


def test_noise_message_1_has_a_tag_in_mode_invite_only() -> None:
    assert HELLO.noise == KEY
    assert INIT.noise == KEY + b"t" * 16


def changed(datagram: bytes, at: int, value: int) -> bytes:
    return datagram[:at] + bytes((value,)) + datagram[at + 1 :]


@pytest.mark.parametrize(
    ("datagram", "why"),
    [
        (b"", "1200"),
        (HELLO.encode()[:-1], "1200"),
        (HELLO.encode() + b"\0", "1200"),
        (changed(HELLO.encode(), 0, 0xF9), "neither"),
        (changed(HELLO.encode(), 1, 1), "version"),
        (changed(HELLO.encode(), 10, 2), "mode"),
        (changed(HELLO.encode(), 0, 0xFA), "cookie"),
        (changed(HELLO.encode(), 43, 1), "tag"),
        (changed(HELLO.encode(), 59, 1), "cookie"),
        (changed(HELLO.encode(), 75, 1), "padding"),
        (changed(HELLO.encode(), 1199, 1), "padding"),
        (changed(INIT.encode(), 0, 0xF8), "cookie"),
    ],
)
def test_a_hello_that_is_wrong(datagram: bytes, why: str) -> None:
    with pytest.raises(BadPacket, match=why):
        Hello.decode_untrusted(datagram)


def test_the_head_is_readable_in_every_version() -> None:
    assert head_untrusted(changed(HELLO.encode(), 1, 77)) == (77, CID)


Decoder = Callable[[bytes], object]
DECODERS = [
    (Hello.decode_untrusted, 0xF8),
    (head_untrusted, 0xF8),
    (Retry.decode_untrusted, 0xF9),
    (Hello.decode_untrusted, 0xFA),
    (Resp.decode_untrusted, 0xFB),
    (Fin.decode_untrusted, 0xFC),
    (data_header_untrusted, 0xFD),
    (data_header_untrusted, 0xFE),
    (Reset.decode_untrusted, 0xFF),
]


@pytest.mark.parametrize(("decode", "kind"), DECODERS)
@pytest.mark.parametrize("size", [*range(110), 399, 400, 599, 600, 1199, 1200, 1201])
def test_sizes_and_kinds_are_the_tables_own(decode: Decoder, kind: int, size: int) -> None:
    sizes = {
        0xF8: range(1200, 1201),
        0xF9: range(27, 28),
        0xFA: range(1200, 1201),
        0xFB: range(105, 400),
        0xFC: range(89, 600),
        0xFD: range(64, 1201),
        0xFE: range(64, 1201),
        0xFF: range(40, 48),
    }
    datagram = bytes((kind, VERSION)).ljust(size, b"\0")[:size]
    if kind == 0xFA and size == 1200:
        datagram = INIT.encode()
    if size in sizes[kind]:
        decode(datagram)
    else:
        with pytest.raises(BadPacket):
            decode(datagram)
    if size:
        with pytest.raises(BadPacket):
            decode(b"a" + datagram[1:])


@given(st.sampled_from(DECODERS), st.binary(max_size=1300))
def test_any_bytes_decode_or_are_bad(decoder: tuple[Decoder, int], rest: bytes) -> None:
    decode, kind = decoder
    for datagram in (
        rest,
        bytes((kind,)) + rest,
        (bytes((kind, VERSION)) + rest).ljust(1200, b"\0"),
    ):
        try:
            decode(datagram)
        except BadPacket as error:
            assert repr(datagram) not in str(error)  # noqa: PT017 - either way is right


@pytest.mark.parametrize(
    "encode",
    [
        lambda: Resp(CID, bytes(391)).encode(),
        lambda: Fin(CID, COOKIE, bytes(575)).encode(),
        lambda: Reset(COOKIE).encode(bytes(22)),
        lambda: Reset(COOKIE).encode(bytes(31)),
    ],
)
def test_sizes_out_of_bounds_are_misuse(encode: Callable[[], bytes]) -> None:
    with pytest.raises(ValueError, match="must be"):
        encode()


def test_a_reset_token_stays_out_of_sight() -> None:
    assert "tttt" not in repr(Reset(b"t" * 16))
