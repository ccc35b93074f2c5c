"""Who is here: one table of people by id, found by peer, by name and by address.

Pure state with no rules of its own about who may do what; the hub has those.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from shared.chat import Address, Door, Presence, Present
from shared.names import name_key

QUIET_AFTER_S = 5 * 60
"""Pupils read more than they write: quiet is shown, and costs nothing else."""

GUEST_LEASE_S = 12 * 3600
"""A guest's name and place outlive a working day of silence; netcat has no other sign of life."""

UNANSWERED_LEASE_S = 5 * 60
"""One datagram and never another: perhaps forged. Given away when places are short."""

MISSED_KEPT = 256
"""Of one guest; a sender looks at the last few hundred messages at most."""

REMEMBERED_NAMES = 1024
"""Addresses that get their old name back. Guests are few (`--max-netcat`, `--max-classroom`)."""


@dataclass(slots=True)
class Person:
    """Somebody who is here. `heard_at` in monotonic seconds; `answered` once the address has
    written after it came in, be it only an ack: readers are no ghosts. `follows` once its client
    has asked for the roster: changes before that would only confuse its versions.

    Of guests alone, in positions of the log: they came at `since` and were sent everything up to
    `cursor`, but what they `missed`; `confirms` if their program acknowledges what it gets. What
    stands behind the first and up to the second position of `doubt` the server may not have sent
    any more when it crashed, so it counts as missed."""

    id: int
    peer: int
    name: str
    door: Door
    address: Address
    verified: bool
    heard_at: float
    answered: bool = False
    away: bool = False
    follows: bool = False
    since_ms: int = 0
    installation: bytes = b""
    since: int = 0
    cursor: int = 0
    missed: set[int] | None = None
    doubt: tuple[int, int] = (0, 0)
    confirms: bool = True

    def miss(self, position: int) -> None:
        """That message could not be sent to them."""
        self.missed = self.missed or set()
        self.missed.add(position)
        if len(self.missed) > MISSED_KEPT:
            self.missed.remove(min(self.missed))

    def shown(self, now: float) -> Present:
        presence: Presence = "here"
        if self.away:
            presence = "away"
        elif not self.verified and now - self.heard_at > QUIET_AFTER_S:
            presence = "quiet"
        where = self.address
        return Present(self.id, self.name, self.door, where, self.verified, presence, self.since_ms)


class People:
    def __init__(self) -> None:
        self._by_id: dict[int, Person] = {}  # in join order, as all of these
        self._guests: dict[int, Person] = {}
        self._by_peer: dict[int, Person] = {}
        self._by_key: dict[str, Person] = {}
        self._count: dict[Door, int] = {}
        self._old_names: OrderedDict[tuple[Door, Address], tuple[str, float]] = OrderedDict()
        self._peers: tuple[int, ...] | None = None  # None: to be made anew
        self._by_names: list[tuple[str, Person]] | None = None  # the same

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    @property
    def peers(self) -> tuple[int, ...]:
        """Everybody's; the same tuple until somebody comes, goes or has another one."""
        if self._peers is None:
            self._peers = tuple(self._by_peer)
        return self._peers

    def by_names(self) -> list[tuple[str, Person]]:
        """Everybody, sorted by the key of their names, which comes with each."""
        if self._by_names is None:
            self._by_names = sorted(self._by_key.items(), key=lambda item: item[0])
        return self._by_names

    def guests(self) -> Iterator[Person]:
        """Those who are not verified: few among thousands."""
        return iter(self._guests.values())

    def count(self, door: Door) -> int:
        return self._count.get(door, 0)

    def by_id(self, person: int) -> Person | None:
        return self._by_id.get(person)

    def by_peer(self, peer: int) -> Person | None:
        return self._by_peer.get(peer)

    def by_name(self, name: str) -> Person | None:
        return self._by_key.get(name_key(name))

    def add(self, person: Person) -> None:
        """The name must be free; `by_name` tells."""
        self._by_id[person.id] = self._by_peer[person.peer] = person
        self._peers = self._by_names = None
        self._by_key[name_key(person.name)] = person
        self._count[person.door] = self.count(person.door) + 1
        if not person.verified:
            self._guests[person.id] = person

    def rename(self, person: Person, new: str) -> None:
        del self._by_key[name_key(person.name)]
        person.name = new
        self._by_key[name_key(new)] = person
        self._by_names = None

    def replace_peer(self, person: Person, peer: int) -> None:
        """The same person by another connection."""
        del self._by_peer[person.peer]
        person.peer = peer
        self._by_peer[peer] = person
        self._peers = None

    def remove(self, person: Person, now: float) -> None:
        del self._by_id[person.id], self._by_peer[person.peer]
        self._peers = self._by_names = None
        del self._by_key[name_key(person.name)]
        self._count[person.door] -= 1
        if person.verified:
            return
        del self._guests[person.id]
        place = (person.door, person.address)
        self._old_names[place] = (person.name, now)
        self._old_names.move_to_end(place)
        if len(self._old_names) > REMEMBERED_NAMES:
            self._old_names.popitem(last=False)

    def old_name(self, door: Door, address: Address, now: float) -> str:
        """The name this address left with, if that is not long ago; else the empty string."""
        name, left_at = self._old_names.get((door, address), ("", now))
        return name if now - left_at <= GUEST_LEASE_S else ""

    def expired(self, now: float) -> list[Person]:
        """Guests whose lease is over."""
        return [p for p in self.guests() if now - p.heard_at > GUEST_LEASE_S]

    def least_wanted(
        self, door: Door, now: float, given_up: Collection[int | None] = ()
    ) -> Person | None:
        """The oldest that never answered, if there is one, besides those `given_up` already."""
        silent = (
            p for p in self.guests()
            if p.door == door and not p.answered and p.id not in given_up
        )  # fmt: skip
        overdue = [p for p in silent if now - p.heard_at > UNANSWERED_LEASE_S]
        return min(overdue, key=lambda p: p.heard_at, default=None)
