"""`chatgui --self-test`: whether this client has all it needs, tried with a server beside it."""

import os
import queue
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from msgspec.structs import replace

from chatgui.app.messages import Event, Joined, MessageReceived, Quit, Say
from chatgui.archive.archive import open_archive
from chatgui.opening import look_up_server, open_chat
from chatgui.options import BadArgument, Options
from shared.chat import EVERYONE_ID
from shared.desktop.programs import clean_environment
from shared.desktop.siblings import server_command
from shared.self_test import (
    PATIENCE_S,
    SkippedError,
    import_all,
    run_checks,
    try_crypto,
    try_window,
)

TEXT: Final = "self-test"
NO_LOOPBACK: Final = "this computer does not reach itself; its loopback network is switched off"
LOOKS_EVERY_S: Final = 0.05
SERVER_OPTIONS: Final = ("-a", "127.0.0.1", "-p", "0", "--guests", "off")


def check_client(options: Options, home: Path) -> int:
    """Exit code 0 if all that this program needs is there and works; a report says what is not.
    Where `options` name a server, the message goes there, else to one that is started for it."""
    checks = (
        ("imports", lambda: import_all("shared", "chatgui")),
        ("crypto", try_crypto),
        ("database", try_database),
        ("window", try_window),
        ("a message", lambda: try_message(options)),
    )
    return run_checks("Parley", checks, home)


def try_database() -> str:
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        archive, warning = open_archive(Path(folder), 1, lambda: 0)
        archive.close()
        if warning:
            raise OSError(warning)
    return "can be searched"


def try_message(options: Options) -> str:
    """From one person to another, who both leave nothing behind."""
    with ExitStack() as parts:
        if options.typed:
            host, port = options.host, options.port
        else:
            host, port = "127.0.0.1", parts.enter_context(_started())
        at = replace(options, host=host, port=port, is_once=True)
        try:
            alice, bob = (parts.enter_context(_Person(at, name)) for name in _names())
        except BadArgument:
            if options.typed:
                raise
            raise OSError(NO_LOOPBACK) from None
        alice.say(TEXT)
        bob.wait_for(lambda event: isinstance(event, MessageReceived) and event.text == TEXT)
    return f"went to {host}:{port} and back"


def _names() -> tuple[str, str]:
    """Of nobody: the server may be a real one."""
    mark = os.urandom(3).hex()
    return f"test-{mark}-a", f"test-{mark}-b"


class _Person:
    """In the chat from `with` to its end."""

    def __init__(self, options: Options, name: str) -> None:
        self._options = replace(options, name=name)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def __enter__(self) -> "_Person":
        options = self._options
        self._chat = open_chat(options, options.home or Path(), _pass_over, is_once=True)
        self._link = self._chat.make_link(self._events, look_up_server(options))
        self._link.start()
        self.wait_for(lambda event: isinstance(event, Joined))
        return self

    def __exit__(self, *_: object) -> None:
        self._link.post(Quit())
        self._link.join(PATIENCE_S)
        self._chat.close()

    def say(self, text: str) -> None:
        self._link.post(Say((EVERYONE_ID,), text))

    def wait_for(self, fits: Callable[[Event], bool]) -> None:
        """`queue.Empty` if that does not come."""
        until = monotonic() + PATIENCE_S
        while not fits(self._events.get(timeout=max(until - monotonic(), 0.001))):
            pass


def _pass_over(warning: str) -> None:
    """The folder is new."""


@contextmanager
def _started() -> Iterator[int]:
    """The port of a server program that runs meanwhile."""
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        words = [*_server_command(), *SERVER_OPTIONS, "--data", folder]
        nothing = subprocess.DEVNULL
        environ = clean_environment(os.environ)
        with subprocess.Popen(
            words, stdin=nothing, stdout=nothing, stderr=nothing, env=environ
        ) as server:
            try:
                yield _wait_for_port(Path(folder) / "port", server)
            finally:
                server.terminate()


def _wait_for_port(path: Path, server: "subprocess.Popen[bytes]") -> int:
    """A server has bound its port when it notes it there."""
    until = monotonic() + PATIENCE_S
    while not path.exists():
        if server.poll() is not None or monotonic() > until:
            raise OSError("the server beside this program does not start; try its --self-test")
        sleep(LOOKS_EVERY_S)
    return int(path.read_text())


def _server_command() -> list[str]:
    """SkippedError where there is none."""
    is_frozen = getattr(sys, "frozen", False)
    command = server_command()
    if not (Path(command[0]).exists() if is_frozen else find_spec("chatserver")):
        raise SkippedError("there is no server beside this program; -a names one")
    return command
