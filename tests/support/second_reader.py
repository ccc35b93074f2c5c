"""The native door read a second time, from PROTOCOL section 4 alone: no import of Parley's.

Only what a client in another language would have at hand: primitives, hashes and MessagePack. It
takes either side's keys, opens a recorded handshake, and opens and seals DATA.
"""

import hmac
import struct
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SUITE = "25519_ChaChaPoly_BLAKE2s"


def derive(seed: bytes, label: str) -> bytes:
    """4.7"""
    return blake2s(label.encode(), key=seed).digest()


def x25519(private: bytes, public: bytes) -> bytes:
    key = X25519PrivateKey.from_private_bytes(private)
    return key.exchange(X25519PublicKey.from_public_bytes(public))


def x25519_public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def ed25519_public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def check_signature(greeting: list[Any], server_static: bytes, client_static: bytes) -> None:
    """4.1: elements 0 and 1 of FIN's payload."""
    signed = b"parley-binding-1" + server_static + client_static
    Ed25519PublicKey.from_public_bytes(greeting[0]).verify(greeting[1], signed)


# --- 4.1, Noise -------------------------------------------------------------------------------


def hkdf(key: bytes, material: bytes) -> tuple[bytes, bytes, bytes]:
    """Noise 4.3"""
    secret = hmac.digest(key, material, "blake2s")
    first = hmac.digest(secret, b"\1", "blake2s")
    second = hmac.digest(secret, first + b"\2", "blake2s")
    return first, second, hmac.digest(secret, second + b"\3", "blake2s")


def nonce(number: int) -> bytes:
    return bytes(4) + struct.pack("<Q", number)


class Symmetric:
    """Noise 5.2"""

    def __init__(self, pattern: str, prologue: bytes) -> None:
        self.hash = self.chain = blake2s(f"Noise_{pattern}_{SUITE}".encode()).digest()
        self.key = b""
        self.number = 0
        self.mix_hash(prologue)

    def mix_hash(self, data: bytes) -> None:
        self.hash = blake2s(self.hash + data).digest()

    def mix_key(self, material: bytes) -> None:
        self.chain, self.key, _ = hkdf(self.chain, material)
        self.number = 0

    def mix_psk(self, psk: bytes) -> None:
        self.chain, extra, self.key = hkdf(self.chain, psk)
        self.mix_hash(extra)
        self.number = 0

    def open(self, sealed: bytes) -> bytes:
        plaintext = sealed
        if self.key:
            cipher = ChaCha20Poly1305(self.key)
            plaintext = cipher.decrypt(nonce(self.number), sealed, self.hash)
            self.number += 1
        self.mix_hash(sealed)
        return plaintext

    def seal(self, plaintext: bytes) -> bytes:
        sealed = plaintext
        if self.key:
            sealed = ChaCha20Poly1305(self.key).encrypt(nonce(self.number), plaintext, self.hash)
            self.number += 1
        self.mix_hash(sealed)
        return sealed


@dataclass(frozen=True)
class Handshake:
    """What a handshake comes to; the payloads of messages 2 and 3 as MessagePack has them."""

    server_static: bytes
    client_static: bytes
    server_greeting: list[Any]
    client_greeting: list[Any]
    hash: bytes
    client_key: bytes
    """Of DATA, client to server."""
    server_key: bytes


