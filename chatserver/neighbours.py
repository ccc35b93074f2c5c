"""Other servers on the network. Two by accident part the people into two rooms, so whoever sets one
up is asked first, and told later if another one comes.

    found = look_round()                  before the start: waits 2 s
    watch = NeighbourWatch(own_id, tell)  while it runs, in a thread of its own
    watch.look(); watch.close()
"""

import threading
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from math import inf
from typing import Final

from chatserver.config import Config
from chatserver.guests.limits import Bucket
from chatserver.guests.networks import is_loopback
from shared.discovery.found import FoundServer
from shared.net.path import bracketed
from shared.plural import name_some, plural

FIRST_LOOK_S: Final = 5.0
"""Behind the start: in its first seconds a server has people to let in."""

EVERY_S: Final = 60.0
OFTEN_S: Final = 20.0
"""Two servers by accident are mostly started within minutes of each other; and whoever has ended
one wants to see that it is gone. A search is a dozen datagrams."""
NEW_LOOKS: Final = 9
"""So many looks are often ones."""

LINES_BURST: Final = 10.0
LINES_RATE: Final = 1 / 900
"""Lines about others in the log, and so many more a second: anybody on the network can be hundreds
of servers, and other ones at each look."""

WARNING: Final = (
    "Another server is on this network: {server}. Whoever looks for a server finds both; "
    "end one of them if this is a mistake."
)
GONE: Final = "No other server is seen on this network any more."
COMING_AND_GOING: Final = (
    "Other servers come and go on this network; 'ctl status' and the dashboard show those that are "
    "there. For a while nothing more is said of them here."
)
"""Before there is no room: what was said last must not become untrue."""

Search = Callable[[], Sequence[FoundServer]]


def should_look(config: Config) -> bool:
    """Not for a server that keeps to itself."""
    is_alone = all(is_loopback(ip_address(address)) for address in config.addresses)
    return config.announce and not is_alone


def look_round() -> list[FoundServer]:
    """The fullest first. Waits; none where there is no network."""
    from shared.discovery.finder import find_servers

    try:
        found = find_servers()
    except OSError:
        return []
    return sorted(found, key=lambda server: -(server.people or 0))


def pause_s(looks: int, sees_others: bool) -> float:
    """Until the next look, behind so many."""
    return OFTEN_S if sees_others or looks < NEW_LOOKS else EVERY_S


def called(server: FoundServer) -> str:
    """Such as: Front desk (12 people)"""
    if server.people is None:
        return server.name
    return f"{server.name} ({plural(server.people, '1 person', '{count} people')})"


def placed(server: FoundServer) -> str:
    """Such as: Front desk (12 people) at 10.0.0.7:15000"""
    return f"{called(server)} at {bracketed(server.host)}:{server.port}"


class Notices:
    """What the log says of others, as long as they leave room in it for anything else."""

    def __init__(self, say: Callable[[str], object], clock: Callable[[], float]) -> None:
        self._say, self._clock = say, clock
        self._room = Bucket(LINES_RATE, LINES_BURST, clock())

    def tell(self, others: Sequence[str]) -> None:
        now = self._clock()
        if not self._room.take(now):
            return
        if self._room.wait_s(now) > 0:
            self._say(COMING_AND_GOING)
        else:
            self._say(WARNING.format(server=name_some(others)) if others else GONE)


class NeighbourWatch:
    """Looks soon after the start, then as `pause_s` says. `tell` gets how the others are called and
    where they are, whenever that has changed; in the watch's thread."""

    def __init__(
        self,
        own_id: bytes,
        tell: Callable[[tuple[str, ...]], object],
        search: Search = look_round,
        first_s: float = FIRST_LOOK_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._own_id, self._tell, self._search = own_id, tell, search
        self._ids: frozenset[tuple[bytes, str]] = frozenset()
        self._clock, self._looked_at = clock, -inf
        self._wake, self._is_closed = threading.Event(), False
        self._thread = threading.Thread(
            target=self._run, args=(first_s,), name="neighbours", daemon=True
        )
        self._thread.start()

    @property
    def looked_s(self) -> float:
        """How long ago that was done last; inf: never."""
        return self._clock() - self._looked_at

    def look(self) -> None:
        """Now, without waiting for it."""
        self._wake.set()

    def close(self) -> None:
        """The thread ends by itself: a search that is under way is not waited for."""
        self._is_closed = True
        self._wake.set()

    def _run(self, first_s: float) -> None:
        self._wake.wait(first_s)
        looks = 0
        while not self._is_closed:
            self._wake.clear()
            self._look()
            looks += 1
            if not self._is_closed:
                self._wake.wait(pause_s(looks, bool(self._ids)))

    def _look(self) -> None:
        others = [server for server in self._search() if server.id != self._own_id]
        ids = frozenset((server.id, server.name) for server in others)
        if ids != self._ids and not self._is_closed:
            self._ids = ids
            self._tell(tuple(map(placed, others)))
        self._looked_at = self._clock()
