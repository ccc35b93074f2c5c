"""Known people in the database."""

from collections.abc import Mapping
from typing import Any

from chatserver.registry import Known
from chatserver.store.columns import id_bytes

Changes = Mapping[int, Known | None]

QUERY = """SELECT id, identity, name, seen_ms, said, since, sees, cursor, cursor_ms, read_all
    FROM people ORDER BY name"""
_ADD = "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_REMOVE = "DELETE FROM people WHERE id = ?"

_ADD_ELSEWHERE = """INSERT INTO people VALUES (?, ?, ?, ?, ?, ?6, ?6, ?6, 0, 0)
    ON CONFLICT DO UPDATE SET identity = excluded.identity, name = excluded.name,
    seen_ms = excluded.seen_ms, said = excluded.said"""
"""For a server whose log is in memory: positions in it mean nothing later. Who is known already
keeps those of the log on the disk; who is new has missed nothing of it."""


def read(row: Any) -> Known:
    person, identity, name, seen_ms, said, *positions = row
    return Known(int.from_bytes(person, "big"), identity, name, seen_ms, bool(said), *positions)


def statements(changes: Changes) -> list[tuple[str, list[tuple[object, ...]]]]:
    rows = [
        (*_row(known), known.since, known.sees, known.cursor, known.cursor_ms, known.read_all)
        for known in changes.values()
        if known is not None
    ]
    return [(_REMOVE, _gone(changes)), (_ADD, rows)]


def statements_elsewhere(changes: Changes, head: int) -> list[tuple[str, list[tuple[object, ...]]]]:
    """`head`: of the log on the disk."""
    rows = [(*_row(known), head) for known in changes.values() if known is not None]
    return [(_REMOVE, _gone(changes)), (_ADD_ELSEWHERE, rows)]


def _gone(changes: Changes) -> list[tuple[object, ...]]:
    return [(id_bytes(person),) for person, known in changes.items() if known is None]


def _row(known: Known) -> tuple[object, ...]:
    return (id_bytes(known.id), known.identity, known.name, known.seen_ms, int(known.said))
