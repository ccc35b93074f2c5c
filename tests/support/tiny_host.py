"""The tiny native server on a real socket, in a thread of its own."""

import select
import socket
import threading
import time
from collections.abc import Callable

from tests.support.ports import free_port
from tests.support.processes import PATIENCE_S
from tests.support.tiny_server import Sent, TinyServer


class TinyHost:
    """A context manager. `loss` decides for each datagram, both ways."""

    def __init__(
        self, server: TinyServer, loss: Callable[[], bool] = lambda: False, port: int = 0
    ) -> None:
        self.server = server
        self._loss = loss
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port or free_port()))
        self._socket.setblocking(False)
        self.port = int(self._socket.getsockname()[1])
        self._is_over = False
        self._turn = threading.Condition()  # held while the server thinks, told after each turn
        self._thread = threading.Thread(target=self._run, name="tiny server")

    def __enter__(self) -> "TinyHost":
        self.server.restart(time.monotonic())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._thread.join()
        self._socket.close()

    def wait_for(self, *names: str) -> None:
        """Until people of these names are here."""
        with self._turn:
            assert self._turn.wait_for(lambda: set(names) <= self._here(), PATIENCE_S), names

    def _here(self) -> set[str]:
        server = self.server
        return {server.names.get(guest.person, "") for guest in server.guests.values()}

    def _run(self) -> None:
        while not self._is_over:
            wait_s = min(max(0.0, self.server.wake_at() - time.monotonic()), 0.02)
            select.select([self._socket], [], [], wait_s)
            with self._turn:
                self._receive()
                self._send(self.server.flush(time.monotonic()))
                self._turn.notify_all()

    def _receive(self) -> None:
        while True:
            try:
                data, sender = self._socket.recvfrom(65_535)
            except BlockingIOError:
                return
            except ConnectionError:
                continue
            if not self._loss():
                self._send(self.server.receive(data, sender, time.monotonic()))

    def _send(self, out: Sent) -> None:
        for data, to in out:
            if not self._loss():
                self._socket.sendto(data, to)
