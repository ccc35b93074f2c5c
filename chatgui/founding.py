"""A server is started on this computer while a window goes on."""

import threading
from collections.abc import Callable

from shared.desktop.siblings import NotStarted, start_server


class Founding:
    """Begins at once, in a thread of its own. When `is_over`, one of these is not empty: `link`
    leads to the server, `trouble` is why there is none, a sentence. Nobody can take it back."""

    def __init__(self, start: Callable[[], str] = start_server) -> None:
        self._start = start
        self.link = self.trouble = ""
        self._thread = threading.Thread(target=self._run, name="starts a server", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self.link = self._start()
        except NotStarted as reason:
            self.trouble = str(reason)
