"""Writing a line to a terminal, a pipe or a file, whatever it can show."""

from typing import TextIO

from shared.text import one_line


def print_line(stream: TextIO, line: str) -> None:
    """One sanitised line, flushed; a character the terminal has not is shown escaped."""
    text = one_line(line) + "\n"
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
