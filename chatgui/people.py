"""Who is known to the server, as the view is told: all, or of thousands those who are asked for."""

from collections import deque
from typing import Final

from chatgui.app.messages import (
    AskPeople,
    Event,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    Person,
    WatchPeople,
)
from chatgui.carrier import Carrier
from shared.constants import NAME_CHARACTERS, WATCHED
from shared.dialects.native import records
from shared.dialects.native.records import Counts, PeoplePage, Roster, Row, Welcome
from shared.names import name_key
from shared.text import one_line, sanitise
from shared.transport.lanes import CONTROL

Told = Roster | PeoplePage | Counts

_NOBODY: Final = WatchPeople(())


class People:
    """`restart` in each session; `ask` and `watch` what the view wants; `pump` while we are in.

    `has_all`: the roster comes whole, and every change of it. Somebody else asks for it.
    """

    def __init__(self) -> None:
        self.has_all = True
        self._most = 0  # of whom all are told
        self._questions: deque[AskPeople] = deque()
        self._is_asked = False
        self._watched = _NOBODY
        self._is_watching = True  # the server knows whom

    def restart(self, welcome: Welcome) -> list[Event]:
        """A new session: what was asked in the last one is asked again."""
        self._most = welcome.limits.roster_whole
        self.has_all = welcome.known <= self._most
        self._is_asked = False
        self._is_watching = not self._watched.people
        return [PeopleCounted(welcome.known, welcome.here)]

    def ask(self, question: AskPeople) -> None:
        if question not in self._questions:
            self._questions.append(question)

    def watch(self, watched: WatchPeople) -> None:
        self._watched, self._is_watching = watched, False

    def hear(self, record: Told) -> list[Event]:
        match record:
            case Roster(_, is_whole, rows):
                return self._hear_roster(rows, is_whole=is_whole)
            case Counts(known, here):
                self.has_all = self.has_all and known <= self._most
                return [PeopleCounted(known, here)]
            case PeoplePage():
                return self._hear_page(record)

    def pump(self, carrier: Carrier) -> None:
        if self._questions and not self._is_asked:
            self._is_asked = carrier.send(CONTROL, records.encode(_record(self._questions[0])))
        if not self._is_watching and not self.has_all:
            watch = records.Watch(self._watched.people[:WATCHED])
            self._is_watching = carrier.send(CONTROL, records.encode(watch))

    def _hear_roster(self, rows: tuple[Row, ...], *, is_whole: bool) -> list[Event]:
        is_whole = is_whole and self.has_all
        people = tuple(_person(row) for row in rows)
        return [PeopleChanged(people, is_whole)] if people or is_whole else []

    def _hear_page(self, page: PeoplePage) -> list[Event]:
        """Perhaps somebody else has asked for it."""
        first = self._questions[0] if self._is_asked else None
        if first is None or _record(first) != records.AskPeople(page.filter, page.after):
            return []
        self._questions.popleft()
        self._is_asked = False
        people = tuple(_person(row) for row in page.people)
        return [PeopleFound(first.filter, first.after, people, page.more)]


def _record(question: AskPeople) -> records.AskPeople:
    """Names are looked for as PROTOCOL 0 folds them."""
    wanted = name_key(sanitise(question.filter))[:NAME_CHARACTERS]
    return records.AskPeople(wanted, sanitise(question.after)[:NAME_CHARACTERS])


def _person(row: Row) -> Person:
    return Person(row.person, one_line(row.name), row.door, row.presence, row.since_ms)
