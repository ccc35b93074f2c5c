"""Sessions in the database: where each client is, for the RESET after a crash."""

from collections.abc import Mapping
from typing import Any

from chatserver.store.columns import address_text, id_bytes, path_of
from shared.net.path import Path
from shared.session.book import Entry

QUERY = "SELECT cid, remote, local FROM sessions"


def read(row: Any) -> Entry:
    cid, remote, local = row
    return int.from_bytes(cid, "big"), path_of(remote, local)


def statements(changes: Mapping[int, Path | None]) -> list[tuple[str, list[tuple[object, ...]]]]:
    """None: the session has ended."""
    gone: list[tuple[object, ...]] = [(id_bytes(cid),) for cid, at in changes.items() if at is None]
    kept: list[tuple[object, ...]] = [
        (id_bytes(cid), address_text(at.remote), at.local)
        for cid, at in changes.items()
        if at is not None
    ]
    return [
        ("DELETE FROM sessions WHERE cid = ?", gone),
        ("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", kept),
    ]
