"""Writing a line to a terminal, a pipe or a file, whatever it can show."""

from collections.abc import Iterable
from typing import Protocol

from shared.desktop.alert import alert
from shared.program_names import INCOMPLETE, IS_PACKAGED, LACKING
from shared.text import one_line


class Stream(Protocol):
    """What lines can be printed to."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...


def print_line(stream: Stream, line: str) -> None:
    """One sanitised line, flushed; a character the terminal has not is shown escaped."""
    print_lines(stream, [line])


def print_lines(stream: Stream | None, lines: Iterable[str]) -> None:
    """Many, in one write; None: a program without a console has no such stream."""
    if stream is None:
        return
    text = "".join(f"{one_line(line)}\n" for line in lines)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def say_missing(missing: ModuleNotFoundError) -> int:
    """For a Python without the packages Parley needs, and for a packaged Parley without a part:
    what to do; returns exit code 2."""
    text = INCOMPLETE if IS_PACKAGED else LACKING
    alert(text.format(name=missing.name))
    return 2
