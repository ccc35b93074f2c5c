"""A real server on one folder and one port, killed and started again as often as one likes."""

import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.processes import Program


class Site:
    """`start` and `kill` by turns; the port is chosen once."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._words = ("-m", "chatserver", "--data", str(folder), "-a", "127.0.0.1", *options)
        self.port = _free_port()
        self.server: Program | None = None

    def start(self, *, waits: bool = True) -> None:
        words = (*self._words, "-p", str(self.port))
        self.server = Program(sys.executable, *words, stdin=False)
        if waits:
            self.server.err.expect(lambda line: "listens on UDP port" in line)

    def kill(self) -> None:
        server, self.server = self.server, None
        if server is not None:
            server.process.kill()
            server.close()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], bool], patience_s: float) -> float:
    """Seconds it took; the tests of real programs look so often."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + patience_s, "it never was so"
        time.sleep(0.01)
    return time.monotonic() - began
