"""Members in the database."""

from collections.abc import Mapping
from typing import Any

from chatserver.members import Member
from chatserver.store.database import Statement

QUERY = "SELECT identity, name, since_ms, invite FROM members ORDER BY since_ms, name"
_ADD = "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)"


def read(row: Any) -> Member:
    return Member(*row)


def statements(changes: Mapping[bytes, Member | None]) -> list[Statement]:
    gone: list[tuple[object, ...]] = [(who,) for who, member in changes.items() if member is None]
    kept: list[tuple[object, ...]] = [
        (member.identity, member.name, member.since_ms, member.invite)
        for member in changes.values()
        if member is not None
    ]
    return [("DELETE FROM members WHERE identity = ?", gone), (_ADD, kept)]
