"""Who is known to the server, as it has told us; for servers whose roster comes whole."""

from collections.abc import Iterable

from shared.dialects.native.records import AWAY, GONE, Roster, Row
from shared.names import name_key
from shared.text import one_line


class KnownPeople:
    """People by id and by name; names are equal as PROTOCOL 0 says."""

    def __init__(self) -> None:
        self.version = 0
        self._rows: dict[int, Row] = {}
        self._ids: dict[str, int] = {}

    def forget(self) -> None:
        """Another log counts its versions anew."""
        self.version = 0
        self._rows.clear()
        self._ids.clear()

    def take(self, roster: Roster) -> None:
        """What has changed; or all of it, whatever we had."""
        if roster.whole:
            self.forget()
        self.version = roster.version
        for row in roster.people:
            self._drop(row.person)
        for row in roster.people:
            if row.presence != GONE:
                self._rows[row.person] = row
                self._ids[name_key(row.name)] = row.person

    def find(self, name: str) -> int | None:
        """The id of who has that name now."""
        return self._ids.get(name_key(name))

    def here(self) -> tuple[str, ...]:
        return names_here(self._rows.values())

    def _drop(self, person: int) -> None:
        row = self._rows.pop(person, None)
        if row is not None and self._ids.get(name_key(row.name)) == person:
            del self._ids[name_key(row.name)]


def names_here(rows: Iterable[Row]) -> tuple[str, ...]:
    """Names of who is here, ascending. Somebody quiet is here: pupils read."""
    return tuple(sorted(one_line(row.name) for row in rows if row.presence not in (AWAY, GONE)))
