"""How other threads talk to a loop: they post, the loop's select wakes up and takes."""

import contextlib
import socket
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """Any thread posts; one thread selects on `fileno()` and takes."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()  # append and popleft are atomic
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def fileno(self) -> int:
        return self._reader.fileno()

    def post(self, item: Item) -> None:
        self._items.append(item)
        self.wake()

    def wake(self) -> None:
        """The select returns; there need be nothing to take. A full wake-up buffer is as good as a
        byte in it: the reader is going to wake."""
        with contextlib.suppress(OSError):
            self._writer.send(b"\0")

    def take(self) -> list[Item]:
        """Everything posted so far, in order."""
        with contextlib.suppress(OSError):
            self._reader.recv(4096)
        taken: list[Item] = []
        while self._items:
            taken.append(self._items.popleft())
        return taken

    def close(self) -> None:
        self._reader.close()
        self._writer.close()
