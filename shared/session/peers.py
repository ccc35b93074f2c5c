"""The sessions of an endpoint: how many there may be, who has a place, when one is forgotten."""

from collections.abc import Callable
from math import inf
from typing import Final, cast

from shared.net.path import Path
from shared.session.established import Established

# Of the places; for people the server knows, when strangers fill the rest.
KEPT_FOR_KNOWN: Final = 0.2
# After its end a session tells a peer that still talks so again; later a RESET does.
LINGER_S: Final = 3.0


class Peer:
    """A session, and what its endpoint notes about it. `forget_at`: `inf` while it is open."""

    __slots__ = ("cid", "forget_at", "identity", "is_touched", "session")

    def __init__(self, cid: int, identity: bytes, session: Established) -> None:
        self.cid = cid
        self.identity = identity
        self.session = session
        self.is_touched = False
        self.forget_at = inf

    @property
    def path(self) -> Path:
        """Where it is."""
        return cast(Path, self.session.path)

    def wake_at(self) -> float:
        """When it is to be served though nothing happens."""
        session = self.session
        return self.forget_at if session.is_closed else session.wake_at()


class Peers:
    """`by_cid` has the open ones and, for a while, those that have ended."""

    __slots__ = ("_ended", "_is_known", "_max_sessions", "by_cid")

    def __init__(self, max_sessions: int, is_known: Callable[[bytes], bool]) -> None:
        self._max_sessions = max_sessions
        self._is_known = is_known
        self._ended = 0
        self.by_cid: dict[int, Peer] = {}

    def limit(self, max_sessions: int) -> None:
        self._max_sessions = max_sessions

    @property
    def open_count(self) -> int:
        return len(self.by_cid) - self._ended

    def find_open(self, cid: int) -> Peer | None:
        peer = self.by_cid.get(cid)
        return None if peer is None or peer.session.is_closed else peer

    def has_place(self, identity: bytes) -> bool:
        """May this person open a session now?"""
        if self.open_count < self._max_sessions * (1 - KEPT_FOR_KNOWN):
            return True
        if not self._is_known(identity):
            return False
        # Who comes back from another address takes the place of the session left behind, which
        # the owner closes on hearing of the new one.
        return self.open_count < self._max_sessions or self._is_here(identity)

    def _is_here(self, identity: bytes) -> bool:
        # Looked through only when the server is full and the person known: 1 ms for 10,000.
        here = (peer for peer in self.by_cid.values() if not peer.session.is_closed)
        return any(peer.identity == identity for peer in here)

    def end(self, peer: Peer, now: float) -> None:
        """Its session is closed: keep it just long enough to say so again."""
        peer.forget_at = now + LINGER_S
        self._ended += 1

    def forget(self, peer: Peer) -> None:
        """Only after its end."""
        del self.by_cid[peer.cid]
        self._ended -= 1
