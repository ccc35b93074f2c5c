"""Where the rows of a list are: sections below each other, each with rows of one height. Plain
arithmetic, so that a list of thousands costs no more than what is in view."""

from collections.abc import Sequence
from typing import NamedTuple

Part = tuple[bool, int, int]  # has a head, how many rows, height of a row


class Place(NamedTuple):
    section: int
    number: int


class Layout:
    """Lengths in pixels of the screen, from the top of the first section. `gap`: between two."""

    def __init__(self, parts: Sequence[Part], head: int, gap: int = 0) -> None:
        self._parts = parts
        self.heads: list[int] = []
        self._tops: list[int] = []
        y = gap // 2
        for has_head, count, height in parts:
            self.heads.append(y)
            self._tops.append(y + head * has_head)
            y = self._tops[-1] + count * height + gap
        self.height = y
        self.count = sum(count for _, count, _ in parts)

    def span(self, place: Place) -> tuple[int, int]:
        """Top and bottom of a row."""
        height = self._parts[place.section][2]
        top = self._tops[place.section] + place.number * height
        return top, top + height

    def rows_in(self, section: int, top: int, bottom: int) -> tuple[int, int]:
        """First row and number of rows of that section that are seen between these two."""
        _, count, height = self._parts[section]
        start = self._tops[section]
        first = min(count, max(0, (top - start) // height))
        last = min(count, max(0, -((start - bottom) // height)))
        return first, max(0, last - first)

    def step(self, place: Place | None, rows: int) -> Place | None:
        """So many rows further, over the borders of sections, at most to the ends."""
        if not self.count:
            return None
        at = -1 if place is None else self._number(place)
        if place is None and rows < 0:
            at = self.count
        return self._place(min(self.count - 1, max(0, at + rows)))

    def nearest(self, place: Place) -> Place | None:
        """That place, or the nearest one there still is."""
        return self._place(min(self.count - 1, self._number(place))) if self.count else None

    def _number(self, place: Place) -> int:
        return sum(part[1] for part in self._parts[: place.section]) + place.number

    def _place(self, number: int) -> Place:
        for section, (_, count, _) in enumerate(self._parts):
            if number < count:
                return Place(section, number)
            number -= count
        raise IndexError(number)
