"""Who is known: verified people, here or away, and the names that are theirs.

A name belongs to the identity that took it first, so the same name is the same person tomorrow.
Pure state; `changes` says what is to be stored. Times in milliseconds since 1970.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from chatserver.config import NamePolicy
from shared.names import name_key

_DAY_MS = 24 * 3600 * 1000
UNUSED_MS = 90 * _DAY_MS
"""A summer's absence and some more; then the name may go to somebody who is there."""

NEVER_SAID_MS = _DAY_MS
"""Who joined once and never said a word has not earned the name for a season."""

OFF_COUNTS_MS = 7 * _DAY_MS
"""How much of a time that the server was off counts as absence: nobody could come."""

PARTED_KEPT = 10_000
"""Of those whose names ended with their session: where they were in the log."""

MOST_KNOWN = 100_000
"""Some 40 MB. Identities cost nothing, so somebody could make them all night."""


@dataclass(slots=True)
class Known:
    """`seen_ms`: when they were last here. It moves along when the clock is set, see `shift`.

    Positions of the log: they became known at `since`, are shown what everyone was told from `sees`
    on, have everything up to `cursor` on one of their disks (since `cursor_ms`), and have read what
    everyone was told up to `read_all`. Without a name they are nobody until they come back, which
    is how `--names session` lets go of who leaves: a lost connection loses no messages. Who still
    has one there when a server starts did not leave: the end of the last run cut them off.
    """

    id: int
    identity: bytes
    name: str
    seen_ms: int
    said: bool = False
    since: int = 0
    sees: int = 0
    cursor: int = 0
    cursor_ms: int = 0
    read_all: int = 0


class Registry:
    def __init__(self, policy: NamePolicy = "keep", known: Iterable[Known] = ()) -> None:
        self.policy = policy
        self._by_id: dict[int, Known] = {}
        self._by_key: dict[str, Known] = {}
        self._changed: dict[int, Known | None] = {}
        self._parted: OrderedDict[int, Known] = OrderedDict()
        self.is_pressing = False
        """Whether somebody is known or called otherwise than is stored. When they were last here
        and what they have read can wait; who they are, no message can do without."""
        for person in known:
            if not person.name:
                self._parted[person.id] = person
            else:
                self._by_id[person.id] = self._by_key[name_key(person.name)] = person

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._by_id.values())

    def name_keys(self) -> Iterable[tuple[str, Known]]:
        """All that are known, by the key of their name."""
        return self._by_key.items()

    def by_id(self, person: int) -> Known | None:
        return self._by_id.get(person)

    def by_name(self, name: str) -> Known | None:
        return self._by_key.get(name_key(name))

    def holder(self, name: str, now_ms: int) -> Known | None:
        """Whose name it is; None if nobody's, or no longer. Who is here keeps it in any case:
        ask `People` first."""
        person = self.by_name(name)
        return None if person is None or _has_lapsed(person, now_ms) else person

    def lapsed(self, now_ms: int) -> list[Known]:
        """Whose name is nobody's any more, and of too many those who never said a word. Some of
        them may be here: ask `People` before they are forgotten."""
        lapsed = [person for person in self if _has_lapsed(person, now_ms)]
        surplus = len(self) - len(lapsed) - MOST_KNOWN
        if surplus > 0:
            silent = (p for p in self if not p.said and not _has_lapsed(p, now_ms))
            lapsed += sorted(silent, key=lambda person: person.seen_ms)[:surplus]
        return lapsed

    def resume(self, now_ms: int) -> None:
        """Once, at the start: the clock says that. Of the time since anybody was last here a week
        counts; a clock that says less than it did has been set back."""
        latest = max((person.seen_ms for person in self), default=now_ms)
        off_ms = now_ms - latest
        self.shift(off_ms - min(max(off_ms, 0), OFF_COUNTS_MS))

    def shift(self, by_ms: int) -> None:
        """The clock was set: all absences stay as long as they were, so that a wrong clock makes
        no name free and locks nobody out."""
        for person in self if by_ms else ():
            person.seen_ms += by_ms
            self._changed[person.id] = person

    def remember(self, person: Known) -> None:
        """Know a person, or know them by another name; whoever had the name before is forgotten."""
        before = self._by_id.get(person.id)
        if before is not None:
            self._by_key.pop(name_key(before.name), None)
        other = self._by_key.get(name_key(person.name))
        if other is not None and other.id != person.id:
            self.forget(other.id)
        self._by_id[person.id] = self._by_key[name_key(person.name)] = person
        self._parted.pop(person.id, None)
        self._changed[person.id] = person
        self.is_pressing = True

    def seen(self, person: int, now_ms: int, *, said: bool = False) -> None:
        known = self._by_id.get(person)
        if known is not None:
            known.seen_ms = max(known.seen_ms, now_ms)
            known.said = known.said or said
            self._changed[person] = known

    def forget(self, person: int) -> Known | None:
        """The name is free; the person is nobody again until they come back."""
        known = self._by_id.pop(person, None)
        if known is not None:
            self._by_key.pop(name_key(known.name), None)
            self._changed[person] = None
            self.is_pressing = True
        return known

    def received(self, person: int, position: int, now_ms: int) -> bool:
        """They have everything up to there; whether that is news."""
        known = self._by_id.get(person)
        if known is None or position <= known.cursor:
            return False
        known.cursor, known.cursor_ms = position, now_ms
        self._changed[person] = known
        return True

    def read_all(self, person: int, position: int) -> bool:
        """They have seen what everyone was told up to there; whether that is news."""
        known = self._by_id.get(person)
        if known is None or position <= max(known.read_all, known.since):
            return False
        known.read_all = position
        self._changed[person] = known
        return True

    def part(self, person: int) -> None:
        """The name is free, and the person unknown; where they were is kept for their return."""
        known = self.forget(person)
        if known is None:
            return
        self._parted[person] = self._changed[person] = replace(known, name="")
        if len(self._parted) > PARTED_KEPT:
            self._changed[self._parted.popitem(last=False)[0]] = None

    def parted(self, person: int, identity: bytes) -> Known | None:
        """Where somebody was who left without keeping a name."""
        known = self._parted.get(person)
        return known if known is not None and known.identity == identity else None

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[int, Known | None]:
        """What is to be stored since the last call: people by id, None for the forgotten."""
        changed, self._changed = self._changed, {}
        self.is_pressing = False
        return changed


def _has_lapsed(person: Known, now_ms: int) -> bool:
    lease_ms = UNUSED_MS if person.said else NEVER_SAID_MS
    return now_ms - person.seen_ms > lease_ms
