"""Read marks in the database: how far each person has read in each conversation."""

from collections.abc import Mapping
from typing import Any, Final

from chatserver.store.columns import signed, unsigned

Mark = tuple[int, bytes]
"""(person, conversation)"""

MARKS_KEPT: Final = 65_536
"""The newest; an older one is about a message that nobody asks about any more."""

QUERY = f"""SELECT person, conversation, position FROM reads
    ORDER BY position DESC LIMIT {MARKS_KEPT}"""


def read(row: Any) -> tuple[Mark, int]:
    person, conversation, position = row
    return (unsigned(person), conversation), position


def statements(
    changes: Mapping[Mark, int | None],
) -> list[tuple[str, list[tuple[object, ...]]]]:
    gone: list[tuple[object, ...]] = [
        (signed(person), conversation)
        for (person, conversation), position in changes.items()
        if position is None
    ]
    kept: list[tuple[object, ...]] = [
        (signed(person), conversation, position)
        for (person, conversation), position in changes.items()
        if position is not None
    ]
    return [
        ("DELETE FROM reads WHERE person = ? AND conversation = ?", gone),
        ("INSERT OR REPLACE INTO reads VALUES (?, ?, ?)", kept),
    ]
