"""What was typed and is not addressed yet, in order. Each has its number already."""

from collections import deque
from typing import NamedTuple

from chatgui.app.messages import Say, Send
from chatgui.archive.archive import Archive, Key
from chatgui.archive.items import Errand
from chatgui.outboxes import Outboxes
from chatgui.outgoing import Outgoing


class Line(NamedTuple):
    errand: Errand
    intent: Send | Say

    @property
    def key(self) -> Key:
        return (self.errand.outbox, self.errand.sequence)


class Typed:
    """`add` at the end, `take` from the beginning; the archive is told of other numbers."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lines: deque[Line] = deque()
        self._newest: Outgoing | None = None  # when numbers were looked at last

    @property
    def outboxes(self) -> dict[bytes, int]:
        """The last number of each, in the order of typing."""
        return dict(line.key for line in self._lines)

    @property
    def first(self) -> Key:
        """Of what is addressed next; no outbox if nothing is."""
        return self._lines[0].key if self._lines else (b"", 0)

    def add(self, errand: Errand, intent: Send | Say) -> None:
        self._lines.append(Line(errand, intent))

    def take(self) -> Errand:
        return self._lines.popleft().errand

    def find(self, key: Key) -> Line | None:
        return next((line for line in self._lines if line.key == key), None)

    def drop(self, line: Line) -> None:
        self._lines.remove(line)

    def freshen(self, outboxes: Outboxes) -> None:
        """New numbers for what nobody has heard of, where an outbox was given up."""
        if self._newest is not outboxes.newest:
            self._newest = outboxes.newest
            for place, line in enumerate(self._lines):
                if outboxes.is_stale(line.key):
                    self._number(place, outboxes)

    def number_from(self, key: Key, outboxes: Outboxes) -> None:
        """A new outbox for that one and all behind it, so that they keep their order."""
        outboxes.begin_anew()
        begins = next((n for n, line in enumerate(self._lines) if line.key == key), 0)
        for place in range(begins, len(self._lines)):
            self._number(place, outboxes)

    def _number(self, place: int, outboxes: Outboxes) -> None:
        line = self._lines[place]
        errand = self._archive.number_errand(line.errand, outboxes.number())
        self._lines[place] = Line(errand, line.intent)
