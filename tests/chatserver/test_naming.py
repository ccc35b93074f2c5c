"""Which names are to be had, and which one instead."""

from random import Random

import pytest

from chatserver.log.memory import MemoryLog
from chatserver.naming import make_up_name, refuse_name, suggest_name
from chatserver.people import Person
from chatserver.registry import NEVER_SAID_MS, Known
from chatserver.room import Room
from shared.chat import Address
from shared.names import check_name

ADDRESS = Address("10.0.0.1", 5)


def room(*here: str) -> Room:
    place = Room(Random(1), MemoryLog())
    for number, name in enumerate(here, 1):
        place.people.add(Person(number, number, name, "netcat", ADDRESS, False, 0.0))
    return place


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ("a b", "a name has letters, digits, '-', '_' and '.' only"),
        ("server", "server is reserved"),
        ("BOB", "somebody here has it"),
        ("eva", "it belongs to somebody who was last here today"),
    ],
)
def test_a_refusal_has_a_reason(wish: str, reason: str) -> None:
    place = room("bob")
    place.registry.remember(Known(9, bytes(32), "eva", 0))
    refused = refuse_name(place, 5, wish, 0.0)
    assert refused is not None
    assert (refused.name, refused.reason) == (wish, reason)
    assert refuse_name(place, 5, refused.suggestion, 0.0) is None


def test_the_own_name_and_a_free_one_are_to_be_had() -> None:
    place = room("bob")
    place.registry.remember(Known(9, bytes(32), "eva", 0))
    assert refuse_name(place, 1, "Bob", 0.0) is None
    assert refuse_name(place, 9, "EVA", 0.0) is None
    assert refuse_name(place, 5, "kim", 0.0) is None


def test_who_has_a_name_is_offered_it() -> None:
    place = room("bob")
    place.registry.remember(Known(9, bytes(32), "eva", 0))
    assert suggest_name(place, 9, "bob", 0.0) == "eva"
    lapsed_at = NEVER_SAID_MS / 1000 + 1
    assert suggest_name(place, 9, "bob", lapsed_at) == "bob2"


@pytest.mark.parametrize(
    ("wish", "suggestion"),
    [
        ("bob", "bob3"),
        ("Jörg Müller", "Joerg-Mueller2"),
        ("\u202e", "guest2"),
        ("x" * 32, "x" * 28 + "2"),
    ],
)
def test_a_suggestion_is_like_the_wish_and_free(wish: str, suggestion: str) -> None:
    assert suggest_name(room("bob", "bob2"), 5, wish, 0.0) == suggestion
    assert check_name(suggestion) == suggestion


def test_a_made_up_name_is_nobodys_not_even_of_somebody_away() -> None:
    first = make_up_name(room(), "netcat", ADDRESS, 0.0)
    place = room()
    place.registry.remember(Known(9, bytes(32), first.swapcase(), 0))
    assert make_up_name(place, "netcat", ADDRESS, 0.0) != first
