"""A sealing key and a replay window, real enough to test a session with."""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from shared.wire import BadPacket

WINDOW = 1024


class TestKey:
    """ChaCha20-Poly1305 with the packet number as nonce; the ratchet is a hash."""

    __test__ = False
    __slots__ = ("_aead", "_key")

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._aead = ChaCha20Poly1305(key)

    def seal(self, number: int, header: bytes, plaintext: bytes) -> bytes:
        return self._aead.encrypt(number.to_bytes(12, "little"), plaintext, header)

    def open_untrusted(self, number: int, header: bytes, sealed: bytes) -> bytes:
        try:
            return self._aead.decrypt(number.to_bytes(12, "little"), sealed, header)
        except InvalidTag:
            raise BadPacket("does not open") from None

    def next(self) -> "TestKey":
        return TestKey(hashlib.blake2s(self._key, person=b"ratchet").digest())


class TestReplay:
    """The last 1024 numbers as a bitmap."""

    __test__ = False
    __slots__ = ("_bits", "_top")

    def __init__(self) -> None:
        self._top = -1
        self._bits = 0

    def fresh(self, number: int) -> bool:
        below = self._top - number
        return below < 0 or (below < WINDOW and not self._bits >> below & 1)

    def mark(self, number: int) -> None:
        if number > self._top:
            step = min(number - self._top, WINDOW)
            self._bits = (self._bits << step | 1) & (1 << WINDOW) - 1
            self._top = number
        else:
            self._bits |= 1 << self._top - number
