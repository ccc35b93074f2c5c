"""Faults of the program itself: a sentence for the person, everything else for its makers.

A log has where it happened: `shared/fault_log.py`.
"""

import threading
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from shared.fault_log import note
from shared.own_files import MOVED, is_moved
from shared.tk import words

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
            note(self._path, kind, where)
        except (OSError, ImportError):  # what takes notes may have gone, too
            sentence = words.FAULT_NOT_KEPT
        else:
            sentence = words.FAULT.format(path=self._path)
        self._tell(MOVED if is_moved() else sentence)

    def _report_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self._report(what.exc_type, what.exc_value, what.exc_traceback)
