"""A server is started on this computer while a window goes on."""

import subprocess
import threading
from collections.abc import Callable
from typing import Final, Protocol

from shared.desktop.siblings import Began, NotStarted, start_server

END_S: Final = 5.0
"""For a server that is not wanted any more; then it is killed, and loses nothing by that either."""


class Start(Protocol):
    """As `start_server` is."""

    def __call__(self, *, began: Began) -> str: ...


class Founding:
    """Begins at once, in a thread of its own. When `is_over`, one of these is not empty: `link`
    leads to the server, `trouble` is why there is none, a sentence. After `cancel` both are, and
    there is no server that was not there before."""

    def __init__(self, start: Start = start_server) -> None:
        self._start = start
        self.link = self.trouble = ""
        self.is_cancelled = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = self._start_thread(self._run)

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    @property
    def is_running(self) -> bool:
        """Whether a server that was not there before is there now."""
        return bool(self.link) and self._process is not None and self._process.poll() is None

    def cancel(self) -> None:
        """It is to end, however far it has come; does not wait for that."""
        with self._lock:
            if self.is_cancelled:
                return
            self.is_cancelled = True
            self._end()
            if self.link or self.trouble:  # nobody waits for it any more
                self.link = self.trouble = ""
                self._thread = self._start_thread(self._await_end)

    def wait(self, patience_s: float) -> None:
        """Until it is over, or for so long."""
        self._thread.join(patience_s)

    def _run(self) -> None:
        link = trouble = ""
        try:
            link = self._start(began=self._note)
        except NotStarted as reason:
            trouble = str(reason)
        with self._lock:
            if not self.is_cancelled:
                self.link, self.trouble = link, trouble
                return
        self._await_end()

    def _note(self, process: "subprocess.Popen[bytes]") -> None:
        with self._lock:
            self._process = process
            if self.is_cancelled:
                self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def _await_end(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @staticmethod
    def _start_thread(target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name="starts a server", daemon=True)
        thread.start()
        return thread
