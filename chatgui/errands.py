"""Intents that need to know who is who: done in their order, each when the server has told.

People are addressed by ids and type names. Up to some hundred known people the server's roster
comes whole and names are looked up in it; of more, the server is asked for each name when it is
typed, since whoever bore it a minute ago may have given it up.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from chatgui.app.messages import AskList, Say, Send
from chatgui.roster import KnownPeople, names_here
from shared.chat import EVERYONE_ID
from shared.constants import NAME_CHARACTERS
from shared.dialects.native.records import AskPeople, AskRoster, PeoplePage, Roster, Row, Welcome
from shared.names import EVERYONE, name_key

Errand = Send | Say | AskList


class Addressed(NamedTuple):
    """A message whose recipients are known: ids, each once."""

    to: tuple[int, ...]
    text: str


class Unknown(NamedTuple):
    """A message to people who do not exist; it goes to nobody."""

    names: tuple[str, ...]


class Listed(NamedTuple):
    """The names of who is here, ascending."""

    names: tuple[str, ...]


Question = AskRoster | AskPeople
Step = Question | Addressed | Unknown | Listed


class Errands:
    """`step` until it is None; then `take` the server's answers, or `restart` in a new session."""

    def __init__(self) -> None:
        self._waiting: deque[Errand] = deque()
        self._people = KnownPeople()
        self._size = 0
        self._is_whole = True
        self._asked: Question | None = None
        self._is_fresh = False  # whole: the roster is newer than the first errand
        self._is_curious = False  # ask who is who, for the names in the history
        # Pages, for the first errand: what to search for, behind which name, what was found.
        self._filters: deque[str] | None = None
        self._after = ""
        self._found: dict[str, Row] = {}

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def unsent(self) -> int:
        """How many of those that wait are messages."""
        return sum(not isinstance(errand, AskList) for errand in self._waiting)

    @property
    def size(self) -> int:
        """About how many bytes wait."""
        return self._size

    def add(self, intent: Errand) -> None:
        self._waiting.append(intent)
        self._size += _size(intent)

    def drop(self, intent: Send | Say) -> None:
        """This one (itself, not one like it) is done already."""
        if self._waiting and self._waiting[0] is intent:
            self._forget_answers()
        self._waiting = deque(errand for errand in self._waiting if errand is not intent)
        self._size = sum(_size(errand) for errand in self._waiting)

    def restart(self, welcome: Welcome, is_new_log: bool) -> None:
        """A new session: what was asked in the last one is asked again."""
        self._is_whole = welcome.known <= welcome.limits.roster_whole
        if is_new_log or not self._is_whole:
            self._people.forget()
        self._forget_answers()
        self._is_curious = self._is_whole

    def turn_pages(self) -> None:
        """Too many are known by now: the server tells no more of all of them."""
        if self._is_whole:
            self._is_whole = self._is_curious = False
            self._people.forget()
            self._forget_answers()

    def step(self) -> Step | None:
        """What to ask the server, or the next errand done; None: wait for its answer, or idle."""
        if self._asked is not None:
            return None
        if not self._waiting:
            return self._get_acquainted()
        first = self._waiting[0]
        step = self._step(first)
        if isinstance(step, AskRoster | AskPeople):
            self._asked, self._is_curious = step, False
        else:
            self._waiting.popleft()
            self._size -= _size(first)
            self._forget_answers()
        return step

    def ask_again(self) -> None:
        """The question could not leave; `step` returns it again."""
        self._asked = None

    def take(self, record: Roster | PeoplePage) -> None:
        if isinstance(record, Roster) and not self._is_whole:
            return  # of a few who are shown just now
        if isinstance(record, Roster):
            self._people.take(record)
            if isinstance(self._asked, AskRoster):
                self._asked, self._is_fresh = None, not self._is_curious
                self._is_curious = False
        elif self._asked == AskPeople(record.filter, record.after):
            self._asked = None
            self._take_page(record)

    def _get_acquainted(self) -> Question | None:
        """Nothing else to do: learn who is here. Not fresh enough for what is typed meanwhile."""
        if self._is_curious:
            self._asked = AskRoster(self._people.version)
        return self._asked

    def _forget_answers(self) -> None:
        self._asked, self._is_fresh = None, False
        self._filters, self._after, self._found = None, "", {}

    def _step(self, errand: Errand) -> Step:
        if isinstance(errand, Say):
            return Addressed(errand.to, errand.text)
        return self._step_whole(errand) if self._is_whole else self._step_pages(errand)

    def _step_whole(self, errand: Send | AskList) -> Step:
        """Nobody is unknown, and no list complete, before we asked."""
        question = AskRoster(self._people.version)
        if isinstance(errand, AskList):
            return Listed(self._people.here()) if self._is_fresh else question
        step = _address(errand, self._people.find)
        return step if self._is_fresh or isinstance(step, Addressed) else question

    def _step_pages(self, errand: Send | AskList) -> Step:
        if self._filters is None:
            self._filters = deque(_filters(errand))
        if self._filters:
            return AskPeople(self._filters[0], self._after)
        if isinstance(errand, AskList):
            return Listed(names_here(self._found.values()))
        return _address(errand, self._find_in_pages)

    def _take_page(self, page: PeoplePage) -> None:
        """Go on to the next page, or to the next name once this one is found or on no page."""
        self._found.update((name_key(row.name), row) for row in page.people)
        is_found = page.filter in self._found
        if page.more and page.people and not is_found:
            self._after = page.people[-1].name
        elif self._filters:
            self._filters.popleft()
            self._after = ""

    def _find_in_pages(self, name: str) -> int | None:
        row = self._found.get(name_key(name))
        return None if row is None else row.person


def _size(errand: Errand) -> int:
    """200 bytes is what the objects around a short text take."""
    if isinstance(errand, AskList):
        return 200
    people = 100 * len(errand.names) if isinstance(errand, Send) else 8 * len(errand.to)
    return 200 + len(errand.text) + people


def _filters(errand: Send | AskList) -> list[str]:
    """A filter finds the names that hold it; an empty one finds all."""
    if isinstance(errand, AskList):
        return [""]
    keys = dict.fromkeys(name_key(name) for name in errand.names)
    return [key[:NAME_CHARACTERS] for key in keys if key != EVERYONE]


def _address(errand: Send, find: Callable[[str], int | None]) -> Addressed | Unknown:
    found = {
        name: EVERYONE_ID if name_key(name) == EVERYONE else find(name) for name in errand.names
    }
    unknown = tuple(name for name, person in found.items() if person is None)
    if unknown:
        return Unknown(unknown)
    people = (person for person in found.values() if person is not None)
    return Addressed(tuple(dict.fromkeys(people)), errand.text)
