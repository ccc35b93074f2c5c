"""Real programs, started on free ports and ended with the test."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
"""How long a loaded machine may take for what normally takes milliseconds."""


class Program:
    """A child process whose output can be awaited line by line. `given`: a file that is its input,
    there at once; nothing can be typed then."""

    def __init__(self, *words: str, stdin: bool = True, given: IO[str] | None = None) -> None:
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            stdin=given or (subprocess.PIPE if stdin else subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"},
        )
        self.err = Lines(self.process.stderr, f"{words} stderr")
        self.out = Lines(self.process.stdout, f"{words} stdout", self.err)

    def type(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def end_input(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def wait(self) -> int:
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """Kill it if it still runs, and collect what it leaves."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE_S)
        self.out.close()
        self.err.close()
        if self.process.stdin is not None and not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()


class Lines:
    """A stream read by a thread of its own, so that waiting for a line can have an end. `beside`:
    where the program says why it fails."""

    def __init__(self, stream: object, name: str, beside: "Lines | None" = None) -> None:
        self._stream = stream
        self._name, self._beside = name, beside
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._came_at: dict[str, float] = {}
        self.seen: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def expect(self, wanted: str | Callable[[str], object], patience_s: float = PATIENCE_S) -> str:
        """The next line that is `wanted` (or satisfies it); everything before it is in `seen`."""
        fits = (lambda line: line == wanted) if isinstance(wanted, str) else wanted
        while True:
            line = self._next(patience_s)
            if line is None:
                raise AssertionError(f"{self._name} ended without {wanted!r}; {self._had()}")
            self.seen.append(line)
            if fits(line):
                return line

    def expect_all(self, *wanted: str) -> None:
        """These lines, in whatever order they come: of programs that run side by side."""
        missing = set(wanted)
        while missing:
            missing.discard(self.expect(lambda line: line in missing))

    def times(self, lines: list[str]) -> list[float]:
        """When each of these came first, in monotonic seconds."""
        return [self._came_at[line] for line in lines]

    def rest(self) -> list[str]:
        """Every line, once the stream has ended."""
        while (line := self._next()) is not None:
            self.seen.append(line)
        return self.seen

    def close(self) -> None:
        self._thread.join(PATIENCE_S)
        self._stream.close()  # type: ignore[attr-defined]

    def _next(self, patience_s: float = PATIENCE_S) -> str | None:
        try:
            return self._queue.get(timeout=patience_s)
        except queue.Empty:
            raise AssertionError(f"{self._name} was silent; {self._had()}") from None

    def _had(self) -> str:
        beside = f", and beside it {list(self._beside._came_at)}" if self._beside else ""
        return f"it had {self.seen}{beside}"

    def _read(self) -> None:
        for line in self._stream:  # type: ignore[attr-defined]
            self._came_at.setdefault(line.rstrip("\n"), time.monotonic())
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)


class ServerProgram(Program):
    """`python -m chatserver`, listening when the constructor returns, at `port`, where it can be
    started again. `announces`: whether a search finds it; other tests' servers are on the same
    network."""

    def __init__(self, *options: str, announces: bool = False) -> None:
        self._data = tempfile.TemporaryDirectory(prefix="parley-")
        words = ["-m", "chatserver", "-p", str(free_port()), "--data", self._data.name, *options]
        words += [] if announces else ["--no-announce"]
        super().__init__(sys.executable, *words, stdin=False)
        line = self.err.expect(lambda line: "listens on UDP port" in line)
        found = re.search(r"UDP port (\d+)", line)
        assert found is not None
        self.port = int(found.group(1))

    def close(self) -> None:
        super().close()
        self._data.cleanup()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.wait()


def client(port: int, name: str, *options: str, door: str = "classroom") -> Program:
    """The terminal client, driven through pipes as a script does. For the native door give it a
    `--home`: nothing of a test may end up in the home of whoever runs it."""
    words = ("-m", "chatgui", "--terminal", "-p", str(port), "-u", name, "--door", door, *options)
    return Program(sys.executable, *words)
