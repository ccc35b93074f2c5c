"""The state that a handshake accumulates. Noise's vectors test it as a whole; here its promises."""

import hmac
from hashlib import blake2s

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.symmetric import SymmetricState, hkdf
from shared.wire import BadPacket

NAME = b"Noise_XX_25519_ChaChaPoly_BLAKE2s"
KEY = b"k" * 32


def pair() -> tuple[SymmetricState, SymmetricState]:
    return SymmetricState(NAME, b"prologue"), SymmetricState(NAME, b"prologue")


def test_it_begins_with_the_hash_of_the_name_and_mixes_the_prologue() -> None:
    state = SymmetricState(NAME, b"prologue")
    first = blake2s(NAME).digest()
    assert state.chaining_key == first
    assert state.hash == blake2s(first + b"prologue").digest()
    assert state.key is None


def test_hkdf_is_that_of_the_specification() -> None:
    """Section 4.3, written down a second time with the streaming interface."""

    def mac(key: bytes, data: bytes) -> bytes:
        return hmac.new(key, data, blake2s).digest()

    temporary = mac(KEY, b"material")
    one = mac(temporary, b"\x01")
    two = mac(temporary, one + b"\x02")
    assert hkdf(KEY, b"material") == (one, two, mac(temporary, two + b"\x03"))


def test_before_there_is_a_key_nothing_is_hidden_but_all_is_hashed() -> None:
    sender, receiver = pair()
    assert sender.encrypt_and_hash(b"text") == b"text"
    assert receiver.decrypt_and_hash_untrusted(b"text") == b"text"
    assert sender.hash == receiver.hash == blake2s(pair()[0].hash + b"text").digest()


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_what_one_seals_the_other_opens_and_both_agree(texts: list[bytes]) -> None:
    sender, receiver = pair()
    sender.mix_key(KEY)
    receiver.mix_key(KEY)
    for text in texts:
        sealed = sender.encrypt_and_hash(text)
        assert len(sealed) == len(text) + 16
        assert receiver.decrypt_and_hash_untrusted(sealed) == text
    assert (sender.hash, sender.nonce) == (receiver.hash, receiver.nonce)


def test_the_hash_is_authenticated() -> None:
    sender, receiver = pair()
    for state in (sender, receiver):
        state.mix_key(KEY)
    receiver.mix_hash(b"something else was said before")
    before = receiver.hash, receiver.nonce
    with pytest.raises(BadPacket):
        receiver.decrypt_and_hash_untrusted(sender.encrypt_and_hash(b"text"))
    assert (receiver.hash, receiver.nonce) == before


def test_every_key_mixed_in_begins_at_nonce_0() -> None:
    state, _ = pair()
    state.mix_key(KEY)
    state.encrypt_and_hash(b"x")
    assert state.nonce == 1
    state.mix_key_and_hash(KEY)
    assert state.nonce == 0


def test_an_ephemeral_makes_a_key_only_where_there_is_a_psk() -> None:
    without, with_psk = pair()
    without.mix_ephemeral(b"e" * 32, with_psk=False)
    with_psk.mix_ephemeral(b"e" * 32, with_psk=True)
    assert without.hash == with_psk.hash
    assert without.key is None
    assert with_psk.key is not None


def test_no_secret_shows() -> None:
    state, _ = pair()
    state.mix_key(KEY)
    assert state.chaining_key.hex() not in repr(state)
    assert repr(state.chaining_key) not in repr(state)
