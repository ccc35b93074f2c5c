"""Clients of one server on sockets of their own, all in this process, driven by one epoll.

A `Client` is the protocol of one of them; every rival has its own kind. The crowd moves bytes,
minds time, and says when each text arrived: at the moment the kernel had it for the client, so that
neither the crowd's own work nor its turn on the processor counts.
"""

import select
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from math import inf
from typing import Protocol

from shared.net.timers import Timers

SO_TIMESTAMPNS = 35  # Linux; the socket module does not have it
STAMP = struct.Struct("qq")
STREAM_BYTES = 256 * 1024
DATAGRAMS = 16
"""Taken from one socket before the others have their turn."""

TIMERS = 64


class Client(Protocol):
    """One client. `is_in`: it has joined, and hears from now on what is said."""

    sock: socket.socket
    is_in: bool

    def receive(self, data: bytes, now: float) -> Iterable[bytes]:
        """What came from the socket; the texts that were said to us in it, in order."""

    def say(self, text: bytes) -> bool:
        """Say it to everybody with the next `flush`; False: there is no room now."""

    def flush(self, now: float) -> None:
        """Send what is due."""

    def wake_at(self) -> float:
        """When to call `flush` though nothing happened; `inf`: never."""


Heard = Callable[[Client, bytes, int], None]
"""A client, a text, and when the kernel had it, in nanoseconds since 1970."""


class Crowd:
    """Closes its sockets in the end (`close`). `on_text` is called with every text heard."""

    def __init__(self, on_text: Heard = lambda client, text, at_ns: None) -> None:
        self.on_text = on_text
        self.clients: list[Client] = []
        self._epoll = select.epoll()
        self._by_fd: dict[int, Client] = {}
        self._timers: Timers[int] = Timers()
        self._due: deque[int] = deque()

    def add(self, client: Client) -> None:
        sock = client.sock
        sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.clients.append(client)
        self._by_fd[sock.fileno()] = client
        self._epoll.register(sock.fileno(), select.EPOLLIN)
        self.flush(client)

    def close(self) -> None:
        self._epoll.close()
        for client in self.clients:
            client.sock.close()

    def let_in(self, clients: Iterable[Client], at_once: int, patience_s: float) -> None:
        """Add them, about so many on their way in at a time; RuntimeError if it takes longer."""
        coming: deque[Client] = deque()
        waiting = iter(clients)

        def everybody() -> bool:
            while coming and coming[0].is_in:
                coming.popleft()
            for client in islice(waiting, at_once - len(coming)):
                coming.append(client)
                self.add(client)
            return not coming

        if not self.run(patience_s, everybody):
            raise RuntimeError(f"{len(coming)} clients were not in after {patience_s:.0f} s.")

    def flush(self, client: Client) -> None:
        client.flush(time.monotonic())
        self._mind(client)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Drive everybody until it holds, or so long; whether it held."""
        end = time.monotonic() + seconds
        while not (held := until()) and (now := time.monotonic()) < end:
            at = now if self._due else min(end, self._timers.next_at() or inf)
            self._turn(at - now)
        return held

    def _turn(self, wait_s: float) -> None:
        """Repetitions are sent a few at a time: answers go before them, or all would be late."""
        for fd, _ in self._epoll.poll(max(wait_s, 0.0), len(self._by_fd) or 1):
            self._receive(self._by_fd[fd])
        self._due.extend(self._timers.due(time.monotonic()))
        for _ in range(min(TIMERS, len(self._due))):
            self.flush(self._by_fd[self._due.popleft()])

    def _receive(self, client: Client) -> None:
        now = time.monotonic()
        is_stream = client.sock.type == socket.SOCK_STREAM
        for _ in range(1 if is_stream else DATAGRAMS):
            try:
                data, notes, _, _ = client.sock.recvmsg(STREAM_BYTES, 64, socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
            except ConnectionRefusedError:
                continue  # the server is being started anew
            if not data and is_stream:
                raise RuntimeError("the server has closed a connection.")
            for text in client.receive(data, now):
                self.on_text(client, text, _stamp(notes))
        self.flush(client)

    def _mind(self, client: Client) -> None:
        at = client.wake_at()
        self._timers.set(client.sock.fileno(), None if at == inf else at)


def _stamp(notes: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in notes:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            seconds, nanoseconds = STAMP.unpack(data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return time.time_ns()  # the kernel gave none: an upper bound


def host(number: int) -> str:
    """An address of loopback for each client: 127.1.0.0 and up."""
    return f"127.{1 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
