"""RESET, both ends: how a server says that it has no such session, and when a client believes it.

A server that was started anew has lost its keys; all it can still prove is that it is the one that
told the client a token in RESP (compare RFC 9000, section 10.3). Whoever else wants to end a
session has to guess 128 bits.
"""

import hmac
from collections.abc import Callable
from typing import Final

from shared.crypto.identity import ServerKeys
from shared.wire import BadPacket
from shared.wire.packets import MAX_RESET_SIZE, MIN_RESET_SIZE, RESET_TOKEN_SIZE, Reset

# The address that asks may be forged. RESET is smaller than what it answers, and a class that
# wakes from sleep behind one address needs no more than this.
PER_SOURCE: Final = 200
# About 3 % of a core; what goes unanswered tries again.
IN_ALL: Final = 3000
_PERIOD_S: Final = 1.0

_FILLER_SIZE: Final = MIN_RESET_SIZE - RESET_TOKEN_SIZE - 1
_SIZES: Final = MAX_RESET_SIZE - MIN_RESET_SIZE + 1


def is_reset(datagram: bytes, token: bytes) -> bool:
    """True if this datagram ends the session that got `token` in its RESP.

    For the client: ask for each datagram that begins with FF; then drop the session without a word
    and begin a new handshake.
    """
    try:
        return hmac.compare_digest(Reset.decode_untrusted(datagram).token, token)
    except BadPacket:
        return False


class Resets:
    """Makes RESETs, and counts them by source within each second: at most 3,000 entries."""

    __slots__ = ("_by_source", "_keys", "_left", "_random_bytes", "_until")

    def __init__(self, keys: ServerKeys, random_bytes: Callable[[int], bytes]) -> None:
        self._keys = keys
        self._random_bytes = random_bytes
        self._by_source: dict[str, int] = {}
        self._left = 0
        self._until = float("-inf")

    def answer(self, cid: int, host: str, now: float) -> bytes | None:
        """The RESET for a DATA packet (64 bytes or more) from `host`; None: too many already."""
        if now >= self._until:
            self._by_source.clear()
            self._left = IN_ALL
            self._until = now + _PERIOD_S
        sent = self._by_source.get(host, 0)
        if sent >= PER_SOURCE or not self._left:
            return None
        self._by_source[host] = sent + 1
        self._left -= 1
        return self.make(cid)

    def make(self, cid: int) -> bytes:
        """The RESET that ends our session `cid`, 40 to 47 bytes."""
        # Lengths vary so that nobody on the line knows a RESET by its size.
        size = _FILLER_SIZE + self._random_bytes(1)[0] % _SIZES
        return Reset(self._keys.reset_token(cid)).encode(self._random_bytes(size))
