"""Entries have happened: here they change who is here, and who is told."""

from random import Random

import pytest

from chatserver.effects import Append, Effect, Report, Tell
from chatserver.handlers import entries
from chatserver.log.memory import MemoryLog
from chatserver.people import Person
from chatserver.room import Claim, Places, Room
from shared.chat import (
    TEXT,
    Address,
    Departed,
    Dismissed,
    Door,
    Entered,
    Exited,
    Joined,
    ListAsked,
    ListQueried,
    Message,
    NameChanged,
    Posted,
    Refused,
    Renamed,
    Why,
)

ADDRESS = Address("10.0.0.1", 5)


def room_with(*names: str, door: Door = "classroom") -> Room:
    room = Room(Random(1), MemoryLog(), Places())
    for number, name in enumerate(names, 1):
        room.people.add(Person(number, 10 + number, name, door, ADDRESS, False, 0.0))
    return room


def message(to: tuple[int, ...]) -> Message:
    return Message(1, "bob", to, TEXT, b"hi", 0)


def told(effects: list[Effect]) -> list[Tell]:
    return [effect for effect in effects if isinstance(effect, Tell)]


def claim(peer: int = 7, name: str = "bob", *, made_up: bool = False) -> Entered:
    return Entered(peer, 99, name, made_up, "netcat", ADDRESS)


def test_the_first_claim_is_granted() -> None:
    room = room_with()
    room.claims[7] = Claim("netcat")
    assert entries.entered(room, claim(), 1, 5.0) == [
        Report("join: bob"),
        Tell((7,), Joined("bob")),
    ]
    person = room.people.by_name("bob")
    assert person
    assert (person.id, person.peer, person.verified, person.heard_at) == (99, 7, False, 5.0)


def test_a_later_claim_is_refused_and_gone() -> None:
    room = room_with("bob")
    room.claims[7] = Claim("netcat")
    assert told(entries.entered(room, claim(), 1, 0.0)) == [Tell((7,), Dismissed("name"))]
    assert not room.claims


def test_a_made_up_name_is_claimed_anew() -> None:
    room = room_with("bob")
    room.claims[7] = Claim("netcat")
    (again,) = entries.entered(room, claim(made_up=True), 1, 0.0)
    assert isinstance(again, Append)
    assert isinstance(again.entry, Entered)
    assert again.entry.name != "bob"
    assert 7 in room.claims


def test_a_claim_of_a_peer_that_has_gone_is_nothing() -> None:
    room = room_with()
    assert entries.entered(room, claim(), 1, 0.0) == []
    assert len(room.people) == 0


@pytest.mark.parametrize(
    ("door", "to", "peers"),
    [
        ("classroom", (0,), (12, 13)),
        ("netcat", (0,), (11, 12, 13)),
        ("classroom", (0, 1), (11, 12, 13)),
        ("classroom", (2,), (12,)),
        ("classroom", (2, 99), (12,)),
        ("netcat", (2,), (12,)),
        ("classroom", (99,), ()),
    ],
)
def test_who_hears_a_message(door: Door, to: tuple[int, ...], peers: tuple[int, ...]) -> None:
    room = room_with("bob", "eva", "kim", door=door)
    effects = entries.posted(room, message(to), 1, 0.0)
    reached = [peer for tell in told(effects) for peer in tell.peers if peer != tell.but]
    assert tuple(reached) == peers
    assert all(tell.notice == Posted("bob", message(to), 1) for tell in told(effects))


def test_a_message_bears_the_name_its_writer_has_by_then() -> None:
    room = room_with("rob", "eva")
    (tell,) = told(entries.posted(room, message((2,)), 1, 0.0))
    assert tell.notice == Posted("rob", message((2,)), 1)


def test_a_new_name_that_was_taken_meanwhile_is_refused() -> None:
    room = room_with("bob", "eva")
    assert entries.renamed(room, NameChanged(1, "Eva"), 1, 0.0) == [
        Tell((11,), Refused("Eva is already used"))
    ]


def test_a_new_name_is_told_alone_too() -> None:
    room = room_with("bob")
    assert told(entries.renamed(room, NameChanged(1, "rob"), 1, 0.0)) == [
        Tell((11,), Renamed("bob", "rob", own=True))
    ]


@pytest.mark.parametrize(("door", "named"), [("netcat", True), ("classroom", False)])
def test_only_netcat_names_who_asks_for_the_list(door: Door, named: bool) -> None:
    room = room_with("bob", "eva", door=door)
    notices = [tell.notice for tell in told(entries.listed(room, ListAsked(1), 1, 0.0))]
    assert (ListQueried("bob") in notices) is named


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ("quit", "disconnected: bob"),
        ("gone", "disconnected: bob"),
        ("unknown", "disconnected: bob sent unknown command"),
    ],
)
def test_who_has_left_is_told_and_gone(why: Why, line: str) -> None:
    room = room_with("bob", "eva")
    assert entries.exited(room, Exited(1, why), 1, 0.0) == [
        Report(line),
        Tell((11,), Dismissed(why)),
        Tell((12,), Departed("bob")),
    ]
    assert entries.exited(room, Exited(1, why), 1, 0.0) == []
