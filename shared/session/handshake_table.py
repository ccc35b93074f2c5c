"""What a server remembers of handshakes: the half-open ones, and for a while the finished ones.

Both are found by our CID (which FIN carries) and by source and client CID (which INIT carries).
"""

from dataclasses import dataclass
from itertools import islice

from shared.crypto.noise import Handshake
from shared.wire.packets import Mode

Source = tuple[str, int]  # (host, port) of the sender, as the socket gives it

# A client gives up a FIN after 3 s; three times that covers an INIT repeated on a bad line.
HALF_OPEN_S = 10.0
# A client repeats one FIN for 3 s; but as long as its cookie lives, its INIT could be played again.
FINISHED_S = 30.0
# About 3 KB each: 12 MB when all of them come from people who mean ill at real addresses.
MAX_HALF_OPEN = 4096
# About 0.5 KB each. The oldest goes first; its client, if it still repeats a FIN, begins again.
MAX_FINISHED = 16384


@dataclass(slots=True)
class HalfOpen:
    """A handshake between INIT and FIN."""

    source: Source
    client_cid: int
    mode: Mode
    handshake: Handshake
    resp: bytes
    until: float
    bad_fins: int = 0


@dataclass(slots=True)
class Finished:
    """What is kept of a handshake to know its packets again: who it was with, FIN's digest."""

    source: Source
    client_cid: int
    fin_digest: bytes
    until: float


class HandshakeTable:
    """Bounded in number and in time; `half_open` and `finished` are by our CID, for reading."""

    __slots__ = ("_cids", "finished", "half_open")

    def __init__(self) -> None:
        # Each in the order of `until`, because all of a kind live equally long.
        self.half_open: dict[int, HalfOpen] = {}
        self.finished: dict[int, Finished] = {}
        self._cids: dict[tuple[Source, int], int] = {}

    def cid_of(self, source: Source, client_cid: int) -> int | None:
        """Return our CID of that handshake, half-open or finished; None if there is none."""
        return self._cids.get((source, client_cid))

    @property
    def is_full(self) -> bool:
        """True if no further handshake may begin."""
        return len(self.half_open) >= MAX_HALF_OPEN

    @property
    def wake_at(self) -> float | None:
        """When the next handshake is over; None if there is none."""
        ends = [entry.until for entry in islice(self.half_open.values(), 1)]
        ends += [entry.until for entry in islice(self.finished.values(), 1)]
        return min(ends, default=None)

    def begin(self, cid: int, half_open: HalfOpen) -> None:
        """Remember a handshake that RESP has answered."""
        self.half_open[cid] = half_open
        self._cids[half_open.source, half_open.client_cid] = cid

    def finish(self, cid: int, fin_digest: bytes, now: float) -> None:
        """Turn a half-open handshake into a finished one."""
        past = self.half_open.pop(cid)
        self.finished[cid] = Finished(past.source, past.client_cid, fin_digest, now + FINISHED_S)

    def give_up(self, cid: int) -> None:
        """Forget a half-open handshake."""
        past = self.half_open.pop(cid)
        del self._cids[past.source, past.client_cid]

    def expire(self, now: float) -> list[Source]:
        """Forget what is over; return the sources of those that were still half-open."""
        given_up = []
        while self.half_open:
            cid, half_open = next(iter(self.half_open.items()))
            if now < half_open.until:
                break
            self.give_up(cid)
            given_up.append(half_open.source)
        while self.finished:
            cid, past = next(iter(self.finished.items()))
            if now < past.until and len(self.finished) <= MAX_FINISHED:
                break
            del self.finished[cid], self._cids[past.source, past.client_cid]
        return given_up
