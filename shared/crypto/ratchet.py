"""Key phases: each direction's key moves on, so that a key lost today does not open yesterday.

The packet's first byte tells the phase's lowest bit. A sender turns to the next phase when its key
has served long enough; a receiver follows on the first packet that opens under the next key. The
rules are RFC 9001 section 6, without its precomputed next key: that hides the time which deriving
takes, but our phase bit is in clear anyway, so there is nothing to hide.
"""

from shared.crypto.seal import SealKey
from shared.wire import BadPacket

# Far below where ChaCha20-Poly1305 gets weak (2^48 packets of this size); chosen so that a key
# that leaks opens little.
PACKETS_PER_PHASE = 2**20
SECONDS_PER_PHASE = 15 * 60.0


class SendRatchet:
    """The sending direction: `turn` before each packet, `phase` into its header, `seal`."""

    __slots__ = ("_first", "_key", "_turned_at", "phase")

    def __init__(self, key: SealKey, now: float) -> None:
        self._key = key
        self._first = 0  # the first packet number of this phase
        self._turned_at = now
        self.phase = 0

    def turn(self, number: int, acked: int, now: float) -> None:
        """Go to the next phase if it is time; `number` is the packet about to be sent.

        `acked` is the highest packet number the peer has acknowledged, -1 if none. Nothing turns
        before a packet of this phase is acknowledged (RFC 9001, 6.1): else a peer that lost
        all of it would be two phases behind, and one bit could not tell it.
        """
        worn = number - self._first >= PACKETS_PER_PHASE
        old = now - self._turned_at >= SECONDS_PER_PHASE
        if (worn or old) and acked >= self._first:
            self._key = self._key.next()
            self._first, self._turned_at = number, now
            self.phase ^= 1

    def seal(self, number: int, header: bytes, plaintext: bytes) -> bytes:
        """As `SealKey.seal`, under the key of `phase`."""
        return self._key.seal(number, header, plaintext)

    def rest(self) -> None:
        """As `SealKey.rest`."""
        self._key.rest()


class ReceiveRatchet:
    """The receiving direction: the current key, and for a moment the one before it."""

    __slots__ = ("_first", "_key", "_previous", "_previous_until", "phase")

    def __init__(self, key: SealKey) -> None:
        self._key = key
        # The packet that began this phase. Packets of the last phase have lower numbers, those of
        # the next one higher: which is meant when the bit is not ours.
        self._first = 0
        self._previous: SealKey | None = None
        self._previous_until = 0.0
        self.phase = 0

    def open_untrusted(
        self, phase: int, number: int, header: bytes, sealed: bytes, now: float, keep_s: float
    ) -> bytes:
        """Return the plaintext; BadPacket, and nothing has changed, if it does not open.

        `phase` is the header's bit; `keep_s` is three probe timeouts: how long packets of the
        last phase may still be under way after the first of a new one.
        """
        if self._previous is not None and now >= self._previous_until:
            self._previous = None
        if phase == self.phase:
            return self._key.open_untrusted(number, header, sealed)
        if number < self._first:
            return self._open_previous_untrusted(number, header, sealed)
        # Derived for this packet and thrown away if it does not open: a stranger who knows the
        # connection id gets a few microseconds out of us, never memory.
        following = self._key.next()
        plaintext = following.open_untrusted(number, header, sealed)
        self._previous, self._previous_until = self._key, now + keep_s
        self._previous.rest()
        self._key, self._first = following, number
        self.phase = phase
        return plaintext

    def _open_previous_untrusted(self, number: int, header: bytes, sealed: bytes) -> bytes:
        if self._previous is None:
            raise BadPacket("of a key phase that is over")
        return self._previous.open_untrusted(number, header, sealed)

    def rest(self) -> None:
        """As `SealKey.rest`."""
        self._key.rest()
