import weakref

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.seal import REKEY_NONCE, TAG_SIZE, SealKey, WarmKeys
from shared.wire import BadPacket

KEY = bytes(range(32))


@given(st.integers(0, REKEY_NONCE - 1), st.binary(max_size=40), st.binary(max_size=1200))
def test_opens_what_it_sealed(number: int, header: bytes, plaintext: bytes) -> None:
    sealed = SealKey(KEY).seal(number, header, plaintext)
    assert len(sealed) == len(plaintext) + TAG_SIZE
    assert SealKey(KEY).open_untrusted(number, header, sealed) == plaintext


def test_the_nonce_is_four_zeros_and_the_number_little_endian() -> None:
    nonce = bytes.fromhex("00000000 0807060504030201")
    expected = ChaCha20Poly1305(KEY).encrypt(nonce, b"text", b"header")
    assert SealKey(KEY).seal(0x0102030405060708, b"header", b"text") == expected


@pytest.mark.parametrize(
    ("number", "header", "sealed_change"),
    [(8, b"header", 0), (7, b"Header", 0), (7, b"header", 1), (7, b"", 0)],
)
def test_anything_else_is_bad(number: int, header: bytes, sealed_change: int) -> None:
    key = SealKey(KEY)
    sealed = bytearray(key.seal(7, b"header", b"text"))
    sealed[0] ^= sealed_change
    with pytest.raises(BadPacket):
        key.open_untrusted(number, header, bytes(sealed))


@given(st.integers(0, 2**64 - 1), st.binary(max_size=100))
def test_strangers_bytes_are_bad_packets(number: int, sealed: bytes) -> None:
    with pytest.raises(BadPacket):
        SealKey(KEY).open_untrusted(number, b"", sealed)


def test_next_is_noise_rekey() -> None:
    rekeyed = ChaCha20Poly1305(KEY).encrypt(bytes(4) + b"\xff" * 8, bytes(32), b"")[:32]
    assert SealKey(KEY).next().seal(1, b"h", b"x") == SealKey(rekeyed).seal(1, b"h", b"x")


def test_numbers_end_before_the_nonce_of_rekey() -> None:
    with pytest.raises(OverflowError):
        SealKey(KEY).seal(REKEY_NONCE, b"", b"")


def test_a_rested_key_works_on() -> None:
    key = SealKey(KEY)
    before = key.seal(1, b"h", b"text")
    key.rest()
    assert key.seal(1, b"h", b"text") == before


def test_a_key_has_32_bytes_and_stays_out_of_sight() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SealKey(KEY[:31])
    assert KEY.hex() not in repr(SealKey(KEY))
    assert repr(KEY) not in repr(SealKey(KEY))


def test_only_the_last_keys_of_a_server_keep_a_cipher() -> None:
    warm = WarmKeys(2)
    keys = [SealKey(bytes([i]) * 32, warm) for i in range(4)]
    for number in range(3):
        for key in keys:
            key.seal(number, b"", b"text")
    assert [key._cipher is not None for key in keys] == [False, False, True, True]
    sealed = SealKey(bytes(32)).seal(7, b"header", b"text")
    assert keys[0].open_untrusted(7, b"header", sealed) == b"text"


def test_a_key_that_was_dropped_is_not_kept_by_those_that_are_warm() -> None:
    key = SealKey(bytes(32), WarmKeys(2))
    key.seal(0, b"", b"text")
    gone = weakref.ref(key)
    del key
    assert gone() is None
