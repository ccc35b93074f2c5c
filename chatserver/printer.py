"""A thread that prints, so that a terminal nobody reads cannot stop the chat.

A paused console blocks whoever writes to it (after some 5,000 lines through a pipe). Here that is
this thread; the loop only puts lines into a bounded queue, and what does not fit is counted.
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
    """Lines to `out`, warnings to `err`; either may be None (a program without a console)."""

    def __init__(self, out: TextIO | None, err: TextIO | None, *, quiet: bool = False) -> None:
        self._out, self._err, self._quiet = out, err, quiet
        self._queue: queue.Queue[tuple[TextIO, str] | None] = queue.Queue(LINES_WAITING)
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def report(self, line: str) -> None:
        """An event of the chat, for people and scripts that read standard output."""
        if not self._quiet:
            self._put(self._out, line)

    def inform(self, text: str) -> None:
        """What the owner wants to know at the start; several lines are fine."""
        if not self._quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """What the owner has to know, quiet or not."""
        for line in text.splitlines():
            self._put(self._err, line)

    def close(self) -> None:
        """Print what waits, but not for ever; a paused console is left behind."""
        if self.dropped:
            self.warn(f"{self.dropped} lines were not printed: nobody read them in time.")
        with contextlib.suppress(queue.Full):
            self._queue.put(None, timeout=CLOSE_WAIT_S)
            self._thread.join(CLOSE_WAIT_S)

    def _put(self, stream: TextIO | None, line: str) -> None:
        if stream is None:
            return
        try:
            self._queue.put_nowait((stream, line))
        except queue.Full:
            self.dropped += 1

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            stream, line = item
            with contextlib.suppress(OSError, ValueError):  # a closed pipe must not end the chat
                print_line(stream, line)


def standard_printer(*, quiet: bool) -> Printer:
    return Printer(sys.stdout, sys.stderr, quiet=quiet)
