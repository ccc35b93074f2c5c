"""A UDP proxy that loses, doubles and delays, for real programs on real sockets.

    with FaultProxy(("127.0.0.1", 15000), Link(loss=0.33), seed=7) as proxy:
        ...  # point the client at proxy.address

Each client gets an upstream socket of its own, so the server tells clients apart as always.
Which packets suffer depends on the seed and on the order of arrival, so unlike FakeNet a run is
repeatable only as far as the programs' timing is.
"""

import select
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from heapq import heappop, heappush
from random import Random
from types import TracebackType

from tests.support.fakenet import Address, Link

BUFFER = 4 << 20
Send = Callable[[bytes], object]


class FaultProxy:
    """Runs in a thread from `start` to `stop`, or as a context manager."""

    def __init__(self, server: Address, link: Link, seed: int) -> None:
        self.link = link  # may be replaced while running
        self.judged = 0  # datagrams received, whatever became of them
        self.passed = 0
        self.lost = 0
        self._server = server
        self._rng = Random(seed)
        self._front = self._open()
        self._front.bind(("127.0.0.1", 0))
        self.address: Address = self._front.getsockname()
        self._upstream: dict[Address, socket.socket] = {}
        self._client_of: dict[socket.socket, Address] = {}
        self._late: list[tuple[float, int, Send, bytes]] = []
        self._order = 0
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="fault proxy", daemon=True)

    @staticmethod
    def _open() -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        sock.setblocking(False)
        return sock

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping = True
        with self._open() as knock:  # wakes the thread
            knock.sendto(b"", self.address)
        self._thread.join()
        for sock in (self._front, *self._client_of):
            sock.close()

    def __enter__(self) -> "FaultProxy":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def describe(self) -> str:
        return f"FaultProxy to {self._server}: {self.link}, passed {self.passed}, lost {self.lost}"

    def _run(self) -> None:
        while not self._is_stopping:
            wait = max(self._late[0][0] - time.monotonic(), 0) if self._late else None
            ready, _, _ = select.select([self._front, *self._client_of], [], [], wait)
            for sock in ready:
                self._drain(sock)
            while self._late and self._late[0][0] <= time.monotonic():
                _, _, send, data = heappop(self._late)
                with suppress(OSError):  # the other end may be gone
                    send(data)

    def _drain(self, sock: socket.socket) -> None:
        while True:
            try:
                data, sender = sock.recvfrom(65536)
            except BlockingIOError:
                return
            except OSError:  # port unreachable, told by the kernel
                continue
            self._pass(data, self._onward(sock, sender))

    def _onward(self, sock: socket.socket, sender: Address) -> Send:
        if sock is not self._front:
            client = self._client_of[sock]
            return lambda data: self._front.sendto(data, client)
        if sender not in self._upstream:
            upstream = self._open()
            upstream.connect(self._server)
            self._upstream[sender] = upstream
            self._client_of[upstream] = sender
        return self._upstream[sender].send

    def _pass(self, data: bytes, send: Send) -> None:
        link, rng = self.link, self._rng
        for _ in range(2 if rng.random() < link.duplicate else 1):
            if rng.random() < link.loss or len(data) > link.mtu:
                self.lost += 1
                continue
            delay = rng.uniform(*link.delay)
            delay += link.reorder_by if rng.random() < link.reorder else 0.0
            self.passed += 1
            self._order += 1
            heappush(self._late, (time.monotonic() + delay, self._order, send, data))
        self.judged += 1
