"""`python -m chatserver --tray`: what a double click of the packaged program does.

One server for a data folder: a second start opens the dashboard of the first. One for a network, if
the person does not want another: they are asked.
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from chatserver.aside import ask_aside
from chatserver.config import Config
from chatserver.control.answers import AnyAnswer, Told
from chatserver.control.client import ControlClient, NoServerError
from chatserver.control.operations import AnyOperation, ShowDashboard
from chatserver.data import AlreadyRunning, default_data, is_running
from chatserver.first_look import TITLE, settle
from chatserver.log_file import LogFile
from chatserver.neighbours import look_round, should_look
from chatserver.printer import Printer
from chatserver.running import running
from chatserver.tray import words
from chatserver.tray.desktop import has_screen, open_dashboard
from chatserver.tray.icon import ServerIcon
from chatserver.tray.own_link import say_link
from shared.desktop.siblings import client_command, start
from shared.disk import DiskError
from shared.net.udp import UdpSocket
from shared.tk.question import Question

BEGINS_S: Final = 10.0
"""For the first of two starts to listen to the second."""

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
    if _is_running(folder):
        return _bring_up(config, folder, printer)
    if config.asks and should_look(config):
        found = look_round()
        choice = settle(found, ask_aside, printer.warn)
        if choice == "join":
            start(client_command("-a", found[0].host, "-p", str(found[0].port)))
            return 0
        if choice == "neither":
            return 0
    sockets = _bind(config, bind, printer)
    try:
        with running(config, sockets, printer) as server:
            return ServerIcon(server, folder, options, printer).run()
    except AlreadyRunning:  # two double clicks at once
        for sock in sockets:
            sock.close()
        return _bring_up(config, folder, printer)


def _is_running(folder: Path) -> bool:
    try:
        return folder.is_dir() and is_running(folder)
    except OSError:  # what is wrong with it is said when the server begins
        return False


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


def _bring_up(config: Config, folder: Path, printer: Printer) -> int:
    """The one that runs here: its dashboard, by itself if it is in the tray, else by us."""
    client = ControlClient(folder)
    try:
        if config.says_link:
            say_link(lambda operation: _ask_soon(client, operation))
        elif not isinstance(_ask_soon(client, ShowDashboard()), Told):
            open_dashboard(folder)
        elif not has_screen():
            printer.inform(words.RUNS_ALREADY)
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


def _tell(text: str) -> None:
    """In a dialog, where nobody sees a console."""
    if sys.stderr is None or not sys.stderr.isatty():
        ask_aside(TITLE, Question(text, words.CLOSE, ""))
