"""The people who are here, as far as they are in view: a page of twenty thousand."""

from collections.abc import Sequence
from typing import Final

from chatserver.control.answers import PeopleHere, PersonHere
from chatserver.control.operations import AskPeople

FIRST_PAGE: Final = 30
MOST_ASKED: Final = 150
MOST_KEPT: Final = 3000
Row = PersonHere | int
"""Somebody, or the number of a row that is not known yet."""


class Crowd:
    """`total`: of all that fit the filter. `chosen`: whom the owner does something to."""

    def __init__(self) -> None:
        self.total = 0
        self.part = ""
        self.is_known = False
        self.chosen: PersonHere | None = None
        self._rows: dict[int, PersonHere] = {}
        self._seen = 0, FIRST_PAGE

    def fetch(self, first: int, count: int) -> Sequence[Row]:
        """Rows to be drawn; they are what is asked for the next time, and some beside them."""
        if count > 1:  # one alone is the keyboard's, not what is in view
            self._seen = first, count
        last = min(first + count, self.total)
        return [self._rows.get(number, number) for number in range(first, last)]

    @property
    def is_wanting(self) -> bool:
        """A row in view is not known."""
        first, count = self._seen
        return any(n not in self._rows for n in range(first, min(first + count, self.total)))

    def filter(self, part: str) -> bool:
        """Whether that is another one."""
        is_other, self.part = part != self.part, part
        if is_other:
            self.is_known = False
            self._seen = 0, self._seen[1]
        return is_other

    def ask(self) -> AskPeople:
        """What is in view, and as much above and below it."""
        first, count = self._seen
        start = max(0, first - count)
        return AskPeople(start, min(MOST_ASKED, first + 2 * count - start), self.part)

    def hear(self, asked: AskPeople, answer: PeopleHere) -> bool:
        """Whether it looks different now."""
        if asked.part != self.part:
            return False  # typed on since
        before = (self.is_known, self.total, self._rows, self.chosen)
        self._follow(asked, answer)
        rows = dict(enumerate(answer.rows, answer.first))
        if self.is_known and answer.total == self.total and len(self._rows) < MOST_KEPT:
            rows = self._rows | rows
        self.is_known, self.total, self._rows = True, answer.total, rows
        return before != (self.is_known, self.total, self._rows, self.chosen)

    def clear(self) -> None:
        self.total, self.is_known, self.chosen = 0, False, None
        self._rows = {}

    def choose(self, person: PersonHere | None) -> None:
        self.chosen = person

    def _follow(self, asked: AskPeople, answer: PeopleHere) -> None:
        """Who is chosen may have got another name, or moved, or gone: nobody offers then what can
        be done to them. Before the rows are other ones."""
        if self.chosen is None:
            return
        id, end = self.chosen.id, asked.first + asked.count
        was_there = self.is_known and any(
            row.id == id for at, row in self._rows.items() if asked.first <= at < end
        )
        found = next((row for row in answer.rows if row.id == id), None)
        if found is not None or was_there:
            self.chosen = found
