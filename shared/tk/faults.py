"""Faults of the program itself: a sentence for the person, everything else for its makers.

A log has where it happened; the last megabyte of that is kept, and nothing anybody wrote is in it.
"""

import sys
import threading
import time
import tkinter as tk
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from shared.disk import append_text
from shared.tk import words

LONGEST_LOG: Final = 1_000_000
MOST_TOLD: Final = 20
"""A fault in what happens sixty times a second must not fill a disk."""


class Faults:
    """What Tk's callbacks and threads let through, from now until `close`. `tell` gets a sentence,
    in whatever thread it happened."""

    def __init__(self, root: tk.Tk, log: Path, tell: Callable[[str], None]) -> None:
        self._path = log
        self._tell = tell
        self._count = 0
        self._before = threading.excepthook
        root.report_callback_exception = self._report
        threading.excepthook = self._report_thread

    def close(self) -> None:
        threading.excepthook = self._before

    def _report(
        self,
        kind: type[BaseException],
        error: BaseException,
        where: TracebackType | None,
    ) -> None:
        self._count += 1
        if self._count > MOST_TOLD:
            return
        try:
            self._write(kind, where)
        except OSError:
            self._tell(words.FAULT_NOT_KEPT)
        else:
            self._tell(words.FAULT.format(path=self._path))

    def _report_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self._report(what.exc_type, what.exc_value, what.exc_traceback)

    def _write(self, kind: type[BaseException], where: TracebackType | None) -> None:
        """Without the error's own words: they may quote a message."""
        head = f"{time.strftime('%Y-%m-%d %H:%M:%S')} Python {sys.version.split()[0]}\n"
        text = head + "".join(traceback.format_tb(where)) + kind.__name__ + "\n\n"
        append_text(self._path, text, LONGEST_LOG)
