"""What coming and going changes in the room, one step at a time."""

from random import Random

import pytest

from chatserver.handlers.presence import (
    change_name,
    enter_verified,
    leave_roster,
    other_guests,
    refuse_person,
    tell_roster,
)
from chatserver.log.memory import MemoryLog
from chatserver.people import Person
from chatserver.registry import Known, Registry
from chatserver.room import Claim, Room
from shared.chat import Address, Dismissed, Entered, NameRefused, Renamed, Why
from tests.support.playbook import address_of, proves

ADDRESS = Address("10.0.0.1", 5)
BOB = proves(1)


def room(policy: str = "keep") -> Room:
    return Room(Random(1), MemoryLog(), registry=Registry(policy))  # type: ignore[arg-type]


def add(place: Room, number: int, *, verified: bool = True) -> Person:
    door = "native" if verified else "netcat"
    person = Person(number, 10 + number, f"p{number}", door, ADDRESS, verified, 0.0)  # type: ignore[arg-type]
    place.people.add(person)
    return person


def enter(place: Room, peer: int = 7, name: str = "bob") -> list[object]:
    place.claims[peer] = Claim("native")
    entry = Entered(peer, BOB.person, name, False, "native", address_of(peer), BOB)
    return list(enter_verified(place, entry, BOB, 5, 0.0))


def test_who_enters_is_here_and_known() -> None:
    place = room()
    enter(place)
    person, known = place.people.by_id(BOB.person), place.registry.by_name("bob")
    assert person is not None
    assert known is not None
    assert (person.verified, person.door, person.installation) == (True, "native", BOB.installation)
    assert (known.id, known.identity, known.said) == (BOB.person, BOB.identity, False)


def test_coming_back_does_not_forget_that_somebody_has_spoken() -> None:
    place = room()
    place.registry.remember(Known(BOB.person, BOB.identity, "bob", 0, said=True))
    enter(place)
    known = place.registry.by_id(BOB.person)
    assert known is not None
    assert known.said


@pytest.mark.parametrize(
    ("known", "here", "changes", "why"),
    [
        (None, None, {}, None),
        (BOB.identity, None, {}, None),
        (b"x" * 32, None, {}, "unknown"),
        (BOB.identity, BOB.installation, {}, None),
        (BOB.identity, b"another", {}, "elsewhere"),
        (BOB.identity, b"another", {"takeover": True}, None),
        (b"x" * 32, b"another", {"takeover": True}, "unknown"),
    ],
)
def test_who_may_come_in(
    known: bytes | None, here: bytes | None, changes: dict[str, object], why: Why | None
) -> None:
    place = room()
    if known is not None:
        place.registry.remember(Known(BOB.person, known, "bob", 0))
    if here is not None:
        add(place, BOB.person).installation = here
    assert refuse_person(place, proves(1, **changes)) == why


def test_a_refusal_ends_the_claim() -> None:
    place = room()
    place.people.add(Person(2, 12, "bob", "netcat", ADDRESS, False, 0.0))
    (tell,) = enter(place)
    assert isinstance(tell.notice, NameRefused)  # type: ignore[attr-defined]
    place.registry.remember(Known(BOB.person, b"x" * 32, "eva", 0))
    (tell,) = enter(place)
    assert tell.notice == Dismissed("unknown")  # type: ignore[attr-defined]
    assert not place.claims


def test_a_new_name_is_told_in_words_to_guests_alone() -> None:
    place = room()
    bob, zoe = add(place, 1), add(place, 2, verified=False)
    add(place, 3)
    effects = change_name(place, bob, "rob", 0.0)
    told = {effect.peers: effect.notice for effect in effects if hasattr(effect, "peers")}
    assert told[(bob.peer,)] == Renamed("p1", "rob", own=True)
    assert told[(zoe.peer,)] == Renamed("p1", "rob", own=False)
    assert other_guests(place, bob) == (zoe.peer,)
    assert other_guests(place, zoe) == ()


@pytest.mark.parametrize(
    ("policy", "why", "stays"),
    [("keep", "quit", True), ("session", "gone", False), ("session", "closing", True)],
)
def test_who_leaves_stays_known_where_names_are_kept_or_the_server_ends(
    policy: str, why: Why, stays: bool
) -> None:
    place = room(policy)
    enter(place)
    person = place.people.by_id(BOB.person)
    assert person is not None
    place.people.remove(person, 0.0)
    leave_roster(place, person, why, 0.0)
    assert (place.registry.by_id(BOB.person) is not None) is stays
    changed = place.roster.changed_since(1)
    assert changed == (([BOB.person], []) if stays else ([], [BOB.person]))


def test_where_nobody_is_verified_nobody_is_told() -> None:
    place = room()
    add(place, 1, verified=False)
    assert tell_roster(place, 1, 2, 0.0) == []
