"""The client's background thread: it alone owns the socket, the session and the clock.

Intents are posted to it from any thread; events come back by a queue. After the `Ended` event the
thread ends by itself.
"""

import select
import socket
import sys
import threading
import time
from collections.abc import Callable
from math import inf
from typing import Protocol

from chatgui.app.messages import Event, Intent
from chatgui.roaming import Roaming
from chatgui.uplink import Uplink
from shared.net.mailbox import Mailbox

DATAGRAMS_PER_TURN = 256

MOST_UNTOLD = 100
"""Events that the view has not taken: a slow reader of its output must not make the program hold
what a kill would lose; the server keeps it as well."""

BEHIND_S = 0.01
"""How often a view that is behind is looked after."""


class Session(Protocol):
    """One way to speak with a server; `chatgui.native` and `chatgui.classroom` are two."""

    ended: bool

    def do(self, intent: Intent, now: float) -> None: ...
    def hold(self, is_held: bool) -> None: ...
    def receive(self, datagram: bytes, now: float) -> None: ...
    def datagrams(self, now: float) -> list[bytes]: ...
    def events(self) -> list[Event]: ...
    def wake_at(self) -> float | None: ...


def boot_clock() -> float:
    """Seconds that also count while the computer sleeps, where the system has such a clock."""
    return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)


# On macOS CLOCK_MONOTONIC counts sleep and Python's monotonic() does not; Windows' counts it.
_BOOT_CLOCK: int | None = getattr(
    time, "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME", None
)


class Events(Protocol):
    """Where events go; `queue.SimpleQueue` is one."""

    def put(self, event: Event) -> None: ...
    def qsize(self) -> int: ...


class Link:
    def __init__(
        self,
        session: Session,
        sock: socket.socket,
        events: Events,
        clock: Callable[[], float] = boot_clock,
        roaming: Roaming | None = None,
    ) -> None:
        """`sock` is connected to the server; the link closes it in the end.

        `roaming` may make it anew; None for a server that knows us by our address.
        """
        self._session = session
        self._uplink = Uplink(sock)
        self._events = events
        self._clock = clock
        self._is_behind = False
        self._roaming = roaming
        self._mailbox: Mailbox[Intent] = Mailbox()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, intent: Intent) -> None:
        self._mailbox.post(intent)

    def is_alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        session = self._session
        try:
            while not session.ended:
                self._mind_view()
                self._send()
                if not session.ended:
                    self._wait()
                    self._receive()
                    self._obey()
                self._tell()
            self._send()  # the last ack, or a farewell
        finally:
            if self._roaming is not None:
                self._roaming.close()
            self._uplink.close()
            self._mailbox.close()

    def _mind_view(self) -> None:
        self._is_behind = self._events.qsize() > MOST_UNTOLD
        self._session.hold(self._is_behind)

    def _wait(self) -> None:
        wake_at = self._session.wake_at()
        if self._roaming is not None:
            wake_at = min(self._roaming.wake_at, wake_at or inf)
        timeout = None if wake_at is None else max(0.0, wake_at - self._clock())
        if self._is_behind:
            timeout = min(BEHIND_S, BEHIND_S if timeout is None else timeout)
        select.select([self._uplink.fileno(), self._mailbox.fileno()], [], [], timeout)

    def _receive(self) -> None:
        for datagram in self._uplink.receive(DATAGRAMS_PER_TURN):
            self._session.receive(datagram, self._clock())

    def _obey(self) -> None:
        for intent in self._mailbox.take():
            self._session.do(intent, self._clock())

    def _send(self) -> None:
        self._uplink.send(self._session.datagrams(self._clock()))
        if self._roaming is not None:
            self._roaming.mind(self._uplink, self._clock())
        self._tell()

    def _tell(self) -> None:
        for event in self._session.events():
            self._events.put(event)
