"""Keeps the socket useful while networks come and go, for a session that lives on elsewhere.

A connected socket keeps the address of ours that it began with, and a name that was looked up once
may lead elsewhere by now. No system tells both in the same way; asking it is cheap.
"""

import queue
import threading
from contextlib import suppress
from math import inf
from typing import Final, Protocol

from chatgui.seeking import Seeking
from chatgui.uplink import Place, Uplink, is_numeric, look_up

# While nobody answers: the server's name may lead elsewhere by now.
LOOK_UP_S: Final = 5.0
# How long a changed network goes unnoticed at most. A check takes 0.05 ms.
CHECK_S: Final = 1.0


class RoamingSession(Protocol):
    """One that lives on at another address of ours. `is_lost`: no server answers it. `refused`: the
    server's host says that nobody listens there. `moved`: the server is looked for elsewhere now.

    `is_guess`: nobody but the server that is known is to be believed where we are; `forgives`: one
    that is not it ends nothing. `take_wrong`: whether one was met since this was asked last."""

    is_guess: bool
    forgives: bool

    @property
    def is_lost(self) -> bool: ...
    def network_changed(self, now: float) -> None: ...
    def refused(self, now: float) -> None: ...
    def moved(self, now: float) -> None: ...
    def take_wrong(self) -> bool: ...


class Roaming:
    """Call `mind` at each turn, and at `wake_at`."""

    def __init__(
        self, session: RoamingSession, host: str, port: int, seeking: Seeking | None = None
    ) -> None:
        """No `seeking`: the server is where the address leads, or nowhere."""
        self._seeking = seeking
        self._session = session
        self._host = host
        self._port = port
        self._is_numeric = is_numeric(host)
        self._found: queue.SimpleQueue[Place] = queue.SimpleQueue()
        self._lookup: threading.Thread | None = None
        self._look_up_at = inf
        self.wake_at = -inf

    def mind(self, uplink: Uplink, now: float) -> None:
        if uplink.take_refusal():
            self._session.refused(now)
        met_wrong = self._session.take_wrong()
        if now < self.wake_at and not met_wrong:
            return
        self.wake_at = now + CHECK_S
        if not self._session.is_lost:
            self._look_up_at = inf
        elif self._look_up_at == inf:
            self._look_up_at = now + LOOK_UP_S
        elif now >= self._look_up_at:
            self._look_up_at = now + LOOK_UP_S
            self._look_up()
        if self._remake(uplink, now):
            self._session.network_changed(now)
        if self._seeking is not None:
            self._seek(self._seeking, uplink, met_wrong, now)

    def _seek(self, seeking: Seeking, uplink: Uplink, met_wrong: bool, now: float) -> None:
        place = seeking.mind(uplink.place, self._session.is_lost, met_wrong, now)
        self._session.is_guess, self._session.forgives = seeking.is_guess, seeking.forgives
        if place is not None and uplink.remake(place):
            self._session.moved(now)

    def _remake(self, uplink: Uplink, now: float) -> bool:
        """True if there is a new socket now."""
        if not self._found.empty():
            place = self._found.get()
            if self._seeking is None or not self._seeking.is_guess:
                return uplink.remake(place)
        has_moved = uplink.has_moved()
        if has_moved and self._seeking is not None:
            self._seeking.hurry(now)
        return (uplink.is_broken or has_moved) and uplink.remake()

    def close(self) -> None:
        """The session is over; nobody is looked for any more."""
        if self._seeking is not None:
            self._seeking.close()

    def _look_up(self) -> None:
        """In a thread, because a name server that cannot be reached takes its time."""
        if not self._is_numeric and (self._lookup is None or not self._lookup.is_alive()):
            self._lookup = threading.Thread(target=self._find, name="lookup", daemon=True)
            self._lookup.start()

    def _find(self) -> None:
        with suppress(OSError, UnicodeError):
            self._found.put(look_up(self._host, self._port))
