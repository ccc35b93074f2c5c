"""Versions of who is known and here, so that a returning client gets only what has changed."""

from collections import OrderedDict

GONE_KEPT = 1024
"""Guests that left and released names; a client that was away for more of them gets all anew. With
300 who are known, 15 bytes each of these still fit one record."""


class Roster:
    """The version rises with every change; `changed_since` says who was concerned.

    Begin with a random version: those that an earlier run of the server gave out mean nothing here.
    """

    def __init__(self, version: int = 1) -> None:
        self.version = version
        self._first = version  # before it nothing is known
        self._changed: OrderedDict[int, int] = OrderedDict()  # person -> version, oldest first
        self._gone: OrderedDict[int, int] = OrderedDict()

    def touch(self, person: int) -> int:
        """Somebody came, left, was renamed; returns the new version."""
        self.version += 1
        self._gone.pop(person, None)
        self._changed[person] = self.version
        self._changed.move_to_end(person)
        return self.version

    def strike(self, person: int) -> int:
        """Somebody is known no longer; returns the new version."""
        self.version += 1
        self._changed.pop(person, None)
        self._gone[person] = self.version
        self._gone.move_to_end(person)
        if len(self._gone) > GONE_KEPT:
            self._first = self._gone.popitem(last=False)[1]
        return self.version

    def changed_since(self, version: int) -> tuple[list[int], list[int]] | None:
        """(people changed, people gone) since then; None if that is too long ago to say."""
        if not self._first <= version <= self.version:
            return None
        return _newer(self._changed, version), _newer(self._gone, version)


def _newer(versions: OrderedDict[int, int], version: int) -> list[int]:
    found: list[int] = []
    for person, changed_at in reversed(versions.items()):
        if changed_at <= version:
            break
        found.append(person)
    return found
