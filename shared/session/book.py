"""The sessions that a restart would orphan, and what a restarted server does about them."""

from collections import deque
from collections.abc import Callable, Iterable
from math import inf
from typing import Final, NamedTuple

from shared.net.path import Path

Entry = tuple[int, Path]
"""(our CID of a session, where its client was last)"""

# Each comes back with a handshake, and waits in line for it: 10,000 are there within 5 s, and
# nobody's answers crowd the sockets.
REVIVALS_PER_S: Final = 2000
# A loop that stood still does not make up for all of it at once.
_BURST_S: Final = 0.05


class Changes(NamedTuple):
    """What to write and what to delete in the stored book; deleting what is not there is fine."""

    added: list[Entry]
    removed: list[int]


class Book:
    """Notes which entries have changed; paces the RESETs to the clients of an earlier run."""

    __slots__ = ("_changed", "_next_at", "_orphans", "is_pressing")

    def __init__(self) -> None:
        self._changed: dict[int, None] = {}  # in order
        self._orphans: deque[Entry] = deque()
        self._next_at = 0.0
        self.is_pressing = False
        """Somebody has come in: a crash now would leave a client that nobody resets."""

    def note(self, cid: int) -> None:
        """The session has moved or has ended."""
        self._changed[cid] = None

    def note_new(self, cid: int) -> None:
        """The session was opened."""
        self.note(cid)
        self.is_pressing = True

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self, path_of: Callable[[int], Path | None]) -> Changes:
        """All since the last call; `path_of` says where a session is, None: it has ended."""
        paths = [(cid, path_of(cid)) for cid in self._changed]
        self._changed = {}
        self.is_pressing = False
        added = [(cid, path) for cid, path in paths if path is not None]
        return Changes(added, [cid for cid, path in paths if path is None])

    def revive(self, entries: Iterable[Entry], now: float) -> None:
        """Begin to reset these; each is told as removed when its RESET has left."""
        self._orphans.extend(entries)
        self._next_at = max(self._next_at, now)

    @property
    def wake_at(self) -> float:
        """When `due` has the next entry; `inf` if there is none."""
        return self._next_at if self._orphans else inf

    def due(self, now: float) -> list[Entry]:
        """Those to reset now."""
        entries: list[Entry] = []
        self._next_at = max(self._next_at, now - _BURST_S)
        while self._orphans and self._next_at <= now:
            entries.append(self._orphans.popleft())
            self._next_at += 1 / REVIVALS_PER_S
            self.note(entries[-1][0])
        return entries
