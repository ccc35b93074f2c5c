import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.noise import MAX_MESSAGE_SIZE, Handshake, exchange_untrusted
from shared.crypto.seal import SealKey
from shared.wire import BadPacket

VECTORS = json.loads(Path(__file__).with_name("noise_vectors.json").read_text())
PSK = b"p" * 32

# Every 32-byte string that decodes to a point of small order (RFC 7748's curve has these u, and
# their non-canonical forms): https://cr.yp.to/ecdh.html lists them.
SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
]


def key(name: str, vector: dict[str, Any]) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(vector[name]))


def side(vector: dict[str, Any], role: str) -> Handshake:
    return Handshake(
        initiator=role == "init",
        prologue=bytes.fromhex(vector["prologue"]),
        static=key(f"{role}_static", vector),
        ephemeral=key(f"{role}_ephemeral", vector),
        with_psk=bool(vector["psk"]),
    )


def pair(with_psk: bool = False) -> tuple[Handshake, Handshake]:
    vector = VECTORS[-1 if with_psk else 0]
    return side(vector, "init"), side(vector, "resp")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['protocol']}-{v['prologue'][:4]}")
def test_matches_another_implementation(vector: dict[str, Any]) -> None:
    sides = side(vector, "init"), side(vector, "resp")
    psk = bytes.fromhex(vector["psk"]) or None
    for turn, message in enumerate(vector["messages"][:3]):
        writer, reader = sides[turn % 2], sides[1 - turn % 2]
        written = writer.write(bytes.fromhex(message["payload"]), psk)
        assert written.hex() == message["message"]
        assert reader.read_untrusted(written, psk).hex() == message["payload"]
    assert sides[0].split() == sides[1].split()
    assert sides[0].handshake_hash.hex() == vector["handshake_hash"]
    assert sides[1].handshake_hash.hex() == vector["handshake_hash"]
    keys = [SealKey(k) for k in sides[0].split()]
    for turn, message in enumerate(vector["messages"][3:]):
        # The fourth message is the responder's: six messages take turns, three from each side.
        direction, number = (turn + 1) % 2, turn // 2
        sealed = keys[direction].seal(number, b"", bytes.fromhex(message["payload"]))
        assert sealed.hex() == message["message"]


def test_both_protocol_names_have_vectors() -> None:
    assert {v["protocol"] for v in VECTORS} == {
        "Noise_XX_25519_ChaChaPoly_BLAKE2s",
        "Noise_XXpsk3_25519_ChaChaPoly_BLAKE2s",
    }


def test_each_learns_the_others_static_key() -> None:
    client, server = pair()
    server.read_untrusted(client.write(b""))
    client.read_untrusted(server.write(b""))
    server.read_untrusted(client.write(b""))
    public = {role: key(f"{role}_static", VECTORS[0]).public_key() for role in ("init", "resp")}
    assert client.remote_static == public["resp"].public_bytes_raw()
    assert server.remote_static == public["init"].public_bytes_raw()


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_secret_of_zeros_is_refused(public: str) -> None:
    with pytest.raises(BadPacket, match="small order"):
        exchange_untrusted(key("init_static", VECTORS[0]), bytes.fromhex(public))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_an_ephemeral_of_small_order_stops_the_handshake(public: str) -> None:
    client, server = pair()
    client.write(b"")
    server.read_untrusted(bytes.fromhex(public))
    with pytest.raises(BadPacket):
        server.write(b"")
    with pytest.raises(BadPacket):
        client.read_untrusted(bytes.fromhex(public) + bytes(100))


@pytest.mark.parametrize("with_psk", [False, True])
def test_a_message_that_does_not_open_changes_nothing(with_psk: bool) -> None:
    client, server = pair(with_psk)
    first = client.write(b"", PSK)
    server.read_untrusted(first, PSK)
    second = server.write(b"greeting", PSK)
    # Message 1 has nothing to check without a psk; 2 and 3 are checked bit for bit.
    for at in range(len(second)):
        with pytest.raises(BadPacket):
            client.read_untrusted(flipped(second, at), PSK)
    assert client.read_untrusted(second, PSK) == b"greeting"
    third = client.write(b"me", PSK)
    for at in range(len(third)):
        with pytest.raises(BadPacket):
            server.read_untrusted(flipped(third, at), PSK)
    assert server.read_untrusted(third, PSK) == b"me"
    assert server.split() == client.split()


def test_another_psk_does_not_open() -> None:
    client, server = pair(with_psk=True)
    server.read_untrusted(client.write(b""))
    client.read_untrusted(server.write(b""))
    third = client.write(b"me", PSK)
    with pytest.raises(BadPacket):
        server.read_untrusted(third, b"q" * 32)
    assert server.read_untrusted(third, PSK) == b"me"


@given(st.binary(max_size=300))
def test_any_bytes_open_or_are_bad(message: bytes) -> None:
    client, server = pair()
    first = client.write(b"")
    with pytest.raises(BadPacket):
        client.read_untrusted(message)
    if len(message) < 32:
        with pytest.raises(BadPacket):
            server.read_untrusted(message)
    assert server.read_untrusted(first) == b""


def test_a_message_longer_than_noise_allows_is_refused() -> None:
    _, server = pair()
    with pytest.raises(BadPacket, match="longer"):
        server.read_untrusted(bytes(MAX_MESSAGE_SIZE + 1))


def test_misuse_is_not_a_bad_packet() -> None:
    client, server = pair(with_psk=True)
    with pytest.raises(RuntimeError, match="turn"):
        server.write(b"")
    with pytest.raises(RuntimeError, match="not over"):
        client.split()
    with pytest.raises(RuntimeError, match="not over"):
        _ = client.handshake_hash
    with pytest.raises(RuntimeError, match="static"):
        _ = client.remote_static
    server.read_untrusted(client.write(b""))
    client.read_untrusted(server.write(b""))
    with pytest.raises(ValueError, match="psk"):
        client.write(b"")
    client.write(b"", PSK)
    with pytest.raises(RuntimeError, match="turn"):
        client.read_untrusted(b"")


def flipped(message: bytes, at: int) -> bytes:
    return message[:at] + bytes((message[at] ^ 0x40,)) + message[at + 1 :]
