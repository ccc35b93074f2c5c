"""Cookies: proof that whoever speaks receives what is sent to its address.

A server must not calculate or remember anything for an address that may be forged. So its first
answer is a keyed hash over what it was told, and it believes only who brings that back. The
scheme is DTLS's (RFC 9147, section 5.1); the secret itself is the time bucket: a new random one
every 15 s, and the one before it still counts.
"""

import hmac
from collections.abc import Callable
from hashlib import blake2s

COOKIE_SIZE = 16

# A cookie lives one to two of these: longer than a handshake, and no longer than a server
# remembers finished ones (30 s), so that no recorded INIT of a session is ever taken for new.
SECRET_LIFE_S = 15.0

_SECRET_SIZE = 32


class CookieJar:
    """Makes cookies and checks them; holds two secrets and nothing about anybody."""

    __slots__ = ("_current", "_previous", "_random_bytes", "_since")

    def __init__(self, random_bytes: Callable[[int], bytes], now: float) -> None:
        self._random_bytes = random_bytes
        self._previous = random_bytes(_SECRET_SIZE)
        self._current = random_bytes(_SECRET_SIZE)
        self._since = now

    def make(self, host: str, port: int, fields: bytes, now: float) -> bytes:
        """Return the 16-byte cookie for that sender and these fields of its HELLO."""
        self._rotate(now)
        return _hash(self._current, host, port, fields)

    def is_valid(self, cookie: bytes, host: str, port: int, fields: bytes, now: float) -> bool:
        """True if we made this cookie for the same sender and fields not long ago."""
        self._rotate(now)
        return any(
            hmac.compare_digest(cookie, _hash(secret, host, port, fields))
            for secret in (self._current, self._previous)
        )

    def _rotate(self, now: float) -> None:
        age = now - self._since
        if age < SECRET_LIFE_S:
            return
        stale = age >= 2 * SECRET_LIFE_S  # nobody asked for so long that both are over
        self._previous = self._random_bytes(_SECRET_SIZE) if stale else self._current
        self._current = self._random_bytes(_SECRET_SIZE)
        self._since = now


def _hash(secret: bytes, host: str, port: int, fields: bytes) -> bytes:
    # The fields have one length in each version, the port has two bytes: nothing can slide from
    # one part into the next.
    content = b"".join((fields, port.to_bytes(2, "big"), host.encode()))
    return blake2s(content, key=secret, digest_size=COOKIE_SIZE).digest()
