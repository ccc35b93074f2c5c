"""A server that the benchmark starts on a free port of loopback, and ends."""

import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.bench import started
from tests.bench.crowd import Client
from tests.support.ports import free_port

PATIENCE_S = 20.0


class Server:
    """One kind of server. Subclasses say how it is started, and what its clients speak.

    `program` and `package`: what has to be installed. A Server runs from its making to `stop`.
    """

    title = ""
    program = ""
    package = ""
    at_once = 8
    """How many clients may be on their way in at a time; ngircd lets 10 wait for `accept`, the next
    meets a second's pause."""

    def __init__(self, port: int | None = None) -> None:
        with started.signals_wait():  # or a folder is made that nobody knows
            self._home = tempfile.TemporaryDirectory(prefix="bench-")
        self.folder = Path(self._home.name)
        self.folder.chmod(0o755)  # servers that give up root read their files after that
        self.port = port or free_port()
        self.process = self.start()

    @classmethod
    def is_installed(cls) -> bool:
        return shutil.which(cls.program) is not None

    @classmethod
    def version(cls) -> str:
        """What it says of itself."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """How to start it, its limits off; it may write files to `folder` for that."""
        raise NotImplementedError

    def client(self, number: int, *, listens: bool = True) -> Client:
        raise NotImplementedError

    def start(self) -> "subprocess.Popen[bytes]":
        with (self.folder / "said").open("wb") as said:
            process = started.start(self.command(), stdout=subprocess.DEVNULL, stderr=said)
        until = time.monotonic() + PATIENCE_S
        while not self.is_up():
            if process.poll() is not None or time.monotonic() > until:
                started.end(process, signal.SIGKILL)
                raise RuntimeError(f"{self.title} did not start: {self.said()}")
            time.sleep(0.02)
        return process

    def is_up(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def said(self) -> str:
        """On standard error."""
        return (self.folder / "said").read_text(errors="replace")

    def end(self, how: int = signal.SIGTERM) -> None:
        """The process, not its folder: `start` goes on from there."""
        started.end(self.process, how)

    def stop(self) -> None:
        self.end()
        with started.signals_wait():
            self._home.cleanup()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


def tell_missing(kinds: Iterable[type[Server]]) -> None:
    """Whom a table will lack, and how to have them in it."""
    packages = " ".join(kind.package for kind in kinds if not kind.is_installed())
    if packages:
        print(f"Not installed, so not measured: {packages}. sudo apt install {packages}")


def output_of(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