def open_handshake(
    init: bytes,
    resp: bytes,
    fin: bytes,
    *,
    is_client: bool,
    static: bytes,
    ephemeral: bytes,
    psk: bytes = b"",
) -> Handshake:
    """Open messages 1 to 3 with the private keys of one side."""
    mode, theirs, tag = init[10], init[11:43], init[43:59]
    symmetric = Symmetric("XXpsk3" if mode else "XX", b"parley-native-1" + init[1:43])

    def mix_ephemeral(public: bytes) -> None:
        symmetric.mix_hash(public)
        if mode:
            symmetric.mix_key(public)

    mix_ephemeral(theirs)
    symmetric.open(tag if mode else b"")

    message = resp[9:]
    servers = message[:32]
    mix_ephemeral(servers)
    symmetric.mix_key(x25519(ephemeral, servers if is_client else theirs))  # ee
    server_static = symmetric.open(message[32:80])
    # es: the client's ephemeral and the server's static key
    symmetric.mix_key(x25519(ephemeral, server_static) if is_client else x25519(static, theirs))
    server_greeting = symmetric.open(message[80:])

    message = fin[25:]
    client_static = symmetric.open(message[:48])
    # se: the client's static and the server's ephemeral key
    other = servers if is_client else client_static
    symmetric.mix_key(x25519(static if is_client else ephemeral, other))
    if mode:
        symmetric.mix_psk(psk)
    client_greeting = symmetric.open(message[48:])
    client_key, server_key, _ = hkdf(symmetric.chain, b"")
    return Handshake(
        server_static,
        client_static,
        msgspec.msgpack.decode(server_greeting),
        msgspec.msgpack.decode(client_greeting),
        symmetric.hash,
        client_key,
        server_key,
    )


# --- 4.1 and 4.8, DATA ------------------------------------------------------------------------


@dataclass(frozen=True)
class Data:
    phase_bit: int
    cid: bytes
    number: int
    plaintext: bytes


def open_data(datagram: bytes, key: bytes) -> Data:
    assert 64 <= len(datagram) <= 1200
    phase_bit = datagram[0] - 0xFD
    number = int.from_bytes(datagram[9:17], "big")
    plaintext = ChaCha20Poly1305(key).decrypt(nonce(number), datagram[17:], datagram[:17])
    return Data(phase_bit, datagram[1:9], number, plaintext)


def seal_data(data: Data, key: bytes) -> bytes:
    header = bytes((0xFD + data.phase_bit,)) + data.cid + data.number.to_bytes(8, "big")
    plaintext = data.plaintext.ljust(31, b"\0")
    return header + ChaCha20Poly1305(key).encrypt(nonce(data.number), plaintext, header)


def next_key(key: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(nonce(2**64 - 1), bytes(32), b"")[:32]


# --- 4.2, frames ------------------------------------------------------------------------------

_SHAPES = {0x01: "", 0x02: "QIQ", 0x03: "BQ", 0x04: "8s", 0x05: "8s", 0x06: ""}
_LENGTHS = {0x07: "HB"}
_RUNS = (0x10, 0x11, 0x12)


def read_frames(plaintext: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    """(type, what is behind it) for each frame, for a RUN (type, (sequence, whether more of the
    record follows, data)) for each of its pieces; PADDING left out."""
    found: list[tuple[int, tuple[Any, ...]]] = []
    at = 0
    while at < len(plaintext):
        kind = plaintext[at]
        if kind == 0:
            assert not any(plaintext[at:])
            break
        if kind in _RUNS:
            at = _read_run(plaintext, at, found)
            continue
        shape = _SHAPES.get(kind)
        head = ">" + (shape if shape is not None else _LENGTHS.get(kind, "H"))
        values = struct.unpack_from(head, plaintext, at + 1)
        at += 1 + struct.calcsize(head)
        if shape is None:
            size = values[-1]
            values = (*values[:-1], plaintext[at : at + size])
            assert len(values[-1]) == size
            at += size
        found.append((kind, values))
    return found


def _read_run(plaintext: bytes, at: int, found: list[tuple[int, tuple[Any, ...]]]) -> int:
    kind, first, count = struct.unpack_from(">BQB", plaintext, at)
    assert count
    at += 10
    for sequence in range(first, first + count):
        (head,) = struct.unpack_from(">H", plaintext, at)
        size = head & 0x7FFF
        data = plaintext[at + 2 : at + 2 + size]
        assert 0 < len(data) == size
        found.append((kind, (sequence, head >= 0x8000, data)))
        at += 2 + size
    return at


def acknowledged(largest: int, bitmap: int) -> list[int]:
    return [largest, *(largest - 1 - bit for bit in range(64) if bitmap >> bit & 1)]
