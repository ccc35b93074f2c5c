"""Holds a program's output that is our input back while too much of it waits for the server."""

import threading

STRETCH_BYTES = 256 * 1024
STRETCH_LINES = 40
"""At the classroom door 100 messages may wait."""


class Brake:
    """One thread reads: `count` each line, and after a stretch, when it has said so, `hold`.
    Another lets go, once for each stretch that has been taken. The reader is at most two ahead."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(1)
        self._bytes = 0
        self._lines = 0
        self.is_over = False

    def count(self, line: str) -> bool:
        """True: with this line a stretch is full."""
        self._bytes += len(line)
        self._lines += 1
        if self._bytes < STRETCH_BYTES and self._lines < STRETCH_LINES:
            return False
        self._bytes = self._lines = 0
        return True

    def hold(self) -> None:
        """Blocks until the stretch before has been taken."""
        self._free.acquire()

    def let_go(self) -> None:
        self._free.release()

    def end(self) -> None:
        """Nothing that is read counts any more."""
        self.is_over = True
        self._free.release()
