"""Who is known: all of them, or pages of them where there are thousands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from chatgui.app import moments
from chatgui.app import words as terminal
from chatgui.app.messages import AskPeople, Intent, PeopleFound, Person, WatchPeople
from chatgui.app.rows import Chip, PersonRow, Presence
from chatgui.app.words import window as words
from shared import faces
from shared.chat import EVERYONE_ID
from shared.constants import NAME_CHARACTERS, WATCHED
from shared.dialects.native.records import AWAY, GONE, HERE, NATIVE, QUIET
from shared.names import name_key
from shared.text import one_line

_AHEAD: Final = 50
"""A page is asked for when so few rows are left behind what is drawn."""

_PRESENCE: Final[dict[int, Presence]] = {AWAY: "away", HERE: "here", QUIET: "quiet", GONE: "gone"}


class People:
    """Others than `own`. `ids` are in the order of the list: who is here first, then by name; of
    pages as the server has them, by name."""

    def __init__(self, post: Callable[[Intent], None], own: int) -> None:
        self.own = own
        self._post = post
        self._known: dict[int, Person] = {}
        self._names: dict[int, str] = {}  # what people were called who are not told of
        self._filter = ""
        self._ids: list[int] | None = None
        self.has_all = True
        self._is_told = False  # who is known; before that nobody is missing
        self._paged: list[int] = []
        self._has_more = False
        self._asked: AskPeople | None = None
        self._counted = (0, 0)
        self._watched: tuple[int, ...] = ()
        self._drawn: tuple[int, ...] = ()
        self.lost_ms: int | None = None
        """Since when nothing is told any more, and who is here is what was so then."""

    # --- told ------------------------------------------------------------------------------

    def follow(self, is_connected: bool, now_ms: int) -> None:
        """Whether what changes is told."""
        if is_connected:
            self.lost_ms = None
        elif self.lost_ms is None:
            self.lost_ms = now_ms

    def join(self, own: int, has_all: bool) -> None:
        """In again, perhaps: what was asked last may have been forgotten."""
        self.own = own
        self._ids = None
        had_all, self.has_all = self.has_all, has_all
        if has_all:
            return
        if had_all:
            self._restart()
        elif self._asked is not None:
            self._post(self._asked)

    def change(self, people: Iterable[Person], is_whole: bool) -> None:
        if is_whole:
            self._remember(self._known.values())
            self._known.clear()
            self._is_told = True
        for person in people:
            if person.presence == GONE:
                self._remember([self._known.pop(person.id, person)])
                self._paged = [id for id in self._paged if id != person.id]
            else:
                self._known[person.id] = person
        self._ids = None

    @property
    def is_told(self) -> bool:
        """Whether the server has said who there is."""
        return self._is_told or not self.has_all

    def recall(self, acquaintances: Iterable[tuple[int, str]]) -> None:
        """Who was known before, until the server says who there is."""
        for person, name in acquaintances:
            self._known.setdefault(person, Person(person, name, NATIVE, AWAY, 0))
        self._ids = None

    def count(self, known: int, here: int) -> None:
        self._counted = (known, here)

    def find(self, found: PeopleFound) -> None:
        """A page; one that nobody wants any more changes nothing in the list."""
        self._known.update({person.id: person for person in found.people})
        if AskPeople(found.filter, found.after) != self._asked:
            return
        self._asked = None
        listed = set(self._paged)
        self._paged += [p.id for p in found.people if p.id not in listed and p.id != self.own]
        self._has_more = found.more and bool(found.people)

    def name(self, names: Iterable[tuple[int, str]]) -> None:
        """What the history says they are called."""
        self._names.update((person, name) for person, name in names if name != terminal.SOMEBODY)

    def filter(self, text: str) -> None:
        text = text.strip()[:NAME_CHARACTERS]
        if text != self._filter:
            self._filter = text
            self._ids = None
            if not self.has_all:
                self._restart()

    # --- shown -----------------------------------------------------------------------------

    @property
    def ids(self) -> Sequence[int]:
        if not self.has_all:
            return self._paged
        if self._ids is None:
            self._ids = self._sorted(name_key(self._filter))
        return self._ids

    @property
    def is_asking(self) -> bool:
        """The first page of those whom the filter leaves is not here yet."""
        return not self.has_all and self._asked is not None and not self._paged

    def everybody(self) -> list[int]:
        """Whatever the filter."""
        return self._sorted("")

    @property
    def known_count(self) -> int:
        """Of all there are, without oneself."""
        if self.has_all:
            return len(self._known) - (self.own in self._known)
        return max(0, self._counted[0] - 1)

    @property
    def here_count(self) -> int:
        if self.has_all:
            return sum(self.is_here(person) for person in self._known if person != self.own)
        return max(0, self._counted[1] - 1)

    def rows(
        self, first: int, count: int, checked: Iterable[int], now_ms: int
    ) -> tuple[PersonRow, ...]:
        """Asks for the next page, if it is needed soon; and remembers who is drawn, for `watch`."""
        drawn = self.ids[max(0, first) : max(0, first) + count]
        self._drawn = tuple(drawn[:WATCHED])
        if first + count + _AHEAD > len(self._paged):
            self._ask()
        chosen = frozenset(checked)
        return tuple(self._row(person, person in chosen, now_ms) for person in drawn)

    def watch(self, also: Iterable[int]) -> None:
        """Have the server tell at once of who is drawn, and of these."""
        watched = tuple(dict.fromkeys((*also, *self._drawn)))[:WATCHED]
        if not self.has_all and watched and watched != self._watched:
            self._watched = watched
            self._post(WatchPeople(watched))

    def name_of(self, person: int, otherwise: str = words.SOMEBODY) -> str:
        if person == EVERYONE_ID:
            return words.EVERYONE
        if person == self.own:
            return words.YOU
        known = self._known.get(person)
        return one_line(known.name) if known else self._names.get(person, otherwise)

    def is_guest(self, person: int) -> bool:
        known = self._known.get(person)
        return known is not None and known.door != NATIVE

    def door_of(self, person: int) -> int:
        known = self._known.get(person)
        return known.door if known else NATIVE

    def is_here(self, person: int) -> bool:
        return self.presence_of(person) in ("here", "quiet")

    def presence_of(self, person: int) -> Presence:
        known = self._known.get(person)
        if known is None:
            return "gone" if self.has_all and self._is_told else "away"
        return _PRESENCE.get(known.presence, "here")

    def note_of(self, person: int, now_ms: int) -> str:
        """Such as "away since 09:40"; empty for who is here now."""
        known, presence = self._known.get(person), self.presence_of(person)
        if presence in ("here", "gone"):
            return words.GONE if presence == "gone" else self._here_note(now_ms)
        if known is None or not self.is_told:
            return ""
        plain, since = (
            (words.QUIET, words.QUIET_SINCE)
            if presence == "quiet"
            else (words.AWAY, words.AWAY_SINCE)
        )
        at = known.since_ms
        return since.format(time=moments.since(at, now_ms)) if at else plain

    def away_note(self, person: int, now_ms: int) -> str:
        """As `note_of`, where it is said already that they are away: since when, if that is
        known."""
        known = self._known.get(person)
        if known is None or known.presence != AWAY:
            return self.note_of(person, now_ms)
        at = known.since_ms
        return words.SINCE.format(time=moments.since(at, now_ms)) if at else ""

    def _here_note(self, now_ms: int) -> str:
        if self.lost_ms is None:
            return ""
        return words.HERE_AT.format(time=moments.since(self.lost_ms, now_ms))

    def guests(self) -> int:
        return sum(self.is_guest(person) for person in self._known if person != self.own)

    def chip(self, person: int) -> Chip:
        name = self.name_of(person)
        return Chip(person, name, faces.initials(name), faces.hue(person), self.is_guest(person))

    # --- pages -----------------------------------------------------------------------------

    def _restart(self) -> None:
        self._paged.clear()
        self._has_more, self._asked = True, None
        self._ask()

    def _ask(self) -> None:
        if not self.has_all and self._has_more and self._asked is None:
            after = self._known[self._paged[-1]].name if self._paged else ""
            self._asked = AskPeople(self._filter, after)
            self._post(self._asked)

    def _sorted(self, wanted: str) -> list[int]:
        keys = {
            person.id: name_key(person.name)
            for person in self._known.values()
            if person.id != self.own
        }
        found = [person for person, key in keys.items() if wanted in key]
        return sorted(found, key=lambda person: (not self.is_here(person), keys[person]))

    def _remember(self, people: Iterable[Person]) -> None:
        self._names.update({person.id: one_line(person.name) for person in people})

    def _row(self, person: int, is_checked: bool, now_ms: int) -> PersonRow:
        name = self.name_of(person)
        return PersonRow(
            person=person,
            name=name,
            initials=faces.initials(name),
            hue=faces.hue(person),
            presence=self.presence_of(person),
            note=self.note_of(person, now_ms),
            unverified=self.is_guest(person),
            is_checked=is_checked,
            is_current=self.lost_ms is None,
        )
