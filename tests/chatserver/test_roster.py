"""Versions: a client that comes back gets what has changed, or all of it if that is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver import roster
from chatserver.roster import GONE_KEPT, Roster
from shared.constants import ROSTER_WHOLE
from shared.dialects.native import records
from shared.transport.outbox import MAX_RECORD


def test_every_change_is_a_version_and_the_newest_come_first() -> None:
    versions = Roster(7)
    assert versions.changed_since(7) == ([], [])
    assert [versions.touch(1), versions.touch(2), versions.touch(1)] == [8, 9, 10]
    assert versions.changed_since(7) == ([1, 2], [])
    assert versions.changed_since(9) == ([1], [])


def test_who_is_struck_out_is_gone_and_who_comes_back_is_not() -> None:
    versions = Roster()
    versions.touch(1)
    before = versions.strike(1)
    assert versions.changed_since(before - 1) == ([], [1])
    versions.touch(1)
    assert versions.changed_since(before) == ([1], [])


@pytest.mark.parametrize("version", [0, 6, 10])
def test_versions_of_another_time_mean_nothing(version: int) -> None:
    versions = Roster(7)
    versions.touch(1)
    versions.touch(2)
    assert versions.changed_since(version) is None


def test_who_was_away_for_too_many_goodbyes_gets_all_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roster, "GONE_KEPT", 2)
    versions = Roster(1)
    gone = [versions.strike(person) for person in (1, 2, 3)]
    assert versions.changed_since(gone[0] - 1) is None
    assert versions.changed_since(gone[0]) == ([], [3, 2])


def test_the_largest_change_fits_a_record() -> None:
    widest = records.Row(2**64 - 1, "\U00020000" * 32, 2, 3, 2**63)
    gone = records.Row(2**64 - 1, "-", 1, 3, 0)
    shown = records.Roster(2**64 - 1, False, (widest,) * ROSTER_WHOLE + (gone,) * GONE_KEPT)
    assert len(records.encode(shown)) <= MAX_RECORD


changes = st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=30)


@given(changes, changes)
def test_changes_since_a_version_are_exactly_those_behind_it(
    before: list[tuple[bool, int]], after: list[tuple[bool, int]]
) -> None:
    versions = Roster(1)
    for here, person in before:
        (versions.touch if here else versions.strike)(person)
    version = versions.version
    for here, person in after:
        (versions.touch if here else versions.strike)(person)
    found = versions.changed_since(version)
    assert found is not None
    last = {person: here for here, person in after}
    assert set(found[0]) == {person for person, here in last.items() if here}
    assert set(found[1]) == {person for person, here in last.items() if not here}
