import pytest

from chatserver.people import (
    GUEST_LEASE_S,
    MISSED_KEPT,
    REMEMBERED_NAMES,
    UNANSWERED_LEASE_S,
    People,
    Person,
)
from shared.chat import Address


def person(number: int, name: str = "", heard_at: float = 0.0, *, verified: bool = False) -> Person:
    address = Address("10.0.0.1", number)
    return Person(number, 100 + number, name or f"p{number}", "netcat", address, verified, heard_at)


def test_a_person_is_found_by_id_peer_and_name() -> None:
    people = People()
    bob = person(1, "Bob")
    people.add(bob)
    assert people.by_id(1) is people.by_peer(101) is people.by_name("bOB") is bob
    assert (people.by_id(2), people.by_peer(1), people.by_name("eva")) == (None, None, None)


def test_they_stand_in_the_order_they_came() -> None:
    people = People()
    for number in (3, 1, 2):
        people.add(person(number))
    people.rename(people.by_id(3) or person(9), "aaa")
    assert [p.name for p in people] == ["aaa", "p1", "p2"]


def test_the_list_of_peers_is_the_same_until_it_changes() -> None:
    people = People()
    bob, eva = person(1), person(2)
    people.add(bob)
    people.add(eva)
    before = people.peers
    people.rename(bob, "rob")
    assert people.peers is before == (101, 102)
    people.replace_peer(bob, 103)
    assert set(people.peers) == {102, 103}
    people.remove(eva, 0.0)
    assert people.peers == (103,)


def test_a_new_name_frees_the_old_one() -> None:
    people = People()
    bob = person(1, "bob")
    people.add(bob)
    people.rename(bob, "rob")
    assert people.by_name("bob") is None
    assert people.by_name("rob") is bob


def test_who_is_removed_leaves_an_address_and_a_name_behind() -> None:
    people = People()
    bob = person(1, "bob")
    people.add(bob)
    people.remove(bob, now=50.0)
    assert len(people) == people.count("netcat") == 0
    assert people.old_name("netcat", bob.address, 50.0 + GUEST_LEASE_S) == "bob"
    assert people.old_name("netcat", bob.address, 51.0 + GUEST_LEASE_S) == ""
    assert people.old_name("classroom", bob.address, 50.0) == ""
    assert people.old_name("netcat", Address("10.0.0.1", 2), 50.0) == ""


def test_old_names_are_not_remembered_without_end() -> None:
    people = People()
    for number in range(REMEMBERED_NAMES + 1):
        guest = person(number)
        people.add(guest)
        people.remove(guest, 0.0)
    assert people.old_name("netcat", Address("10.0.0.1", 0), 0.0) == ""
    assert people.old_name("netcat", Address("10.0.0.1", 1), 0.0) == "p1"


def test_a_guest_has_missed_the_last_few_at_most() -> None:
    guest = person(1)
    for position in (*range(MISSED_KEPT + 2), 1):
        guest.miss(position)
    assert guest.missed is not None
    assert len(guest.missed) == MISSED_KEPT
    assert max(guest.missed) == MISSED_KEPT + 1


def test_only_guests_expire() -> None:
    people = People()
    people.add(person(1, heard_at=0.0))
    people.add(person(2, heard_at=1.0))
    people.add(person(3, heard_at=0.0, verified=True))
    assert [p.id for p in people.expired(GUEST_LEASE_S + 0.5)] == [1]


@pytest.mark.parametrize(
    ("answered", "silent_s", "given_up", "expected"),
    [
        (False, UNANSWERED_LEASE_S + 1, (), 1),
        (False, UNANSWERED_LEASE_S, (), None),
        (True, UNANSWERED_LEASE_S + 1, (), None),
        (False, UNANSWERED_LEASE_S + 1, (1,), 2),
        (False, UNANSWERED_LEASE_S + 1, (1, 2), None),
    ],
    ids=["a ghost", "not yet", "a reader", "the next one", "nobody left"],
)
def test_who_gives_up_a_place(
    answered: bool, silent_s: float, given_up: tuple[int, ...], expected: int | None
) -> None:
    people = People()
    for number, heard_at in ((2, 0.5), (1, 0.0)):
        guest = person(number, heard_at=heard_at)
        guest.answered = answered
        people.add(guest)
    found = people.least_wanted("netcat", silent_s + 0.5 * (given_up != ()), given_up)
    assert (found.id if found else None) == expected
    assert people.least_wanted("classroom", 1e9) is None
