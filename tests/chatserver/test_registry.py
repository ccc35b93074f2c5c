"""Whose name is whose, and for how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver import registry
from chatserver.registry import NEVER_SAID_MS, OFF_COUNTS_MS, UNUSED_MS, Known, Registry

NOW = 1_800_000_000_000
YEARS = 10 * 365 * 24 * 3600 * 1000


def known(person: int, name: str, *, seen_ms: int = NOW, said: bool = False) -> Known:
    return Known(person, bytes([person]) * 32, name, seen_ms, said)


def test_people_are_found_by_id_and_by_any_spelling_of_their_name() -> None:
    bob = known(1, "Bob")
    people = Registry(known=[bob])
    assert people.by_id(1) is people.by_name("bOB") is bob
    assert people.by_name("eva") is people.by_id(2) is None
    assert (len(people), list(people)) == (1, [bob])


@pytest.mark.parametrize(("said", "lease_ms"), [(True, UNUSED_MS), (False, NEVER_SAID_MS)])
def test_a_name_is_held_for_its_lease_and_no_longer(said: bool, lease_ms: int) -> None:
    people = Registry(known=[known(1, "bob", said=said)])
    holder = people.holder("BOB", NOW + lease_ms)
    assert holder is not None
    assert people.lapsed(NOW + lease_ms) == []
    assert people.holder("bob", NOW + lease_ms + 1) is None
    assert people.lapsed(NOW + lease_ms + 1) == [holder]


def test_being_seen_begins_the_lease_anew_and_a_word_makes_it_long() -> None:
    people = Registry(known=[known(1, "bob")])
    people.seen(1, NOW + 5, said=True)
    people.seen(1, NOW, said=False)
    people.seen(2, NOW)
    assert people.holder("bob", NOW + 5 + UNUSED_MS)
    assert not people.holder("bob", NOW + 6 + UNUSED_MS)


def test_another_name_frees_the_first_and_forgets_who_had_the_second() -> None:
    people = Registry(known=[known(1, "bob"), known(2, "eva")])
    people.remember(known(1, "Eva"))
    assert people.by_name("bob") is people.by_id(2) is None
    eva = people.by_name("eva")
    assert eva is not None
    assert eva.id == 1
    assert people.changes() == {1: eva, 2: None}


def test_the_forgotten_are_nobody() -> None:
    people = Registry(known=[known(1, "bob")])
    assert people.forget(1)
    assert people.forget(1) is None
    assert people.by_name("bob") is people.by_id(1) is None


def test_changes_are_told_once_and_what_was_read_is_none() -> None:
    people = Registry(known=[known(1, "bob")])
    assert not people.is_changed
    people.seen(1, NOW + 1)
    assert people.is_changed
    assert people.changes() == {1: people.by_id(1)}
    assert not people.is_changed
    assert people.changes() == {}


def test_how_far_somebody_has_come_only_rises_and_is_stored() -> None:
    bob = known(1, "bob")
    bob.since = bob.cursor = bob.read_all = 5
    people = Registry(known=[bob])
    assert not people.received(1, 5, NOW)
    assert not people.read_all(1, 5)
    assert not people.received(2, 9, NOW)
    assert not people.read_all(2, 9)
    assert not people.is_changed
    assert people.received(1, 8, NOW + 1)
    assert people.read_all(1, 7)
    assert not people.received(1, 6, NOW + 2)
    assert (bob.cursor, bob.cursor_ms, bob.read_all) == (8, NOW + 1, 7)
    assert people.changes() == {1: bob}


def test_who_parts_is_nobody_and_goes_on_where_they_were() -> None:
    bob = known(1, "bob")
    bob.since, bob.cursor = 3, 8
    people = Registry("session")
    people.remember(bob)
    people.part(1)
    people.part(2)
    assert people.by_id(1) is people.by_name("bob") is None
    assert (len(people), list(people)) == (0, [])
    (stored,) = people.changes().values()
    assert stored is not None
    for after in (people, Registry("session", [stored]), Registry("keep", [stored])):
        parted = after.parted(1, bob.identity)
        assert parted is not None
        assert (parted.since, parted.cursor) == (3, 8)
        assert after.parted(1, b"x" * 32) is None
        assert len(after) == 0
    people.remember(known(1, "rob"))
    assert people.parted(1, bob.identity) is None


def test_those_who_parted_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "PARTED_KEPT", 1)
    people = Registry("session")
    for person in (1, 2):
        people.remember(known(person, "bob"))
        people.part(person)
    stored = people.changes()
    assert stored[1] is None
    assert stored[2] is not None


@pytest.mark.parametrize("by_ms", [YEARS, -YEARS])
def test_a_clock_that_is_set_frees_no_name_and_holds_none_longer(by_ms: int) -> None:
    people = Registry(known=[known(1, "bob", said=True)])
    people.shift(by_ms)
    assert people.holder("bob", NOW + by_ms + UNUSED_MS)
    assert not people.holder("bob", NOW + by_ms + UNUSED_MS + 1)
    assert people.is_changed


@pytest.mark.parametrize(
    ("off_ms", "counts_ms"),
    [
        (0, 0),
        (OFF_COUNTS_MS, OFF_COUNTS_MS),
        (OFF_COUNTS_MS + 1, OFF_COUNTS_MS),
        (YEARS, OFF_COUNTS_MS),
        (-YEARS, 0),
    ],
)
def test_of_the_time_the_server_was_off_a_week_counts(off_ms: int, counts_ms: int) -> None:
    people = Registry(known=[known(1, "bob", said=True), known(2, "eva", seen_ms=NOW - 5)])
    people.resume(NOW + off_ms)
    bob, eva = people.by_id(1), people.by_id(2)
    assert bob is not None
    assert eva is not None
    assert NOW + off_ms - bob.seen_ms == counts_ms
    assert bob.seen_ms - eva.seen_ms == 5


def test_nobody_known_has_been_away() -> None:
    people = Registry()
    people.resume(NOW)
    assert not people.is_changed


def test_of_too_many_the_silent_go_first_the_longest_away_before_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "MOST_KNOWN", 2)
    everybody = [
        known(1, "a", said=True, seen_ms=NOW - 9),
        known(2, "b", seen_ms=NOW - 1),
        known(3, "c", seen_ms=NOW - 2),
        known(4, "d", seen_ms=NOW - NEVER_SAID_MS - 1),
    ]
    assert [person.id for person in Registry(known=everybody).lapsed(NOW)] == [4, 3]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["remember", "forget"]), st.integers(1, 4), st.sampled_from("aAb")
        )
    )
)
def test_no_name_is_ever_two_peoples(script: list[tuple[str, int, str]]) -> None:
    people, stored = Registry(), dict[int, Known | None]()
    for what, person, name in script:
        if what == "remember":
            people.remember(known(person, name))
        else:
            people.forget(person)
        stored |= people.changes()
    names = [person.name.casefold() for person in people]
    assert len(set(names)) == len(names)
    assert all(people.by_name(person.name) is person for person in people)
    assert {i for i, person in stored.items() if person} == {person.id for person in people}
