"""The last lines of the server's log."""

from collections import deque
from typing import Final

from chatserver.control.operations import AskLog, LogLines
from shared.text import one_line

MOST: Final = 1000
"""So many lines the server keeps itself."""


class Tail:
    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=MOST)
        self._last = 0
        self._fresh: list[str] = []

    def ask(self) -> AskLog:
        return AskLog(after=self._last)

    def hear(self, asked: AskLog, answer: LogLines) -> bool:
        """Whether there is anything new."""
        if asked.after != self._last:
            return False  # asked before the server was another one
        lines = [one_line(line) for line in answer.lines]
        self.lines.extend(lines)
        self._fresh += lines
        self._last = answer.last
        return bool(lines)

    def begin_anew(self) -> None:
        """The server was started again and counts from the beginning; what it said before stays."""
        self._last = 0

    def take_fresh(self) -> list[str]:
        """Lines since the last call."""
        fresh, self._fresh = self._fresh, []
        return fresh[-MOST:]
