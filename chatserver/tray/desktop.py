"""The desktop of whoever runs a server in the tray, as the clerk needs it."""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2s
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from chatserver.aside import KEEPER, Answer, ask_aside
from chatserver.data import default_data
from chatserver.tray import words
from shared.desktop import clipboard, login
from shared.desktop.notification import Notification
from shared.desktop.notifications import Notifier
from shared.desktop.siblings import let_be, open_program, server_command
from shared.own_files import MOVED, is_moved
from shared.tk.question import Question

OPENS_S: Final = 2.0
"""A dashboard that cannot open has ended by then."""


class ThisDesktop:
    """`folder`: of the server. `log`: takes a line for its owner. `options`: what it was started
    with, to be started so at login."""

    def __init__(
        self, folder: Path, log: Callable[[str], object], options: tuple[str, ...] = ()
    ) -> None:
        self._folder = folder
        self._log = log
        self._options = options
        self._asking: list[subprocess.Popen[bytes]] = []
        self._login = _login_item(folder, options)
        with suppress(OSError):  # it stays as it was
            is_mended = self._login.mend()
            if is_mended is not False:
                log(words.LOGIN_MENDED if is_mended else words.LOGIN_LEFT)
        self._notifier = Notifier(lambda _: open_dashboard(folder))

    def copy(self, text: str) -> bool:
        return clipboard.copy(text, server_command(*KEEPER))

    def notify(self, text: str) -> None:
        self._notifier.show(Notification(words.TITLE, text, b"", False), time.monotonic())

    def warn(self, text: str) -> None:
        self._log(text)
        self.notify(text)

    def open_dashboard(self) -> None:
        open_dashboard(self._folder)

    def confirm(self, question: Question) -> Answer:
        self._take_back()
        return ask_aside(words.TITLE, question, self._asking.append)

    def starts_at_login(self) -> bool | None:
        return self._login.is_on()

    def start_at_login(self, is_on: bool) -> None:
        try:
            self._login.turn(is_on)
        except OSError as error:
            raise OSError(login.describe(error)) from None

    def close(self) -> None:
        """What is still asked is of no interest any more."""
        self._take_back()
        self._notifier.close()

    def _take_back(self) -> None:
        for process in list(self._asking):
            process.terminate()


def _login_item(folder: Path, options: tuple[str, ...]) -> login.LoginItem:
    """One for each data folder, whose own path is given: where a program starts at login relative
    paths mean another place. At login nobody is asked anything: it serves, and warns."""
    options = (*_lasting(options), "--anyway")
    if folder == default_data():
        return login.login_item("parley-server", words.TITLE, server_command(*options))
    mark = blake2s(str(folder).encode(), digest_size=4).hexdigest()
    title = f"{words.TITLE} ({folder.name})"
    command = server_command(*options, "--data", str(folder))
    return login.login_item(f"parley-server-{mark}", title, command)


def _lasting(options: tuple[str, ...]) -> list[str]:
    """Those that are the same at each start."""
    parser = ArgumentParser(add_help=False)
    parser.add_argument("--data")
    for once in ("--say-link", "--anyway"):
        parser.add_argument(once, action="store_true")
    return parser.parse_known_args(options)[1]


def open_dashboard(folder: Path) -> None:
    """Or bring up the one that is open. OSError, with a sentence, if there is no way."""
    try:
        _try_to_open(folder)
    except OSError:
        if is_moved():  # then nothing of ours is found, Python's tkinter neither
            raise OSError(words.NO_DASHBOARD.format(reason=MOVED)) from None
        raise


def find_trouble() -> str:
    """Why a dashboard cannot even be tried, known without waiting; empty: it can."""
    is_there = os.path.exists(server_command()[0])
    return "" if is_there else words.NO_DASHBOARD.format(reason=MOVED)


def _try_to_open(folder: Path) -> None:
    if not has_screen():
        raise OSError(words.NO_DASHBOARD.format(reason=words.NO_SCREEN))
    process = open_program(server_command("dashboard", "--data", str(folder)))
    try:
        status = process.wait(OPENS_S)
    except subprocess.TimeoutExpired:
        let_be(process)
        return
    if status:
        raise OSError(words.NO_DASHBOARD.format(reason=words.NO_SCREEN))


def has_screen() -> bool:
    """Whether it is worth while to try to show a window."""
    if find_spec("_tkinter") is None:
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY"))
