"""Handshake packets that wait for their turn, so that people who are in do not wait for them."""

from collections import Counter
from typing import Final

from shared.net.path import Path
from shared.session.source_limits import MAX_HALF_OPEN, network_of
from shared.wire import BadPacket

# A server for 10,000 that was started anew has all of them here, for some 10 s; 5 MB.
MAX_WAITING: Final = 16_384


class HandshakeQueue:
    """First come, first served; what finds no place is dropped, and its sender repeats it.

    Dropping the newest: whoever is in the queue is served soon, however many come after. If the
    oldest had to go, a flood would push each one out before its turn. No network gets more places
    than it may have half-open handshakes (loopback is exempt, as there).
    """

    __slots__ = ("_shares", "_waiting")

    def __init__(self) -> None:
        self._waiting: dict[tuple[bytes, Path], None] = {}  # in order; a repetition is no second
        self._shares: Counter[bytes] = Counter()

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        return len(self._waiting) >= MAX_WAITING

    def holds(self, datagram: bytes, path: Path) -> bool:
        """Does it wait already? Then it need not be looked at again."""
        return (datagram, path) in self._waiting

    def push_untrusted(self, datagram: bytes, path: Path) -> None:
        """Let it wait; BadPacket if there is no place."""
        if (datagram, path) in self._waiting:
            return
        network = network_of(path.remote[0])
        if self.is_full or self._shares[network or b""] >= MAX_HALF_OPEN:
            raise BadPacket("too many handshakes wait")
        self._waiting[datagram, path] = None
        if network is not None:
            self._shares[network] += 1

    def pop(self) -> tuple[bytes, Path]:
        """The one that has waited longest; only while there is one."""
        first = next(iter(self._waiting))
        del self._waiting[first]
        network = network_of(first[1].remote[0])
        if network is not None:
            self._shares[network] -= 1
            if not self._shares[network]:
                del self._shares[network]
        return first
