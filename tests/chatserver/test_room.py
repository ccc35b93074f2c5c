from random import Random

import pytest

from chatserver.effects import Report, Tell
from chatserver.log.memory import MemoryLog
from chatserver.naming import make_up_name
from chatserver.people import Person
from chatserver.registry import Known
from chatserver.room import Claim, Places, Room, new_person_id, turn_away
from shared.chat import EVERYONE_ID, Address, Dismissed, Door, Why
from shared.names import check_name

ADDRESS = Address("10.0.0.1", 5)


def room(**places: int) -> Room:
    return Room(Random(1), MemoryLog(), Places(**places))


def add(place: Room, number: int, door: Door = "netcat") -> None:
    place.people.add(Person(number, number, f"p{number}", door, ADDRESS, False, 0.0))


@pytest.mark.parametrize(
    ("door", "place"),
    [
        ("netcat", (3, "--max-netcat")),
        ("classroom", (4, "--max-classroom")),
        ("native", (9, "--max-clients")),
    ],
)
def test_each_door_has_its_limit_and_option(door: Door, place: tuple[int, str]) -> None:
    assert Places(9, 3, 4).at(door) == place


def test_a_door_is_full_with_its_people_and_claims() -> None:
    place = room(netcat=2)
    add(place, 1)
    assert place.full("netcat") is None
    place.claims[7] = Claim("netcat")
    assert place.full("netcat") == (2, "--max-netcat")
    assert place.full("classroom") is None


def test_the_server_is_full_with_all_its_people_and_claims() -> None:
    place = room(clients=2)
    add(place, 1, "classroom")
    place.claims[7] = Claim("classroom")
    assert place.full("netcat") == (2, "--max-clients")


def test_a_ghost_gives_way_to_one_claim_only() -> None:
    place = room()
    add(place, 1)
    ghost = place.ghost("netcat", 1e6)
    assert ghost is not None
    place.claims[7] = Claim("netcat", instead_of=ghost.id)
    assert place.ghost("netcat", 1e6) is None


def test_made_up_names_are_names() -> None:
    place = room()
    names = {make_up_name(place, "netcat", ADDRESS, 0.0) for _ in range(200)}
    assert len(names) > 190
    assert all(check_name(name) == name and len(name) == 5 for name in names)


def test_ids_are_new_and_never_everyones() -> None:
    class Fixed(Random):
        numbers = iter([EVERYONE_ID, 1, 2])

        def getrandbits(self, bits: int) -> int:
            return next(self.numbers)

    place = Room(Fixed(), MemoryLog())
    add(place, 1)
    assert new_person_id(place) == 2


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ("full", "disconnected: server full"),
        ("name", "disconnected: username not available"),
    ],
)
def test_what_is_printed_and_told_at_the_door(why: Why, line: str) -> None:
    assert turn_away(3, why) == [Report(line), Tell((3,), Dismissed(why))]


def test_watching_somebody_twice_is_watching_them_once() -> None:
    place = room()
    place.watch(1, (5, 5, 6))
    place.watch(2, (5,))
    assert place.watched == {5: {1, 2}, 6: {1}}
    place.watch(1, (7,))
    assert place.watched == {5: {2}, 7: {1}}
    place.watch(1, ())
    place.watch(2, ())
    assert not place.watched
    assert not place.watching


def test_every_known_name_is_there_once_by_its_key() -> None:
    place = room()
    add(place, 1)
    for number, name in ((7, "Bob"), (8, "EVA")):
        place.registry.remember(Known(number, bytes(32), name, 0))
    place.people.add(Person(7, 7, "Bob", "native", ADDRESS, True, 0.0))
    assert sorted(place.name_keys()) == [("bob", 7), ("eva", 8), ("p1", 1)]
