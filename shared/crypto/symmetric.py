"""What a Noise handshake accumulates (revision 34, sections 5.1, 5.2): keys and hash."""

from hashlib import blake2s

from shared.crypto.seal import SealKey

# HMAC's pads (RFC 2104), laid over a key of 32 bytes in a block of 64. The hmac module takes twice
# as long: BLAKE2s is none of the hashes that OpenSSL has an HMAC for.
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_INNER_REST, _OUTER_REST = b"\x36" * 32, b"\x5c" * 32


class SymmetricState:
    """SymmetricState and CipherState (sections 5.1, 5.2) and what the peer has sent so far."""

    __slots__ = (
        "chaining_key",
        "hash",
        "key",
        "nonce",
        "remote_ephemeral",
        "remote_static",
        "turn",
    )

    def __init__(self, protocol_name: bytes, prologue: bytes) -> None:
        # Both our names are longer than a hash, so both are hashed (section 5.2).
        self.hash = self.chaining_key = blake2s(protocol_name).digest()
        self.key: SealKey | None = None
        self.nonce = 0
        self.remote_ephemeral = self.remote_static = b""
        self.turn = 0  # messages gone either way
        self.mix_hash(prologue)

    def __copy__(self) -> "SymmetricState":
        twin = object.__new__(SymmetricState)
        for name in self.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin

    def mix_hash(self, data: bytes) -> None:
        self.hash = blake2s(self.hash + data).digest()

    def mix_key(self, material: bytes) -> None:
        self.chaining_key, key, _ = hkdf(self.chaining_key, material)
        self.key, self.nonce = SealKey(key), 0

    def mix_key_and_hash(self, material: bytes) -> None:
        self.chaining_key, extra, key = hkdf(self.chaining_key, material)
        self.mix_hash(extra)
        self.key, self.nonce = SealKey(key), 0

    def mix_ephemeral(self, public: bytes, with_psk: bool) -> None:
        self.mix_hash(public)
        if with_psk:  # section 9.2: else the psk alone would make the key
            self.mix_key(public)

    def encrypt_and_hash(self, plaintext: bytes) -> bytes:
        sealed = plaintext
        if self.key is not None:
            sealed = self.key.seal(self.nonce, self.hash, plaintext)
            self.nonce += 1
        self.mix_hash(sealed)
        return sealed

    def decrypt_and_hash_untrusted(self, sealed: bytes) -> bytes:
        plaintext = sealed
        if self.key is not None:
            plaintext = self.key.open_untrusted(self.nonce, self.hash, sealed)
            self.nonce += 1
        self.mix_hash(sealed)
        return plaintext


def hkdf(chaining_key: bytes, material: bytes) -> tuple[bytes, bytes, bytes]:
    """HKDF of section 4.3 with three outputs; the first two are those of the two-output form."""
    secret = hmac(chaining_key, material)
    first = hmac(secret, b"\x01")
    second = hmac(secret, first + b"\x02")
    return first, second, hmac(secret, second + b"\x03")


def hmac(key: bytes, data: bytes) -> bytes:
    """HMAC-BLAKE2s with a key of 32 bytes."""
    inner = blake2s(key.translate(_INNER) + _INNER_REST + data).digest()
    return blake2s(key.translate(_OUTER) + _OUTER_REST + inner).digest()
