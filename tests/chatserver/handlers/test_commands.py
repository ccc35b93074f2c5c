"""Commands change nothing that others could see: they append, refuse or report."""

from random import Random

import pytest

from chatserver.effects import Append, Report, Tell
from chatserver.handlers import commands
from chatserver.log.memory import MemoryLog
from chatserver.people import Person
from chatserver.room import Places, Room
from shared.chat import (
    EVERYONE_ID,
    TEXT,
    Address,
    Dismissed,
    Entered,
    Exited,
    Help,
    Join,
    Leave,
    ListAsked,
    ListPeople,
    Message,
    Mistake,
    NameChanged,
    Refused,
    Rename,
    Say,
    Stay,
    Vouch,
)

ADDRESS = Address("10.0.0.1", 5)


def room_with(*names: str) -> Room:
    room = Room(Random(1), MemoryLog(), Places())
    for number, name in enumerate(names, 1):
        room.people.add(Person(number, 10 + number, name, "netcat", ADDRESS, False, 0.0))
    return room


def person(room: Room, name: str) -> Person:
    found = room.people.by_name(name)
    assert found
    return found


def test_a_join_claims_the_name_through_the_log() -> None:
    room = room_with()
    (append,) = commands.join(room, 7, Join("bob", "classroom", ADDRESS), 0.0)
    assert isinstance(append, Append)
    entry = append.entry
    assert isinstance(entry, Entered)
    assert (entry.peer, entry.name, entry.made_up) == (7, "bob", False)
    assert list(room.claims) == [7]
    assert len(room.people) == 0


def test_a_name_to_be_made_up_is_marked_so() -> None:
    (append,) = commands.join(room_with(), 7, Join("", "netcat", ADDRESS), 0.0)
    assert isinstance(append, Append)
    assert isinstance(append.entry, Entered)
    assert append.entry.made_up


def test_a_refused_join_claims_nothing() -> None:
    room = room_with("bob")
    effects = commands.join(room, 7, Join("bob", "classroom", ADDRESS), 0.0)
    assert effects[-1] == Tell((7,), Dismissed("name"))
    assert not room.claims


@pytest.mark.parametrize(
    ("names", "to"),
    [
        (("eva",), (2,)),
        (("eva", "EVA"), (2,)),
        (("everyone",), (EVERYONE_ID,)),
        (("EVERYONE", "eva"), (EVERYONE_ID, 2)),
        (("bob", "eva"), (1, 2)),
    ],
)
def test_names_become_people(names: tuple[str, ...], to: tuple[int, ...]) -> None:
    room = room_with("bob", "eva")
    assert commands.say(room, person(room, "bob"), Say(names, "hi"), 0.0) == [
        Report("msg: bob"),
        Append(Message(1, "bob", to, TEXT, b"hi", 0)),
    ]


def test_a_message_for_nobody_is_not_logged() -> None:
    room = room_with("bob")
    assert commands.say(room, person(room, "bob"), Say(("eva",), "hi"), 0.0) == [
        Report("msg: bob"),
        Report("msg: bob to non-existent user eva"),
        Tell((11,), Refused("nobody here is called eva")),
    ]


def test_what_each_of_the_others_appends_or_answers() -> None:
    room = room_with("bob")
    bob = person(room, "bob")
    assert commands.rename(room, bob, Rename("rob"), 0.0) == [Append(NameChanged(1, "rob"))]
    assert commands.leave(room, bob, Leave("gone"), 0.0) == [Append(Exited(1, "gone"))]
    assert commands.list_people(room, bob, ListPeople(), 0.0)[1:] == [Append(ListAsked(1))]
    assert len(commands.help_out(room, bob, Help(), 0.0)) == 1
    assert commands.answer_mistake(room, bob, Mistake("what"), 0.0) == [
        Tell((11,), Refused("what"))
    ]
    assert commands.stay(room, bob, Stay(), 0.0) == []
    assert bob.name == "bob"


def test_only_the_door_can_vouch() -> None:
    room = room_with("bob")
    bob = person(room, "bob")
    commands.stay(room, bob, Stay(), 0.0)
    assert not bob.answered
    assert commands.vouch(room, bob, Vouch(), 0.0) == []
    assert bob.answered


@pytest.mark.parametrize(
    ("name", "appended"),
    [("", None), ("BOB", None), ("rob", NameChanged(1, "rob")), ("eva", Exited(1, "name"))],
    ids=["no name", "the same", "a new one", "a taken one"],
)
def test_a_second_join(name: str, appended: object) -> None:
    room = room_with("bob", "eva")
    effects = commands.join_again(room, person(room, "bob"), Join(name, "classroom", ADDRESS), 0.0)
    assert [e.entry for e in effects if isinstance(e, Append)] == ([appended] if appended else [])
    assert len(effects) == bool(appended)
