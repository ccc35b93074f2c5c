"""The log's lines as they stand below one another: where another day begins, its date."""

import time
from collections.abc import Iterable

from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_line
from chatserver.dashboard.tail import Line


class Diary:
    """What was written stays as it is: without the date yesterday's hours would be read as
    today's."""

    def __init__(self) -> None:
        self._day = ""

    def write(self, lines: Iterable[Line], now_ms: int) -> list[str]:
        """Of these lines; a day begins by itself, too, when nothing is said."""
        written: list[str] = []
        today = _day(now_ms)
        self._day = self._day or today
        for line in lines:
            self._turn(_day(line.at_ms) if line.at_ms else self._day, written)
            written.append(describe_line(line))
        self._turn(today, written)
        return written

    def _turn(self, day: str, written: list[str]) -> None:
        if day != self._day:
            self._day = day
            written.append(day)


def _day(at_ms: int) -> str:
    try:
        return time.strftime(words.DAY, time.localtime(at_ms / 1000))
    except (OverflowError, OSError, ValueError):
        return words.NO_TIME
