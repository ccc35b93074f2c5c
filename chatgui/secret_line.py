"""An address that is to stand on no command line, because others could read it there: `-a -`."""

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

PROMPT: Final = "Address or link (it is not shown): "
LONGEST: Final = 4096


def read_secret_line() -> str:
    """The first line of standard input, and not a byte behind it: that is for the chat. A person at
    a terminal is asked, and what they paste is not shown. Empty: there is none."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return _ask()
    return _read_line(sys.stdin.fileno())


def _read_line(source: int) -> str:
    line = b""
    try:
        while not line.endswith(b"\n") and len(line) < LONGEST:
            letter = _read_letter(source)
            if not letter:
                break
            line += letter
    except OSError:  # not open for reading, or its terminal has gone
        return ""
    return line.decode(errors="replace").strip()


def _read_letter(source: int) -> bytes:
    while True:
        try:
            return os.read(source, 1)
        except BlockingIOError:  # whoever gave it to us does not want to wait; we do
            select.select([source], [], [])


if sys.platform == "win32":

    def _ask() -> str:
        from getpass import getpass

        try:
            return getpass(PROMPT).strip()
        except EOFError:
            return ""

else:
    import termios

    def _ask() -> str:
        """Not by `getpass`: it throws away what was pasted behind the line."""
        source = sys.stdin.fileno()
        with _hidden(source):
            _show(source, PROMPT)
            line = _read_line(source)
        _show(source, "\n")
        return line

    def _show(source: int, text: str) -> None:
        """On that terminal, wherever the output goes."""
        try:
            os.write(source, text.encode())
        except OSError:  # `0</dev/tty` opens it for reading only
            print(text, end="", file=sys.stderr, flush=True)

    @contextmanager
    def _hidden(source: int) -> Iterator[None]:
        """What is typed at that terminal is not shown; also who ends us from outside gets it back
        as it was."""
        before = termios.tcgetattr(source)
        hiding = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]

        def restore() -> None:
            with suppress(termios.error):  # it has gone
                termios.tcsetattr(source, termios.TCSADRAIN, before)

        def end(number: int, _: FrameType | None) -> None:
            restore()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

        deadly = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
        caught = [one for one in deadly if signal.getsignal(one) == signal.SIG_DFL]
        for number in caught:
            signal.signal(number, end)
        try:
            termios.tcsetattr(source, termios.TCSADRAIN, hiding)
            yield
        finally:
            restore()
            for number in caught:
                signal.signal(number, signal.SIG_DFL)
