"""Where the history is to be written. Tk's own dialog for files has fields without our guard."""

import os
import queue
import threading
import time
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tkinter import ttk
from typing import Final

from chatgui.app.words import dialogs as words
from shared.tk.dialog import Dialog
from shared.tk.fields import Entry
from shared.tk.theme import Theme

WIDTH = 420
TEXT, JSON = ".txt", ".jsonl"
LOOK_MS: Final = 30
_NAMES: Final = 1000

Writer = Callable[[], str]
"""Writes, and says what came of it."""


class ExportDialog(Dialog):
    """`export`: as of `Chat`. What it returns is called in a thread that outlives the dialog and,
    for as long as it writes, the program."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, folder: Path, export: Callable[[Path], Writer]
    ) -> None:
        super().__init__(parent, theme, words.EXPORT_TITLE)
        px, body, self._export = theme.px, self.body, export
        ttk.Label(body, text=words.EXPORT_WHERE, style="Caption.TLabel").pack(anchor="w")
        self.path = Entry(body, width=52, font=theme.fonts.body)
        self.path.insert(0, str(_free(folder)))
        self.path.pack(fill="x", pady=(px(4), px(8)))
        self._suffix = tk.StringVar(self, TEXT)
        for suffix, text in ((TEXT, words.EXPORT_TEXT), (JSON, words.EXPORT_JSON)):
            ttk.Radiobutton(
                body, text=text, value=suffix, variable=self._suffix, command=self._rename
            ).pack(anchor="w")
        self.told = self.add_text(body, "", WIDTH)
        self.told.pack(anchor="w", pady=(px(8), 0))
        self.add_button(words.CLOSE, self.close)
        self._do = self.add_button(words.EXPORT_DO, self._write, is_default=True)
        self._timer: str | None = None
        self.bind("<Destroy>", lambda _: self._stop_looking(), add=True)
        self.open(self.path)
        self.path.icursor("end")
        self.path.xview("end")

    def _rename(self) -> None:
        """The same place, under a name that says what is in it."""
        path = Path(self.path.get())
        if path.name:
            self.path.delete(0, "end")
            self.path.insert(0, str(path.with_suffix(self._suffix.get())))

    def _write(self) -> None:
        path = _place(self.path.get().strip())
        if path is None:
            self.told.configure(text=words.EXPORT_NOWHERE)
        else:
            self._start(self._export(path))

    def _start(self, write: Writer) -> None:
        self._do.state(["disabled"])
        self.told.configure(text=words.EXPORTING)
        said: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=lambda: said.put(write()), name="export").start()
        self._look(said)

    def _look(self, said: "queue.SimpleQueue[str]") -> None:
        """What came of it, once it is there."""
        self._timer = self.after(LOOK_MS, lambda: self._look(said))
        with suppress(queue.Empty):
            self.told.configure(text=said.get_nowait())
            self._do.state(["!disabled"])
            self._stop_looking()

    def _stop_looking(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None


def _place(typed: str) -> Path | None:
    """Where a new file may be; None: not there. Whether it can be written is found out by that."""
    try:
        path = Path(typed).expanduser()
    except RuntimeError:  # ~somebody, and there is none
        return None
    return path if path.is_absolute() and not os.path.isdir(path) else None


def _free(folder: Path) -> Path:
    """A name of today's that nothing has there."""
    name = f"{words.EXPORT_NAME}-{time.strftime('%Y-%m-%d')}"
    first = folder / f"{name}{TEXT}"
    others = (folder / f"{name}-{number}{TEXT}" for number in range(2, _NAMES))
    return next((path for path in (first, *others) if not os.path.lexists(path)), first)
