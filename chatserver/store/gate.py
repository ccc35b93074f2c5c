"""What the gate noted, in the database: one row."""

from collections.abc import Mapping
from typing import Any

from chatserver.gate import Note
from chatserver.store.database import Statement

QUERY = "SELECT noted_ms, was_private FROM gate"


def read(row: Any) -> Note:
    noted_ms, was_private = row
    return Note(noted_ms, bool(was_private))


def statements(changes: Mapping[int, Note | None]) -> list[Statement]:
    rows: list[tuple[object, ...]] = [
        (number, note.noted_ms, int(note.was_private))
        for number, note in changes.items()
        if note is not None
    ]
    return [("INSERT OR REPLACE INTO gate VALUES (?, ?, ?)", rows)]
