from hashlib import blake2s

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.identity import (
    CID_TAG_SIZE,
    Identity,
    ServerKeys,
    fingerprint,
    invite_psk,
    invite_token_id,
    person_id,
    server_id,
    spell_server_id,
    verify_binding_untrusted,
)
from shared.wire import BadPacket

SEED = bytes(range(32))
SERVER = ServerKeys(b"s" * 32)


def static_public(identity: Identity) -> bytes:
    return identity.static.public_key().public_bytes_raw()


def test_a_seed_always_gives_the_same_person() -> None:
    # Fixed values: a change here would make everybody a stranger to their server.
    person = Identity(SEED)
    assert person.public == bytes.fromhex(
        "aa53d171ae0e937869447b22cf35ecbd7bed036bef58c360982a093a5adb2d3d"
    )
    assert static_public(person) == bytes.fromhex(
        "dd1ca566dd8c58592d3502962ad18035c219d28c6f76d4cebc4f0772c9461151"
    )
    assert person_id(person.public) == 0x82D96B8ABAD9F5E6
    assert fingerprint(SERVER.public) == "3jpx-pgf2-jwkj-3e6i-udvz-lx2b"


def test_identity_and_static_key_are_not_the_same_secret() -> None:
    person = Identity(SEED)
    assert person.public != static_public(person)
    assert ServerKeys(SEED).public != static_public(person)
    assert Identity(b"t" * 32).public != person.public


def test_the_person_id_is_the_head_of_the_whole_hash() -> None:
    public = Identity(SEED).public
    assert person_id(public).to_bytes(8, "big") == blake2s(public).digest()[:8]


def test_the_binding_is_over_label_server_key_client_key() -> None:
    person = Identity(SEED)
    content = b"parley-binding-1" + SERVER.public + static_public(person)
    Ed25519PublicKey.from_public_bytes(person.public).verify(person.bind(SERVER.public), content)
    verify_binding_untrusted(
        person.public, person.bind(SERVER.public), SERVER.public, static_public(person)
    )


@pytest.mark.parametrize("changed", range(4))
def test_a_binding_holds_for_nothing_else(changed: int) -> None:
    person, other = Identity(SEED), Identity(b"o" * 32)
    parts = [person.public, person.bind(SERVER.public), SERVER.public, static_public(person)]
    others = [other.public, other.bind(SERVER.public), b"k" * 32, static_public(other)]
    parts[changed] = others[changed]
    with pytest.raises(BadPacket):
        verify_binding_untrusted(*parts)


@given(st.binary(max_size=40), st.binary(max_size=70))
def test_any_bytes_are_a_bad_packet(identity: bytes, signature: bytes) -> None:
    with pytest.raises(BadPacket):
        verify_binding_untrusted(identity, signature, SERVER.public, SERVER.public)


def test_a_server_has_the_same_cid_tag_after_a_restart() -> None:
    assert ServerKeys(b"s" * 32).cid_tag == SERVER.cid_tag
    assert len(SERVER.cid_tag) == CID_TAG_SIZE
    assert ServerKeys(b"s" * 32, b"node 2").cid_tag != SERVER.cid_tag


def test_reset_tokens_differ_by_session_node_and_server() -> None:
    tokens = {
        SERVER.reset_token(1),
        SERVER.reset_token(2),
        ServerKeys(b"s" * 32, b"node 2").reset_token(1),
        ServerKeys(b"t" * 32).reset_token(1),
    }
    assert len(tokens) == 4
    assert ServerKeys(b"s" * 32).reset_token(1) in tokens


def test_an_invite_is_for_one_server_and_its_id_does_not_tell_it() -> None:
    token = b"t" * 16
    assert invite_psk(token, SERVER.public) == invite_psk(token, SERVER.public)
    assert invite_psk(token, SERVER.public) != invite_psk(token, b"k" * 32)
    assert len(invite_token_id(token)) == 16
    assert invite_token_id(token) not in (token, invite_psk(token, SERVER.public)[:16])


def test_misuse_is_not_a_bad_packet() -> None:
    for misuse in (
        lambda: Identity(b"short"),
        lambda: invite_psk(b"password", SERVER.public),
        lambda: invite_token_id(b"password"),
    ):
        with pytest.raises(ValueError, match="bytes") as error:
            misuse()
        assert not isinstance(error.value, BadPacket)


def test_secrets_stay_out_of_sight() -> None:
    assert SEED.hex() not in repr(Identity(SEED))
    assert repr(b"s" * 32) not in repr(SERVER)


def test_a_server_is_named_by_what_its_fingerprint_shows() -> None:
    key = b"k" * 32
    assert len(server_id(key)) == 15
    assert spell_server_id(server_id(key)) == fingerprint(key)
