"""A running server and its icon. The main thread is the tray's, as macOS demands."""

import threading
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from chatserver.aside import DOCK
from chatserver.config import Config
from chatserver.printer import Printer
from chatserver.running import Running
from chatserver.tray import words
from chatserver.tray.clerk import Clerk
from chatserver.tray.desktop import ThisDesktop, find_trouble, open_dashboard
from chatserver.tray.own_link import let_go, say_link
from chatserver.tray.view import make_view
from shared.desktop.end_signals import heard_signals
from shared.desktop.siblings import server_command
from shared.desktop.tray.choice import Outcome, Tray, run_tray
from shared.desktop.tray.view import View

PANEL_S: Final = 2.0
"""For a panel that begins with the desktop, as we do; then the person gets the dashboard."""

PAUSES_S: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
LATER_S: Final = 300.0
"""Between two looks for a panel that is even later, or that has gone."""


def panel_wait_s(config: Config) -> float:
    """Who is there to be asked has a desktop that stands, and wants to see something soon. A panel
    that is late all the same gets the icon later."""
    return 0.0 if config.asks else PANEL_S


class ServerIcon:
    """`run` in the main thread; the server is at work already."""

    def __init__(
        self, server: Running, folder: Path, options: tuple[str, ...], printer: Printer
    ) -> None:
        self._server, self._folder, self._printer = server, folder, printer
        self._desktop = ThisDesktop(folder, printer.warn, options)
        self._tray: Tray | None = None
        self._over = threading.Event()
        self._view = make_view(None, self._desktop.starts_at_login())
        self._clerk = Clerk(server.ask, self._desktop, self._show)

    def run(self) -> int:
        """Until the server ends."""
        for text in self._server.lines:
            self._printer.inform(text)
        if self._server.config.says_link:
            say_link(self._server.ask)
            let_go()
        self._server.server.desk.show = self._bring_up
        threads = [
            threading.Thread(target=self._clerk.run, name="clerk"),
            threading.Thread(target=self._await_end, name="end"),
        ]
        with heard_signals(self._server.stop):
            for thread in threads:
                thread.start()
            self._live()
            for thread in threads:
                thread.join()
        self._desktop.close()
        return self._server.wait()

    def _live(self) -> None:
        """In the main thread, which the tray may have for as long as there is one."""
        outcome = self._look(panel_wait_s(self._server.config))
        if outcome == "none" and not self._over.is_set():
            self._do_without()
        for pause_s in chain(PAUSES_S, repeat(LATER_S)):
            if outcome == "lost":
                self._printer.warn(words.TRAY_LOST)
            if outcome == "closed" or self._over.wait(pause_s):
                return
            outcome = self._look()

    def _look(self, patience_s: float = 0.0) -> Outcome:
        dock = server_command(*DOCK)
        return run_tray(self._view, self._clerk.choose, self._begin, dock, patience_s)

    def _begin(self, tray: Tray) -> None:
        self._tray = tray
        tray.show(self._view)
        if not self._server.is_alive:
            tray.close()

    def _show(self, view: View) -> None:
        self._view = view
        if self._tray is not None:
            self._tray.show(view)

    def _bring_up(self) -> str:
        """The dashboard, by the clerk; or why there is none."""
        if trouble := find_trouble():
            return trouble
        self._clerk.choose("dashboard")
        return ""

    def _do_without(self) -> None:
        try:
            open_dashboard(self._folder)
        except OSError:
            self._printer.warn(words.NOTHING_TO_SHOW)
        else:
            self._printer.warn(words.NO_TRAY)

    def _await_end(self) -> None:
        self._server.wait()
        self._over.set()
        self._clerk.close()
        if self._tray is not None:
            self._tray.close()
