"""What an open dashboard costs, itself and the server it watches, while many people are there.

    python -m tests.bench.dashboard [--clients 1000] [--seconds 20]

Real sessions, held by this process; the window is a real one on a screen of its own. CPU is each
process's own; the X server's is not counted.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.bench import started
from tests.bench.scale import SETTLE_S, SPARE_FILES, Town, open_files
from tests.bench.usage import cpu_s, memory_kb
from tests.support.screen import Screen

COMES_UP_S = 3.0
TEXTS_A_S = 2


class Watch:
    """A server full of people, and a dashboard on it or none."""

    def __init__(self, clients: int, seconds: float) -> None:
        self.town, self.seconds = Town(clients), seconds
        self.town.crowd.on_text = lambda client, text, at_ns: None  # nobody counts them here
        self.screen = Screen()

    def close(self) -> None:
        self.town.close()
        self.screen.close()

    def measure(self, what: str, pids: Sequence[int], talks: bool = False) -> list[float]:
        """Shares of one core that these processes had."""
        before, began = [cpu_s(pid) for pid in pids], time.monotonic()
        for turn in range(round(self.seconds * TEXTS_A_S)):
            if talks and self.town.clients[0].say(b"a text to everybody"):
                self.town.crowd.flush(self.town.clients[0])
            self.town.crowd.run(began + (turn + 1) / TEXTS_A_S - time.monotonic())
        took = time.monotonic() - began
        shares = [(cpu_s(pid) - cpu) / took for pid, cpu in zip(pids, before, strict=True)]
        print(f"  {what}: " + ", ".join(f"{100 * share:.2f} %" for share in shares), flush=True)
        return shares

    def run(self) -> None:
        town, server = self.town, self.town.pid
        town.join()
        print("share of a core: server alone")
        (alone,) = self.measure("nobody says anything", [server])
        (talking,) = self.measure("two texts a second to everybody", [server], talks=True)
        window = self._open()
        print("server and dashboard")
        pids = [server, window.pid]
        shares = self.measure("nobody says anything", pids)
        print(f"  so the server spends {100 * (shares[0] - alone):.2f} % on it")
        shares = self.measure("two texts a second to everybody", pids, talks=True)
        print(f"  so the server spends {100 * (shares[0] - talking):.2f} % on it")
        self._do("key", "ctrl+l")
        self._do("key", "ctrl+f", "Return")
        self.measure("after keys", pids)
        self._do("search", "--class", "Parley", "windowminimize", "%@")
        self.measure("minimised", pids)
        print(f"the dashboard's memory: {memory_kb(window.pid) / 1024:.0f} MB")
        window.terminate()
        window.wait()

    def _open(self) -> "subprocess.Popen[bytes]":
        data = self.town.server.folder / "data"
        words = [sys.executable, "-m", "chatserver", "dashboard", "--data", str(data)]
        window = started.start(words, env={**os.environ, "DISPLAY": self.screen.name})
        self.town.crowd.run(COMES_UP_S)
        if window.poll() is not None:
            raise RuntimeError("the dashboard does not come up.")
        return window

    def _do(self, *words: str) -> None:
        environ = {**os.environ, "DISPLAY": self.screen.name}
        subprocess.run(("xdotool", *words), env=environ, check=False, stdout=subprocess.DEVNULL)
        self.town.crowd.run(SETTLE_S)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with started.interruptible():
        open_files(options.clients + SPARE_FILES)
        watch = Watch(options.clients, options.seconds)
        try:
            watch.run()
        finally:
            watch.close()


if __name__ == "__main__":
    main()
