"""A client on TCP, without what makes it IRC, MQTT or NATS. What it writes between two flushes
leaves in one piece, and it reads what there is in one piece: that spares the server work, too."""

import socket
from collections.abc import Iterable
from math import inf

from tests.bench.crowd import host


class StreamClient:
    """Subclasses greet (`_write`), write a text (`frame`) and read (`parse`)."""

    def __init__(self, port: int, number: int) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.bind((host(number), 0))
        self.sock.connect(("127.0.0.1", port))
        self.is_in = False
        self._rest = b""
        self._out: list[bytes] = []

    def frame(self, text: bytes) -> bytes:
        raise NotImplementedError

    def parse(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The texts that are whole, and what is left; answers go to `_write`."""
        raise NotImplementedError

    def receive(self, data: bytes, now: float) -> Iterable[bytes]:
        texts, self._rest = self.parse(self._rest + data)
        return texts

    def say(self, text: bytes) -> bool:
        self._out.append(self.frame(text))
        return True

    def flush(self, now: float) -> None:
        if self._out:
            self.sock.sendall(b"".join(self._out))
            self._out.clear()

    def wake_at(self) -> float:
        return inf

    def _write(self, data: bytes) -> None:
        self._out.append(data)
