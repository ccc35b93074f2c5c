"""Where else a server may be that does not answer where it was: it got another address, or the link
that led there is old. It is looked for by its id. Sans-IO, but for the search's thread.

What is found is hearsay: one place after the other is tried, and the handshake shows who stands
there. Nothing is searched while the server answers.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import inf
from typing import Final, Protocol

from chatgui.uplink import Place

AFTER_S: Final = 2.0
"""A server that is started anew is back by then, and nobody else is asked."""

TRY_S: Final = 4.0
"""A handshake takes much less, also where a third of all packets is lost."""

PAUSES_S: Final = (3.0, 5.0, 10.0, 20.0, 30.0)
"""From one search to the next. The last one for ever: a closed laptop must not be a nuisance to the
whole network, nor somebody sit before it for minutes once the server is back."""


class Search(Protocol):
    """`search` blocks for seconds; `close` ends it, from any thread. `is_thorough`: not only until
    anybody answers."""

    def search(self, is_thorough: bool) -> Sequence[Place]: ...
    def close(self) -> None: ...


class Seeking:
    """Call `mind` at each turn, and `close` in the end. `make_search`: None where it is not known
    yet which server is meant; it is run in a thread of its own."""

    def __init__(self, make_search: Callable[[], Search | None]) -> None:
        self._make_search = make_search
        self._search: Search | None = None
        self._thread: threading.Thread | None = None
        self._results: queue.SimpleQueue[Sequence[Place]] = queue.SimpleQueue()
        self._home: Place | None = None  # where we were last that nobody guessed
        self._is_home_refuted = self._is_hopeless = False
        self._left: list[Place] = []
        self._refuted: list[Place] = []
        self._search_at = inf
        self._try_until = -inf
        self._searches = 0
        self._has_failed = False  # a place that was found
        self.is_guess = False
        """We are at a place that was only found: nobody but the server itself is to be believed."""

    @property
    def forgives(self) -> bool:
        """A wrong server here is not the end: the right one may be elsewhere."""
        return self.is_guess or not self._is_hopeless

    def mind(self, at: Place | None, is_lost: bool, met_wrong: bool, now: float) -> Place | None:
        """Where to go now, if anywhere. `at`: where we are; `met_wrong`: with another server."""
        if not is_lost:
            self._settle()
            return None
        if not self.is_guess:
            self._home = at
        if self._search_at == inf and self._search is None:
            self._search_at = now + AFTER_S
        if met_wrong and at is not None:
            self._refute(at, now)
        self._take_results(at)
        if now >= self._try_until:
            self._has_failed |= self.is_guess
            if self._left:
                self._try_until, self.is_guess = now + TRY_S, True
                return self._left.pop(0)
            if self.is_guess:
                self.is_guess = False
                return self._home
        if now >= self._search_at and not self._left:
            self._begin(now)
        return None

    def hurry(self, now: float) -> None:
        """Our network has changed: search soon, if the server is lost there, too."""
        self._searches = 0
        if self._search_at < inf:
            self._search_at = min(self._search_at, now + AFTER_S)

    def close(self) -> None:
        if self._search is not None:
            self._search.close()

    def _refute(self, at: Place, now: float) -> None:
        self._is_home_refuted |= not self.is_guess
        self._refuted.append(at)
        self._try_until, self._search_at = now, min(self._search_at, now)

    def _settle(self) -> None:
        self.is_guess = self._is_home_refuted = self._is_hopeless = self._has_failed = False
        self._left.clear()
        self._refuted.clear()
        self._search_at, self._try_until, self._searches = inf, -inf, 0

    def _begin(self, now: float) -> None:
        if self._search is not None:
            return
        self._search_at = now + PAUSES_S[min(self._searches, len(PAUSES_S) - 1)]
        self._searches += 1
        self._search = self._make_search()
        if self._search is not None:
            words = (self._search, self._has_failed)
            self._thread = threading.Thread(
                target=self._run, args=words, name="seeking", daemon=True
            )
            self._thread.start()

    def _run(self, search: Search, is_thorough: bool) -> None:
        found: Sequence[Place] = ()
        try:
            with suppress(OSError):
                found = search.search(is_thorough)
        finally:
            self._results.put(found)

    def _take_results(self, at: Place | None) -> None:
        if self._results.empty():
            return
        found, self._search = self._results.get(), None
        self._left = [place for place in found if place not in self._refuted and place != at]
        if not self._left:  # nobody else says to be the server
            self._is_hopeless = self._is_home_refuted
            self._refuted.clear()
