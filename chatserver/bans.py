"""Whom the owner does not want here: identities of our own clients' people, and networks, from
which nothing is heard at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Final, Literal

from chatserver.guests.networks import Network
from shared.names import name_key

REMEMBERED: Final = 4096
"""Addresses whose answer is kept: with a ban, each datagram asks."""


@dataclass(frozen=True, slots=True)
class Ban:
    """`who`: a person's id as 16 hexadecimal digits, or a network, as an address where it is one.
    `label`: a name it was given for, or empty."""

    who: str
    kind: Literal["identity", "address"]
    label: str
    since_ms: int


class Bans:
    """A book like the registry: `changes` is what to store, None for what is lifted."""

    def __init__(self, bans: Iterable[Ban] = ()) -> None:
        """ValueError if one of them is none."""
        self._bans = {ban.who: ban for ban in bans}
        self._changed: dict[str, Ban | None] = {}
        self._index()

    def __iter__(self) -> Iterator[Ban]:
        return iter(self._bans.values())

    def add(self, ban: Ban) -> None:
        self._bans[ban.who] = self._changed[ban.who] = ban
        self._index()

    def lift(self, who: str) -> list[Ban]:
        """Those with that `who`, else all with that name; empty: there is none."""
        found = [self._bans[who]] if who in self._bans else self._labelled(who)
        for ban in found:
            del self._bans[ban.who]
            self._changed[ban.who] = None
        self._index()
        return found

    def has_person(self, person: int) -> bool:
        return person in self._people

    def has_host(self, host: str) -> bool:
        """`host`: as a socket names who wrote."""
        return bool(self.networks) and self._holds(host)

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[str, Ban | None]:
        changed, self._changed = self._changed, {}
        return changed

    def _labelled(self, name: str) -> list[Ban]:
        if not name:
            return []
        return [ban for ban in self._bans.values() if name_key(ban.label) == name_key(name)]

    def _index(self) -> None:
        bans = self._bans.values()
        self._people = {int(ban.who, 16) for ban in bans if ban.kind == "identity"}
        networks: list[Network] = [ip_network(ban.who) for ban in bans if ban.kind == "address"]
        self.networks = networks
        """Looked at before each datagram: mostly there are none."""

        @lru_cache(REMEMBERED)
        def holds(host: str) -> bool:
            address = ip_address(host.partition("%")[0])
            return any(address in network for network in networks)

        self._holds = holds
