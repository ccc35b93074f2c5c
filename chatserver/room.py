"""The state that the hub's handlers work on, and the few questions they all ask of it."""

import string
from dataclasses import dataclass, field
from random import Random

from chatserver.effects import Effect, Report, Tell
from chatserver.people import People, Person
from shared.chat import EVERYONE_ID, Address, Command, Dismissed, Door, Why

NICKNAME_LETTERS = 5

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
    """A peer between asking for a name and having it; its further commands wait here."""

    door: Door
    instead_of: int | None = None
    """The person whose place it takes; somebody else's claim must find another one."""
    waiting: list[Command] = field(default_factory=list)


@dataclass(slots=True)
class Room:
    random: Random
    places: Places = field(default_factory=Places)
    people: People = field(default_factory=People)
    claims: dict[int, Claim] = field(default_factory=dict)
    told_full: set[str] = field(default_factory=set)
    """Options already named in a warning: the first refusal says which, the next ones do not."""

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


def make_up_name(room: Room, door: Door, address: Address, now: float) -> str:
    """The name this address had before, if free; else five random letters that nobody has."""
    old = room.people.old_name(door, address, now)
    if old and room.people.by_name(old) is None:
        return old
    while True:
        name = "".join(room.random.choices(string.ascii_letters, k=NICKNAME_LETTERS))
        if room.people.by_name(name) is None:
            return name


def new_person_id(room: Room) -> int:
    while True:
        person = room.random.getrandbits(64)
        if person != EVERYONE_ID and room.people.by_id(person) is None:
            return person


def turn_away(peer: int, why: Why) -> list[Effect]:
    """No place, or not under this name."""
    return [Report(f"disconnected: {_LEFT_FOR[why]}"), Tell((peer,), Dismissed(why))]
