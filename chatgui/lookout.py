"""Searches for servers, each in a thread of its own, for a window that asks what they have met.

look()      search, unless that is under way
take()      what was met since this was asked last
close()     nobody looks any more
"""

import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

from shared.discovery.found import FoundServer

Place = tuple[str, int]
"""A numeric address and a port."""

Tell = Callable[[FoundServer], None]


class Finder(Protocol):
    """`shared.discovery.finder.Finder` is one."""

    def search(self) -> object: ...
    def close(self) -> None: ...


MakeFinder = Callable[[Iterable[Place], Tell], Finder]


def make_finder(hosts: Iterable[Place], tell: Tell) -> Finder:
    """Imported when a search begins: the window comes first."""
    from shared.discovery import finder

    return finder.Finder(hosts, tell)


class Lookout:
    """`hosts`: asked directly, too, the dearest first. Everything here but the search is for one
    thread."""

    def __init__(self, hosts: Iterable[Place] = (), make: MakeFinder = make_finder) -> None:
        self._hosts, self._make = tuple(hosts), make
        self._met: queue.SimpleQueue[FoundServer] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._finder: Finder | None = None
        self._is_closed = False

    @property
    def is_looking(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def look(self) -> bool:
        """False: it is under way already."""
        if self._is_closed or self.is_looking:
            return False
        self._thread = threading.Thread(target=self._run, name="looks for servers", daemon=True)
        self._thread.start()
        return True

    def take(self) -> list[FoundServer]:
        met = []
        with suppress(queue.Empty):
            while True:
                met.append(self._met.get_nowait())
        return met

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._finder is not None:
                self._finder.close()
        if self._thread is not None:
            self._thread.join(1.0)

    def _run(self) -> None:
        finder = self._make(self._hosts, self._met.put)
        with self._lock:
            if self._is_closed:
                return
            self._finder = finder
        with suppress(OSError):  # no network at all: nobody is met
            finder.search()
        with self._lock:
            self._finder = None
