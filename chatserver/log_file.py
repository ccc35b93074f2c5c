"""A log on the disk, for servers whose console nobody sees: bounded, private, one line an event.

What people write never gets there: only what the server has to say to its owner.
"""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from shared.disk import append_text

LONGEST: Final = 1_000_000
"""Bytes; behind that a new one is begun, and the one before is kept."""


class LogFile:
    """A stream for a `Printer`. What cannot be written is left out: a log stops nobody."""

    encoding = "utf-8"

    def __init__(self, path: Path, wall_clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._wall_clock = wall_clock

    def write(self, text: str) -> int:
        """Whole lines."""
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self._wall_clock()))
        with contextlib.suppress(OSError):
            lines = (f"{now} {line}\n" for line in text.splitlines())
            append_text(self._path, "".join(lines), LONGEST)
        return len(text)

    def flush(self) -> None:
        """`write` has."""
