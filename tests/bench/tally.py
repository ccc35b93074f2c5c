"""Who has heard what. Deliveries are verified: each text whole, once, and in order."""

import time

TEXT_BYTES = 100


class Broken(AssertionError):
    """A text was lost, doubled, overtaken or changed."""


class Tally:
    """Texts are numbered from 1. `said`: so many; `complete`: so many that all have heard."""

    def __init__(self, listeners: int) -> None:
        self.listeners = listeners
        self.said = 0
        self.complete = 0
        self.deliveries = 0
        self._texts: list[bytes] = [b""]
        self._said_at: list[int] = [0]
        self._heard_by: list[int] = [listeners]
        self._last_at: list[int] = [0]
        self._heard: dict[object, int] = {}

    def next_text(self) -> bytes:
        """The one to say; `note_said` once it is on its way."""
        return (b"%d " % (self.said + 1)).ljust(TEXT_BYTES, b"x")

    def note_said(self) -> None:
        """Its clock runs."""
        self._texts.append(self.next_text())
        self._heard_by.append(0)
        self._last_at.append(0)
        self._said_at.append(time.time_ns())
        self.said += 1

    def hear(self, listener: object, text: bytes, at_ns: int) -> None:
        number = self._heard.get(listener, 0) + 1
        if number > self.said or text != self._texts[number]:
            raise Broken(f"text {number} was expected, {text[:20]!r} came.")
        self._heard[listener] = number
        self.deliveries += 1
        self._heard_by[number] += 1
        self._last_at[number] = max(self._last_at[number], at_ns)
        while self.complete < self.said and self._heard_by[self.complete + 1] == self.listeners:
            self.complete += 1

    @property
    def ahead(self) -> int:
        """How far the sender is ahead of the slowest listener."""
        return self.said - self.complete

    def spans_s(self, first: int) -> list[float]:
        """Of each complete text from `first` on: from saying it to its arrival at the last."""
        numbers = range(first, self.complete + 1)
        return [(self._last_at[n] - self._said_at[n]) * 1e-9 for n in numbers]
