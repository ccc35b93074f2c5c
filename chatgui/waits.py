"""Who waits until the server has taken what was said: a file is read no faster than that, and a
question of the history comes behind the messages that were typed before it."""

from math import inf

from chatgui.app.messages import Wait, Waited


class Waits:
    """`poll` at each turn. The patience of all counts from the last time that something was taken,
    so that who pipes a long file to a dead server waits once, and not again for each part."""

    def __init__(self, now: float) -> None:
        self._waiting: list[Wait] = []
        self._size = 0
        self._moved_at = now

    def add(self, wait: Wait) -> None:
        self._waiting.append(wait)

    def poll(self, size: int, now: float) -> list[Waited]:
        """The answers that are due; `size`: how many bytes wait for the server now."""
        if size < self._size or self._size == 0:
            self._moved_at = now
        self._size = size
        return self._answer([wait for wait in self._waiting if self._is_due(wait, now)])

    def wake_at(self) -> float:
        """When patience ends; `inf` if nobody waits."""
        return min((self._moved_at + wait.patience_s for wait in self._waiting), default=inf)

    def give_up(self) -> list[Waited]:
        """Answers for all: nothing will change any more."""
        return self._answer(self._waiting)

    def _is_due(self, wait: Wait, now: float) -> bool:
        return self._size <= wait.most or now >= self._moved_at + wait.patience_s

    def _answer(self, due: list[Wait]) -> list[Waited]:
        self._waiting = [wait for wait in self._waiting if wait not in due]
        return [Waited(wait.number) for wait in due]
