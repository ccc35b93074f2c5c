"""Guests that were here: whether a message reached them is asked for a while after they left."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from chatserver.people import Person
from shared.chat import Door

LEFT_KEPT = 1024
"""A busy day of a hundred places."""


@dataclass(frozen=True, slots=True)
class LeftGuest:
    """`left`: the position of the log at which they did; `left_ms` since 1970."""

    id: int
    name: str
    door: Door
    confirms: bool
    since: int
    cursor: int
    missed: frozenset[int]
    doubt: tuple[int, int]
    left: int
    left_ms: int


class LeftGuests:
    """The last of them, by id."""

    def __init__(self) -> None:
        self._by_id: OrderedDict[int, LeftGuest] = OrderedDict()

    def __iter__(self) -> Iterator[LeftGuest]:
        return iter(self._by_id.values())

    def by_id(self, person: int) -> LeftGuest | None:
        return self._by_id.get(person)

    def add(self, guest: Person, position: int, now_ms: int) -> None:
        cursor, missed = min(guest.cursor, position), frozenset(guest.missed or ())
        self._by_id[guest.id] = LeftGuest(
            guest.id, guest.name, guest.door, guest.confirms, guest.since, cursor, missed,
            guest.doubt, position, now_ms,
        )  # fmt: skip
        if len(self._by_id) > LEFT_KEPT:
            self._by_id.popitem(last=False)
