"""Threads that print, so that a terminal nobody reads cannot stop the chat.

A paused console blocks whoever writes to it (after some 5,000 lines through a pipe). Here that is
a thread for each stream; the loop only puts lines into a bounded queue, and what does not fit is
counted.
"""

import contextlib
import queue
import sys
import threading
from typing import TextIO

from shared.console import print_line

LINES_WAITING = 10_000
"""A few seconds of the busiest chat; beyond that nobody reads along anyway."""

CLOSE_WAIT_S = 1.0


class Printer:
    """Reports to `out`, warnings to `err`; either may be None (a program without a console)."""

    def __init__(self, out: TextIO | None, err: TextIO | None, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._out = _Writer(out, "stdout")
        self._err = _Writer(err, "stderr")

    @property
    def dropped(self) -> int:
        """Lines that nobody read in time."""
        return self._out.dropped + self._err.dropped

    def report(self, line: str) -> None:
        """An event of the chat, for people and scripts that read standard output."""
        if not self._quiet:
            self._out.put(line)

    def inform(self, text: str) -> None:
        """What the owner wants to know at the start; several lines are fine."""
        if not self._quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """What the owner has to know, quiet or not."""
        for line in text.splitlines():
            self._err.put(line)

    def close(self) -> bool:
        """Print what waits, but not for ever; False if a thread is still caught in a write."""
        if self.dropped:
            self.warn(f"{self.dropped} lines were not printed: nobody read them in time.")
        return self._out.close() & self._err.close()


class _Writer:
    def __init__(self, stream: TextIO | None, name: str) -> None:
        self._stream = stream
        self._queue: queue.Queue[str | None] = queue.Queue(LINES_WAITING)
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)
        self._thread.start()

    def put(self, line: str) -> None:
        """Never blocks."""
        try:
            self._queue.put_nowait(line)
        except queue.Full:
            self.dropped += 1

    def close(self) -> bool:
        with contextlib.suppress(queue.Full):
            self._queue.put(None, timeout=CLOSE_WAIT_S)
            self._thread.join(CLOSE_WAIT_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (line := self._queue.get()) is not None:
            if self._stream is not None:
                with contextlib.suppress(OSError, ValueError):  # a closed pipe ends no chat
                    print_line(self._stream, line)


def standard_printer(*, quiet: bool) -> Printer:
    return Printer(sys.stdout, sys.stderr, quiet=quiet)
