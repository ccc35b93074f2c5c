"""What a restart must not forget is written, again if it must be."""

from collections.abc import Mapping

from chatserver.guests.seats import Seat
from chatserver.keeper import Keeper
from chatserver.registry import Known, Registry
from shared.disk import DiskError
from shared.net.path import Path, SocketAddress
from shared.session.book import Changes

SEAT = Seat(Path(("10.0.0.3", 3)), "netcat", 9, "zoe", 1, 2, 3)
HERE, THERE = Path(("10.0.0.1", 1)), Path(("10.0.0.2", 2))


class FakeDatabase:
    def __init__(self) -> None:
        self.fails = ""
        self.people: dict[int, Known | None] = {}
        self.sessions: dict[int, Path | None] = {}
        self.guests: dict[SocketAddress, Seat | None] = {}
        self.writes = 0

    def save_people(self, changes: Mapping[int, Known | None]) -> None:
        if "people" in self.fails:
            raise DiskError("The disk is full.")
        self.people |= changes
        self.writes += 1

    def save_sessions(self, changes: Mapping[int, Path | None]) -> None:
        if "sessions" in self.fails:
            raise DiskError("The disk is full.")
        self.sessions |= changes
        self.writes += 1

    def save_guests(self, changes: Mapping[SocketAddress, Seat | None]) -> None:
        if "guests" in self.fails:
            raise DiskError("The disk is full.")
        self.guests |= changes
        self.writes += 1


class FakeEndpoint:
    def __init__(self) -> None:
        self.next = Changes([], [])

    @property
    def is_changed(self) -> bool:
        return bool(self.next.added or self.next.removed)

    def changes(self) -> Changes:
        changes, self.next = self.next, Changes([], [])
        return changes


class FakeSeating:
    def __init__(self) -> None:
        self.next: dict[SocketAddress, Seat | None] = {}

    @property
    def is_changed(self) -> bool:
        return bool(self.next)

    def changes(self) -> dict[SocketAddress, Seat | None]:
        changes, self.next = self.next, {}
        return changes


class Office:
    def __init__(self) -> None:
        self.seating = FakeSeating()
        self.database, self.endpoint = FakeDatabase(), FakeEndpoint()
        self.registry, self.warnings = Registry(), list[str]()
        self.keeper = Keeper(
            self.database,  # type: ignore[arg-type]
            self.registry,
            self.endpoint,  # type: ignore[arg-type]
            self.seating,  # type: ignore[arg-type]
            self.warnings.append,
        )

    def knows(self, person: int, name: str) -> Known:
        known = Known(person, bytes(32), name, 0)
        self.registry.remember(known)
        return known


def test_nothing_new_is_nothing_to_write() -> None:
    office = Office()
    assert not office.keeper.is_due
    office.keeper.save()
    assert office.database.writes == 0


def test_people_and_sessions_are_written_once() -> None:
    office = Office()
    bob = office.knows(1, "bob")
    assert office.keeper.is_due
    office.endpoint.next = Changes([(7, HERE)], [8])
    office.keeper.save()
    assert office.database.people == {1: bob}
    assert office.database.sessions == {7: HERE, 8: None}
    assert not office.keeper.is_due
    office.keeper.save()
    assert office.database.writes == 2


def test_what_could_not_be_written_is_tried_again_and_the_newest_counts() -> None:
    office = Office()
    office.database.fails = "people sessions"
    office.knows(1, "bob")
    office.endpoint.next = Changes([(7, HERE), (8, HERE)], [])
    office.keeper.save()
    assert office.keeper.is_due
    office.registry.forget(1)
    office.endpoint.next = Changes([(8, THERE)], [7])
    office.keeper.save()
    office.database.fails = ""
    office.keeper.save()
    assert office.database.people == {1: None}
    assert office.database.sessions == {7: None, 8: THERE}
    assert not office.keeper.is_due


def test_seats_are_written_too_and_again_if_that_fails() -> None:
    office = Office()
    office.database.fails = "guests"
    office.seating.next = {SEAT.path.remote: SEAT}
    office.keeper.save()
    assert office.keeper.is_due
    office.database.fails = ""
    office.keeper.save()
    assert office.database.guests == {SEAT.path.remote: SEAT}
    assert not office.keeper.is_due


def test_people_are_not_written_twice_when_sessions_fail() -> None:
    office = Office()
    office.database.fails = "sessions"
    office.knows(1, "bob")
    office.endpoint.next = Changes([(7, HERE)], [])
    office.keeper.save()
    office.keeper.save()
    assert office.database.writes == 1


def test_the_owner_is_told_once_that_it_fails_and_once_that_it_works() -> None:
    office = Office()
    office.database.fails = "people"
    office.knows(1, "bob")
    office.keeper.save()
    office.keeper.save()
    assert len(office.warnings) == 1
    assert office.warnings[0].startswith("The disk is full.")
    office.database.fails = ""
    office.keeper.save()
    office.keeper.save()
    assert office.warnings[1:] == ["The data folder can be written again."]
