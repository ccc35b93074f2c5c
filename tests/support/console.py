"""A program on a real (pseudo-)terminal, typed at and read like a person does."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


class Console:
    """24 lines of 80 columns, of the kind `term`; a context manager that ends the program."""

    def __init__(self, *words: str, term: str = "xterm") -> None:
        self._ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._unread = b""
        self.before = termios.tcgetattr(self.theirs)
        environment = {**os.environ, "TERM": term, "PROMPT_TOOLKIT_NO_CPR": "1"}
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env=environment,
        )

    def __enter__(self) -> "Console":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE_S)
        os.close(self._ours)
        os.close(self.theirs)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def enter(self, text: str) -> None:
        """Type a line at the client's prompt and wait for the next one: in between the terminal
        has its ordinary settings, and keys would be the system's."""
        self.type(text + "\r")
        for sign in ("\x1b[?2004l", "\x1b[?2004h"):  # bracketed paste: off, and on again
            self.read_until(sign)

    def read_until(self, wanted: str) -> str:
        """All that was shown since the last call, up to and including `wanted`."""
        while wanted.encode() not in self._unread:
            ready, _, _ = select.select([self._ours], [], [], PATIENCE_S)
            assert ready, f"{wanted!r} never came; shown was {self._unread!r}"
            self._unread += os.read(self._ours, 1024)
        before, found, self._unread = self._unread.partition(wanted.encode())
        return (before + found).decode(errors="replace")

    def wait(self) -> int:
        return self.process.wait(PATIENCE_S)

    def restored(self) -> bool:
        """Whether the terminal's settings are what they were before."""
        return termios.tcgetattr(self.theirs) == self.before
