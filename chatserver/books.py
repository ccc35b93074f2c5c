"""The books of the server's parts: what each part has to keep, and how its table has it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from chatserver.bans import Bans
from chatserver.gate import Gate
from chatserver.keeper import Book
from chatserver.registry import Registry
from chatserver.seating import Seating
from chatserver.settings import Value
from chatserver.store import bans as bans_table
from chatserver.store import gate as gate_table
from chatserver.store import guests, invites, members, people, reads, sessions
from chatserver.store import settings as settings_table
from chatserver.store.database import Statement
from shared.net.path import Path
from shared.session.endpoint import Endpoint

Key = TypeVar("Key")
Thing = TypeVar("Thing", covariant=True)


class Changing(Protocol[Key, Thing]):
    """Says what has changed since it was last asked; None for what is gone."""

    @property
    def is_changed(self) -> bool: ...

    def changes(self) -> Mapping[Key, Thing | None]: ...


def people_book(
    registry: Registry, statements: Callable[[people.Changes], Sequence[Statement]]
) -> Book:
    return Book(
        lambda: registry.is_changed, registry.changes, statements, lambda: registry.is_pressing
    )


def sessions_book(endpoint: Endpoint) -> Book:
    def changes() -> dict[int, Path | None]:
        found = endpoint.changes()
        return dict(found.added) | dict.fromkeys(found.removed)

    return Book(
        lambda: endpoint.is_changed,
        changes,
        sessions.statements,
        lambda: endpoint.is_pressing,
    )


def guests_book(seating: Seating) -> Book:
    return Book(
        lambda: seating.is_changed,
        seating.changes,
        guests.statements,
        lambda: seating.is_pressing,
    )


def reads_book(marks: Changing[reads.Mark, int]) -> Book:
    return Book(lambda: marks.is_changed, marks.changes, reads.statements)


def settings_book(settings: Changing[str, Value]) -> Book:
    return Book(lambda: settings.is_changed, settings.changes, settings_table.statements)


def bans_book(found: Bans) -> Book:
    return Book(lambda: found.is_changed, found.changes, bans_table.statements)


def gate_books(gate: Gate) -> list[Book]:
    """A use and the membership it makes are written together, as all that is due."""
    made, its_members = gate.invites, gate.members
    return [
        Book(
            lambda: made.is_changed,
            made.changes,
            invites.statements,
            lambda: made.is_pressing,
        ),
        Book(lambda: made.are_uses_changed, made.changed_uses, invites.use_statements),
        Book(
            lambda: its_members.is_changed,
            its_members.changes,
            members.statements,
            lambda: its_members.is_pressing,
        ),
        Book(lambda: gate.is_changed, gate.changes, gate_table.statements),
    ]
