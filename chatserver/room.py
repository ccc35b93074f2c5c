"""The state that the hub's handlers work on, and the few questions they all ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from chatserver.bans import Bans
from chatserver.effects import Effect, Report, Tell
from chatserver.gate import Gate
from chatserver.left import LeftGuests
from chatserver.log.interface import LogReader
from chatserver.outboxes import Outboxes
from chatserver.people import People, Person
from chatserver.reading import ReadMarks
from chatserver.receipts import Receipts
from chatserver.registry import Known, Registry
from chatserver.roster import Roster
from chatserver.sight import NEWCOMERS
from shared.chat import (
    EVERYONE_ID,
    Address,
    Announced,
    Counted,
    Dismissed,
    Door,
    Poked,
    Present,
    Why,
)
from shared.names import name_key

_NOWHERE = Address("", 0)
_LEFT_FOR = {"full": "server full", "name": "username not available"}


@dataclass(slots=True)
class Places:
    """How many may be here, in all and by door; each goes with the option that changes it."""

    clients: int = 20_000
    netcat: int = 64
    classroom: int = 64

    def at(self, door: Door) -> tuple[int, str]:
        if door == "netcat":
            return self.netcat, "--max-netcat"
        if door == "classroom":
            return self.classroom, "--max-classroom"
        return self.clients, "--max-clients"


@dataclass(slots=True)
class Claim:
    """A peer between asking for a name and having it."""

    door: Door
    instead_of: int | None = None
    """The person whose place it takes; somebody else's claim must find another one."""


@dataclass(slots=True)
class Room:
    """Of the log it reads alone; what is to stand there, effects say."""

    random: Random
    log: LogReader
    places: Places = field(default_factory=Places)
    people: People = field(default_factory=People)
    claims: dict[int, Claim] = field(default_factory=dict)
    told_full: set[str] = field(default_factory=set)
    """Options already named in a warning: the first refusal says which, the next ones do not."""
    registry: Registry = field(default_factory=Registry)
    roster: Roster = field(default_factory=Roster)
    marks: ReadMarks = field(default_factory=ReadMarks)
    left: LeftGuests = field(default_factory=LeftGuests)
    receipts: Receipts = field(default_factory=Receipts)
    gate: Gate = field(default_factory=Gate)
    bans: Bans = field(default_factory=Bans)
    welcome: str = ""
    """What everybody reads who comes in."""
    guests_paused: bool = False
    """Nobody new comes in by a plain door; who is here stays."""
    newcomers: int = NEWCOMERS
    """How many of the last messages to everyone a newcomer is shown."""
    outboxes: Outboxes = field(init=False)
    watched: dict[int, set[int]] = field(default_factory=dict)  # person -> who watches them
    watching: dict[int, tuple[int, ...]] = field(default_factory=dict)
    counts_due: bool = False
    """In a crowd: somebody has come or gone since everybody was last told how many there are."""
    wall_offset_s: float = 0.0
    """What to add to the loop's clock to have seconds since 1970; the server keeps it true."""

    def __post_init__(self) -> None:
        self.outboxes = Outboxes(self.log)

    def wall_ms(self, now: float) -> int:
        return round((now + self.wall_offset_s) * 1000)

    @property
    def crowd(self) -> int:
        """How many are known: verified people, here or away, and guests that are here."""
        guests = len(self.people) - self.people.count("native")
        return len(self.registry) + guests

    def counted(self) -> Counted:
        return Counted(self.crowd, len(self.people))

    def everybody(self, now: float) -> Iterator[Present]:
        """All that are known: who is here, then who is away."""
        for person in self.people:
            yield person.shown(now)
        for known in self.registry:
            if self.people.by_id(known.id) is None:
                yield _absent(known)

    def name_keys(self) -> Iterator[tuple[str, int]]:
        """The key of each known name, and whose it is."""
        for key, known in self.registry.name_keys():
            yield key, known.id
        for guest in self.people.guests():
            yield name_key(guest.name), guest.id

    def present(self, person: int, now: float) -> Present:
        here = self.people.by_id(person)
        if here is not None:
            return here.shown(now)
        known = self.registry.by_id(person)
        return _absent(known) if known is not None else _struck_out(person)

    def name_is_free(self, name: str, now: float) -> bool:
        """Nobody here has it, and nobody who is away owns it."""
        if self.people.by_name(name) is not None:
            return False
        return self.registry.holder(name, self.wall_ms(now)) is None

    def greet(self, peer: int) -> list[Effect]:
        """What the owner wants whoever comes in to read, if anything."""
        return [Tell((peer,), Announced(self.welcome))] if self.welcome else []

    def watch(self, watcher: int, people: tuple[int, ...]) -> None:
        """From now on these and no others; none ends it."""
        for person in self.watching.pop(watcher, ()):
            self.watched[person].discard(watcher)
            if not self.watched[person]:
                del self.watched[person]
        if people:
            self.watching[watcher] = tuple(set(people))
        for person in people:
            self.watched.setdefault(person, set()).add(watcher)

    def full(self, door: Door) -> tuple[int, str] | None:
        """The limit that leaves no place at this door and its option; None if there is a place."""
        limit, option = self.places.at(door)
        claims = sum(claim.door == door for claim in self.claims.values())
        if self.people.count(door) + claims >= limit:
            return limit, option
        if len(self.people) + len(self.claims) >= self.places.clients:
            return self.places.clients, "--max-clients"
        return None

    def ghost(self, door: Door, now: float) -> Person | None:
        """Who gives up a place at a full door, if there is one."""
        given_up = {claim.instead_of for claim in self.claims.values()}
        return self.people.least_wanted(door, now, given_up)


def _absent(known: Known) -> Present:
    return Present(known.id, known.name, "native", _NOWHERE, True, "away", known.seen_ms)


def _struck_out(person: int) -> Present:
    return Present(person, "-", "netcat", _NOWHERE, False, "gone", 0)


def new_person_id(room: Room) -> int:
    while True:
        person = room.random.getrandbits(64)
        if person != EVERYONE_ID and room.present(person, 0.0).presence == "gone":
            return person


def poke(room: Room, name: str) -> list[Effect]:
    """Whether whoever has that name is still there: a program that crashed said no goodbye."""
    here = room.people.by_name(name)
    return [Tell((here.peer,), Poked())] if here is not None else []


def turn_away(peer: int, why: Why, said: str = "") -> list[Effect]:
    """No place, or not under this name. `said`: what the server says of it, if not the same."""
    return [Report(f"disconnected: {said or _LEFT_FOR[why]}"), Tell((peer,), Dismissed(why))]
