"""Bans in the database."""

from collections.abc import Mapping
from typing import Any

from chatserver.bans import Ban
from chatserver.store.database import Statement

QUERY = "SELECT who, kind, label, since_ms FROM bans ORDER BY since_ms, who"


def read(row: Any) -> Ban:
    who, kind, label, since_ms = row
    if kind not in ("identity", "address"):
        raise ValueError("no such kind of ban")
    return Ban(who, kind, label, since_ms)


def statements(changes: Mapping[str, Ban | None]) -> list[Statement]:
    lifted: list[tuple[object, ...]] = [(who,) for who, ban in changes.items() if ban is None]
    kept: list[tuple[object, ...]] = [
        (ban.who, ban.kind, ban.label, ban.since_ms) for ban in changes.values() if ban is not None
    ]
    return [
        ("DELETE FROM bans WHERE who = ?", lifted),
        ("INSERT OR REPLACE INTO bans VALUES (?, ?, ?, ?)", kept),
    ]
