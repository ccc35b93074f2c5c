"""Threads that print, so that a terminal nobody reads cannot stop the chat.

A paused console blocks whoever writes to it (after some 5,000 lines through a pipe). Here that is
a thread for each stream; the loop only puts lines where it finds them, and those that are too many
are counted.
"""

import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count

from shared.console import Stream, print_lines

LINES_WAITING = 10_000
"""A few seconds of the busiest chat; beyond that nobody reads along anyway."""

LOOKS_EVERY_S = 0.05
"""While lines keep coming. To wake the thread for each of them would cost the loop more than all
else that it does with a message: both want the interpreter."""

CLOSE_WAIT_S = 1.0

LINES_KEPT = 1_000
"""For whoever looks at the log later: the dashboard, `ctl log`."""

Said = tuple[int, int, str]
"""Number, nanoseconds since 1970, line: a plain tuple, for there is one for each message."""


class Printer:
    """Reports to `out`, warnings to `err` and `log`; each may be None (a program without a
    console)."""

    def __init__(
        self,
        out: Stream | None,
        err: Stream | None,
        *,
        quiet: bool = False,
        log: Stream | None = None,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        """`now_ns`: since 1970."""
        self._quiet = quiet
        self._out = _Writer(out, "stdout")
        self._err = _Writer(err, "stderr")
        self._logs = [] if log is None else [_Writer(log, "log")]
        self._now_ns = now_ns
        self._kept: deque[Said] = deque(maxlen=LINES_KEPT)
        self._numbers = count(1)

    def said(self, after: int = 0) -> list[Said]:
        """The last lines, printed or not; those behind number `after`. From any thread."""
        kept = list(self._kept)
        first = kept[0][0] if kept else 0
        return kept[max(0, after + 1 - first) :]

    @property
    def dropped(self) -> int:
        """Lines that nobody read in time."""
        return self._out.dropped + self._err.dropped

    def report(self, line: str) -> None:
        """An event of the chat, for people and scripts that read standard output."""
        self._kept.append((next(self._numbers), self._now_ns(), line))
        if not self._quiet:
            self._out.put(line)

    def inform(self, text: str) -> None:
        """What the owner wants to know at the start; several lines are fine."""
        if not self._quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """What the owner has to know, quiet or not."""
        for line in text.splitlines():
            self._kept.append((next(self._numbers), self._now_ns(), line))
            self._err.put(line)
            for log in self._logs:
                log.put(line)

    def answer(self, text: str) -> None:
        """What the owner has asked for here: to be read now, and kept nowhere. An invite's link
        lets somebody in."""
        for line in text.splitlines():
            self._err.put(line)

    def close(self) -> bool:
        """Print what waits, but not for ever; False if a thread is still caught in a write."""
        if self.dropped:
            self.warn(f"{self.dropped} lines were not printed: nobody read them in time.")
        return all([writer.close() for writer in (self._out, self._err, *self._logs)])


class _Writer:
    def __init__(self, stream: Stream | None, name: str) -> None:
        self._stream = stream
        self._lines: deque[str] = deque()  # append and popleft are atomic
        self._has_come, self._ends = threading.Event(), threading.Event()
        self.dropped = 0
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)
        self._thread.start()

    def put(self, line: str) -> None:
        """Never blocks."""
        if len(self._lines) >= LINES_WAITING:
            self.dropped += 1
            return
        self._lines.append(line)
        if not self._has_come.is_set():
            self._has_come.set()

    def close(self) -> bool:
        self._ends.set()
        self._has_come.set()
        self._thread.join(CLOSE_WAIT_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ends.is_set():
            self._has_come.wait()
            self._has_come.clear()
            while self._print_waiting():
                self._ends.wait(LOOKS_EVERY_S)

    def _print_waiting(self) -> bool:
        """Whether there was anything."""
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if lines and self._stream is not None:
            with contextlib.suppress(OSError, ValueError):  # a closed pipe ends no chat
                print_lines(self._stream, lines)
        return bool(lines)


def standard_printer(*, quiet: bool) -> Printer:
    return Printer(sys.stdout, sys.stderr, quiet=quiet)
