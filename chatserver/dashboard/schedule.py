"""When each question is due. One that was not answered yet is not asked a second time."""

from collections.abc import Mapping

Rhythm = Mapping[str, float]
"""By the name of a question: the seconds between two of them. What is not in it is not asked."""


class Schedule:
    def __init__(self) -> None:
        self._asked: dict[str, float] = {}
        self._open: set[str] = set()

    def take_due(self, rhythm: Rhythm, now: float) -> list[str]:
        """What is to be asked now; it counts as asked."""
        due = [name for name in rhythm if self._wait(name, rhythm[name], now) <= 0]
        self._open.update(due)
        self._asked.update(dict.fromkeys(due, now))
        return due

    def close(self, name: str) -> None:
        """It was answered, or never will be."""
        self._open.discard(name)

    def wait_s(self, rhythm: Rhythm, now: float) -> float:
        """Until something is due, unless an answer comes before; infinite: nothing will be."""
        waits = [self._wait(name, rhythm[name], now) for name in rhythm]
        return max(0.0, min(waits, default=float("inf")))

    def _wait(self, name: str, every_s: float, now: float) -> float:
        if name in self._open:
            return float("inf")
        asked = self._asked.get(name)
        return 0.0 if asked is None else asked + every_s - now
