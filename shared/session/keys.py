"""Key phases: each direction ratchets on its own schedule.

The packet's first byte names the phase, 0 or 1 (compare RFC 9001, section 6, which has one
phase for both directions). A key is never computed ahead: what is not there cannot leak.
"""

from math import inf
from typing import Final, Protocol

from shared.wire import BadPacket

# Far below the limits of ChaCha20-Poly1305 (RFC 9001, section 6.6); what counts is that a stolen
# key opens at most a quarter of an hour.
REKEY_PACKETS: Final = 1 << 20
REKEY_S: Final = 15 * 60.0


class Key(Protocol):
    """A sealing key with its ratchet, as shared.crypto.seal.SealKey."""

    def seal(self, number: int, header: bytes, plaintext: bytes) -> bytes: ...
    def open_untrusted(self, number: int, header: bytes, sealed: bytes) -> bytes: ...
    def next(self) -> "Key": ...


class SendKeys:
    """The key for what we send, and the number of the next packet.

    At `old_at`, or from `old_number` on, call `ratchet` before sealing.
    """

    __slots__ = ("_since_number", "key", "number", "old_at", "old_number", "phase")

    def __init__(self, key: Key, now: float) -> None:
        self.phase = 0
        self.number = 0
        self._begin(key, now)

    def _begin(self, key: Key, now: float) -> None:
        self.key = key
        self._since_number = self.number
        self.old_number = self.number + REKEY_PACKETS
        self.old_at = now + REKEY_S

    def ratchet(self, acked: int, now: float) -> None:
        """Go on to the next key, if that may be; `acked` is the highest packet number the peer has
        acknowledged.

        Not before the peer has acknowledged a packet of this phase: with one bit for the phase,
        a receiver that is two behind could never follow.
        """
        if acked >= self._since_number:
            self.phase ^= 1
            self._begin(self.key.next(), now)


class ReceiveKeys:
    """The key for what we receive, and the one before it for packets that were overtaken.

    `forget_at` is when that one must go (call `forget`), `inf` if there is none, and `-inf` when a
    phase has begun: whoever knows the line then says how long packets may be under way.
    """

    __slots__ = ("_first", "_key", "_phase", "_previous", "forget_at")

    def __init__(self, key: Key) -> None:
        self._key = key
        self._previous: Key | None = None
        self._phase = 0
        self._first = 0  # the lowest number known to belong to this phase
        self.forget_at = inf

    def open_untrusted(self, phase: int, number: int, header: bytes, sealed: bytes) -> bytes:
        """Open with the key that fits; a packet of the next phase that opens begins that phase."""
        if phase == self._phase:
            return self._key.open_untrusted(number, header, sealed)
        if number < self._first:
            return self._open_previous_untrusted(number, header, sealed)
        key = self._key.next()
        plaintext = key.open_untrusted(number, header, sealed)
        self._previous, self._key = self._key, key
        self._phase ^= 1
        self._first = number
        self.forget_at = -inf
        return plaintext

    def _open_previous_untrusted(self, number: int, header: bytes, sealed: bytes) -> bytes:
        if self._previous is None:
            raise BadPacket("key phase is over")
        return self._previous.open_untrusted(number, header, sealed)

    def forget(self) -> None:
        self._previous = None
        self.forget_at = inf
