"""An icon in an XEmbed tray for a program without windows: in a process of its own, because Xlib
ends whoever uses it when the screen goes, and Tk does where another thread collects what is left.

Down its standard input go views, a line of JSON each; its end is the end. Up come lines of JSON,
too: "" when the icon is docked, then the name of each item that is chosen.
"""

import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Final, Literal

import msgspec

from shared.desktop.siblings import NotStarted, open_program
from shared.desktop.tray.view import View

DOCKED: Final = ""


def run_docked(
    command: Sequence[str],
    view: View,
    chosen: Callable[[str], object],
    begin: Callable[["Docked"], object],
) -> Literal["closed", "none", "lost"]:
    """Until `close`, or until the screen goes. `command`: runs `shared.tk.dock.run_dock`."""
    try:
        process = open_program(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except NotStarted:
        return "none"
    assert process.stdin is not None
    assert process.stdout is not None
    tray = Docked(process.stdin)
    with process.stdout as said:
        try:
            tray.show(view)
            return _listen(tray, said, chosen, begin)
        finally:
            tray.close()
            process.wait()


def _listen(
    tray: "Docked",
    said: IO[bytes],
    chosen: Callable[[str], object],
    begin: Callable[["Docked"], object],
) -> Literal["closed", "none", "lost"]:
    if not said.readline():
        return "none"
    begin(tray)
    for line in said:
        chosen(msgspec.json.decode(line, type=str))
    return "lost" if tray.is_shown else "closed"


class Docked:
    """A `Tray`. A process that has gone is heard of by its last word, not here."""

    def __init__(self, stdin: IO[bytes]) -> None:
        self._stdin, self._lock = stdin, threading.Lock()
        self.is_shown = True

    def show(self, view: View) -> None:
        with self._lock, suppress(OSError):
            if self.is_shown:
                self._stdin.write(msgspec.json.encode(view) + b"\n")
                self._stdin.flush()

    def close(self) -> None:
        with self._lock, suppress(OSError):
            self.is_shown = False
            self._stdin.close()
