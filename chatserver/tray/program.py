"""`python -m chatserver --tray`: what a double click of the packaged program does.

The main thread is the tray's, as macOS demands; the server has threads of its own. One server for
a data folder: a second start opens the dashboard of the first.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from chatserver.aside import ask_aside
from chatserver.config import Config
from chatserver.control.client import ControlClient, NoServerError
from chatserver.control.operations import (
    AnyAnswer,
    AnyOperation,
    AskInvites,
    AskStatus,
    Invites,
    MakeInvite,
    ServerStatus,
    ShowDashboard,
    Told,
)
from chatserver.data import AlreadyRunning, default_data, is_running
from chatserver.first_look import TITLE, settle
from chatserver.log_file import LogFile
from chatserver.neighbours import look_round, should_look
from chatserver.printer import Printer
from chatserver.running import Running, running
from chatserver.tray import words
from chatserver.tray.clerk import Clerk
from chatserver.tray.desktop import ThisDesktop, open_dashboard
from chatserver.tray.view import make_view
from shared.desktop.end_signals import heard_signals
from shared.desktop.siblings import client_command, start
from shared.desktop.tray.choice import Tray, run_tray
from shared.desktop.tray.view import View
from shared.disk import DiskError
from shared.net.udp import UdpSocket
from shared.server_link import Place, encode_link, read_link_untrusted
from shared.tk.question import Question

BEGINS_S: Final = 10.0
"""For the first of two starts to listen to the second."""

HERE: Final = "127.0.0.1"
PANEL_S: Final = 2.0
"""For a panel that begins with the desktop, as we do."""

POLL_S: Final = 0.1

Bind = Callable[[Config], list[UdpSocket]]


def run_in_tray(config: Config, options: tuple[str, ...], bind: Bind) -> int:
    """Exit code 0 after a clean end, also where another one has come up instead; 2 if it cannot
    start. `options`: what the person gave."""
    folder = config.data or default_data()
    printer = Printer(None, sys.stderr, quiet=config.quiet, log=LogFile(folder / "log/server.log"))
    try:
        status = _begin(config, folder, options, bind, printer)
    except (DiskError, OSError) as trouble:
        printer.warn(str(trouble))
        if not config.says_link:  # else who has started us says it
            _tell(str(trouble))
        status = 2
    if not printer.close():
        os._exit(status)  # Python would wait for the stream that nobody reads
    return status


def _begin(
    config: Config, folder: Path, options: tuple[str, ...], bind: Bind, printer: Printer
) -> int:
    if folder.is_dir() and is_running(folder):
        return _bring_up(config, folder)
    if should_look(config):
        found = look_round()
        choice = settle(found, ask_aside, printer.warn)
        if choice == "join":
            return _join(config, Place(found[0].host, found[0].port))
        if choice == "neither":
            return 0
    sockets = _bind(config, bind, printer)
    try:
        with running(config, sockets, printer) as server:
            return TrayServer(server, folder, options, printer).run()
    except AlreadyRunning:  # two double clicks at once
        for sock in sockets:
            sock.close()
        return _bring_up(config, folder)


def _bind(config: Config, bind: Bind, printer: Printer) -> list[UdpSocket]:
    """Who double-clicks has chosen no port: where another program has it, a free one will do."""
    try:
        return bind(config)
    except OSError as trouble:
        if config.is_port_given:
            raise
        sockets = bind(replace(config, port=0))
        printer.warn(words.OTHER_PORT.format(reason=trouble, port=sockets[0].port))
        return sockets


def _bring_up(config: Config, folder: Path) -> int:
    """The one that runs here: its dashboard, by itself if it is in the tray, else by us."""
    client = ControlClient(folder)
    try:
        if config.says_link:
            _say_link(lambda operation: _ask_soon(client, operation))
        elif not isinstance(_ask_soon(client, ShowDashboard()), Told):
            open_dashboard(folder)
    finally:
        client.close()
    return 0


def _ask_soon(client: ControlClient, operation: AnyOperation) -> AnyAnswer:
    """It may be about to begin."""
    until = time.monotonic() + BEGINS_S
    while True:
        try:
            return client.ask(operation)
        except NoServerError:
            if time.monotonic() > until:
                raise
            time.sleep(POLL_S)


def _join(config: Config, place: Place) -> int:
    if config.says_link:
        print(encode_link(place), flush=True)  # whoever started us joins
    else:
        start(client_command("-a", place.host, "-p", str(place.port)))
    return 0


def _tell(text: str) -> None:
    """In a dialog, where nobody sees a console."""
    if sys.stderr is None or not sys.stderr.isatty():
        ask_aside(TITLE, Question(text, words.CLOSE, ""))


def _say_link(ask: Callable[[AnyOperation], AnyAnswer]) -> None:
    """For a client on this computer, on the first line of the standard output."""
    status = ask(AskStatus())
    if not isinstance(status, ServerStatus):
        raise OSError(words.SILENT)
    link = status.link
    if status.is_private:
        link = _invite_here(ask) or link
    place = read_link_untrusted(link)
    print(encode_link(place._replace(host=HERE) if status.everywhere else place), flush=True)


def _invite_here(ask: Callable[[AnyOperation], AnyAnswer]) -> str:
    """A link with a token; one that was not used the last time does."""
    for operation in (AskInvites(), MakeInvite(words.THIS_COMPUTER)):
        answer = ask(operation)
        rows = answer.rows if isinstance(answer, Invites) else ()
        for row in rows:
            if row.label == words.THIS_COMPUTER and row.uses_left:
                return row.link
    return ""


def _let_go() -> None:
    """Of the streams of whoever started us, who waits for their end and may be gone tomorrow."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        with suppress(OSError):
            os.dup2(null, stream)
    os.close(null)


class TrayServer:
    """A running server and its icon."""

    def __init__(
        self, server: Running, folder: Path, options: tuple[str, ...], printer: Printer
    ) -> None:
        self._server, self._folder, self._printer = server, folder, printer
        self._desktop = ThisDesktop(folder, printer.warn, options)
        self._tray: Tray | None = None
        self._view = make_view(None, self._desktop.starts_at_login())
        self._clerk = Clerk(server.ask, self._desktop, self._show)

    def run(self) -> int:
        """Until the server ends."""
        for text in self._server.lines:
            self._printer.inform(text)
        if self._server.config.says_link:
            _say_link(self._server.ask)
            _let_go()
        self._server.server.desk.show = lambda: self._clerk.choose("dashboard")
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
        outcome = run_tray(self._view, self._clerk.choose, self._begin, patience_s=PANEL_S)
        if outcome == "none":
            self._do_without()
        elif outcome == "lost":
            self._printer.warn(words.TRAY_LOST)
        self._server.wait()

    def _begin(self, tray: Tray) -> None:
        self._tray = tray
        tray.show(self._view)
        if not self._server.is_alive:
            tray.close()

    def _show(self, view: View) -> None:
        self._view = view
        if self._tray is not None:
            self._tray.show(view)

    def _do_without(self) -> None:
        try:
            open_dashboard(self._folder)
        except OSError:
            self._printer.warn(words.NOTHING_TO_SHOW)
        else:
            self._printer.warn(words.NO_TRAY)

    def _await_end(self) -> None:
        self._server.wait()
        self._clerk.close()
        if self._tray is not None:
            self._tray.close()
