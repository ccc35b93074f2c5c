"""What the owner has set, in the database: a name and its value, as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from chatserver.settings import Value
from chatserver.store.database import Statement

QUERY = "SELECT name, value FROM settings"


def read(row: Any) -> tuple[str, Value]:
    name, value = row
    found: Value = json.loads(value)
    return name, found


def statements(changes: Mapping[str, Value]) -> list[Statement]:
    rows: list[tuple[object, ...]] = [(name, json.dumps(value)) for name, value in changes.items()]
    return [("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)]
