"""Guests that have left are remembered as they were, the last of them."""

import pytest

from chatserver import left
from chatserver.left import LeftGuest, LeftGuests
from chatserver.people import Person
from shared.chat import Address


def guest(number: int) -> Person:
    person = Person(number, 10 + number, "zoe", "netcat", Address("10.0.0.1", 5), False, 0.0)
    person.since, person.cursor, person.confirms = 2, 5, False
    person.miss(4)
    return person


def test_they_are_kept_as_they_were_when_they_left() -> None:
    guests = LeftGuests()
    guests.add(guest(1), 9, 1000)
    assert guests.by_id(1) == LeftGuest(
        1, "zoe", "netcat", False, 2, 5, frozenset({4}), (0, 0), 9, 1000
    )
    assert guests.by_id(2) is None


def test_nobody_got_anything_behind_their_own_goodbye() -> None:
    guests = LeftGuests()
    guests.add(guest(1), 3, 1000)
    assert [g.cursor for g in guests] == [3]


def test_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left, "LEFT_KEPT", 2)
    guests = LeftGuests()
    for number in (1, 2, 3):
        guests.add(guest(number), 9, 0)
    assert [g.id for g in guests] == [2, 3]
