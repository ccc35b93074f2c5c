"""The last lines of the server's log."""

from collections import deque
from itertools import chain, repeat
from typing import Final, NamedTuple

from chatserver.control.answers import LogLines
from chatserver.control.operations import AskLog
from shared.text import one_line

MOST: Final = 1000
"""So many lines the server keeps itself."""


class Line(NamedTuple):
    """`at_ms`: since 1970; 0: not told."""

    at_ms: int
    text: str


class Tail:
    def __init__(self) -> None:
        self._last = 0
        self._fresh: deque[Line] = deque(maxlen=MOST)

    def ask(self) -> AskLog:
        return AskLog(after=self._last)

    def hear(self, asked: AskLog, answer: LogLines) -> bool:
        """Whether there is anything new."""
        if asked.after != self._last:
            return False  # asked before the server was another one
        times = chain(answer.times_ms, repeat(0))
        lines = zip(times, answer.lines, strict=False)
        self._fresh.extend(Line(at_ms, one_line(line)) for at_ms, line in lines)
        self._last = answer.last
        return bool(answer.lines)

    def begin_anew(self) -> None:
        """The server was started again and counts from the beginning; what it said before stays."""
        self._last = 0

    def take_fresh(self) -> list[Line]:
        """Lines since the last call."""
        fresh = list(self._fresh)
        self._fresh.clear()
        return fresh
