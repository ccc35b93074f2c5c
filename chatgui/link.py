"""The client's background thread: it alone owns the socket, the session and the clock.

Intents are posted to it from any thread; events come back by a callback that must only put them
into a queue. After the `Ended` event the thread ends by itself.
"""

import select
import socket
import threading
import time
from collections.abc import Callable
from typing import Protocol

from chatgui.app.messages import Event, Intent
from shared.net.mailbox import Mailbox
from shared.net.udp import LARGEST

DATAGRAMS_PER_TURN = 256


class Session(Protocol):
    """One way to speak with a server; `chatgui.classroom` is one."""

    ended: bool

    def do(self, intent: Intent, now: float) -> None: ...
    def receive(self, datagram: bytes, now: float) -> None: ...
    def datagrams(self, now: float) -> list[bytes]: ...
    def events(self) -> list[Event]: ...
    def wake_at(self) -> float | None: ...


class Link:
    def __init__(
        self,
        session: Session,
        sock: socket.socket,
        on_event: Callable[[Event], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sock` is connected to the server; the link closes it in the end."""
        self._session = session
        self._sock = sock
        self._sock.setblocking(False)
        self._on_event = on_event
        self._clock = clock
        self._mailbox: Mailbox[Intent] = Mailbox()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def post(self, intent: Intent) -> None:
        self._mailbox.post(intent)

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def _run(self) -> None:
        session = self._session
        with self._sock:
            while not session.ended:
                self._send()
                if not session.ended:
                    self._wait()
                    self._receive()
                    self._obey()
                self._tell()
            self._send()  # the last ack
        self._mailbox.close()

    def _wait(self) -> None:
        wake_at = self._session.wake_at()
        timeout = None if wake_at is None else max(0.0, wake_at - self._clock())
        select.select([self._sock.fileno(), self._mailbox.fileno()], [], [], timeout)

    def _receive(self) -> None:
        for _ in range(DATAGRAMS_PER_TURN):
            try:
                datagram = self._sock.recv(LARGEST)
            except BlockingIOError:
                return
            except OSError:
                return  # nobody listens there (yet): the session finds out by the silence
            self._session.receive(datagram, self._clock())

    def _obey(self) -> None:
        for intent in self._mailbox.take():
            self._session.do(intent, self._clock())

    def _send(self) -> None:
        for datagram in self._session.datagrams(self._clock()):
            try:
                self._sock.send(datagram)
            except OSError:
                return  # likewise; what counts is sent again
        self._tell()

    def _tell(self) -> None:
        for event in self._session.events():
            self._on_event(event)


def connect(host: str, port: int) -> socket.socket:
    """A UDP socket that speaks with this server only; OSError if there is no such host.

    IPv4 is preferred: UDP gives no sign which one works, and every server of the course has it.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    family, kind, protocol, _, address = found[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    return sock
