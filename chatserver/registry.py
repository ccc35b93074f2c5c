"""Who is known: verified people, here or away, and the names that are theirs.

A name belongs to the identity that took it first, so the same name is the same person tomorrow.
Pure state; `changes` says what is to be stored. Times in milliseconds since 1970.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatserver.config import NamePolicy
from shared.names import name_key

_DAY_MS = 24 * 3600 * 1000
UNUSED_MS = 90 * _DAY_MS
"""A summer's absence and some more; then the name may go to somebody who is there."""

NEVER_SAID_MS = _DAY_MS
"""Who joined once and never said a word has not earned the name for a season."""


@dataclass(slots=True)
class Known:
    id: int
    identity: bytes
    name: str
    seen_ms: int
    said: bool = False


class Registry:
    def __init__(self, policy: NamePolicy = "keep", known: Iterable[Known] = ()) -> None:
        self.policy = policy
        self._by_id: dict[int, Known] = {}
        self._by_key: dict[str, Known] = {}
        self._changed: dict[int, Known | None] = {}
        for person in known:
            self._by_id[person.id] = self._by_key[name_key(person.name)] = person

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._by_id.values())

    def by_id(self, person: int) -> Known | None:
        return self._by_id.get(person)

    def by_name(self, name: str) -> Known | None:
        return self._by_key.get(name_key(name))

    def holder(self, name: str, now_ms: int) -> Known | None:
        """Whose name it is; None if nobody's, or no longer. Who is here keeps it in any case:
        ask `People` first."""
        person = self.by_name(name)
        if person is None:
            return None
        lease = UNUSED_MS if person.said else NEVER_SAID_MS
        # A clock that was set back must not make a name free; one set forward for years would,
        # so the longest absence that counts is the one since the server last saw the clock run.
        return person if now_ms - person.seen_ms <= lease else None

    def remember(self, person: Known) -> None:
        """Know a person, or know them by another name; whoever had the name before is forgotten."""
        before = self._by_id.get(person.id)
        if before is not None:
            self._by_key.pop(name_key(before.name), None)
        other = self._by_key.get(name_key(person.name))
        if other is not None and other.id != person.id:
            self.forget(other.id)
        self._by_id[person.id] = self._by_key[name_key(person.name)] = person
        self._changed[person.id] = person

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
        return known

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[int, Known | None]:
        """What is to be stored since the last call: people by id, None for the forgotten."""
        changed, self._changed = self._changed, {}
        return changed
