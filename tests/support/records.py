"""What a client's archive says of messages, read by somebody who knows nothing but its tables."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from chatgui.archive.schema import COMMITTED, REFUSED, WAITING


class Records(NamedTuple):
    """Texts. `heard`: of others, in the order of the server's log."""

    waiting: list[str]
    committed: list[str]
    refused: list[str]
    heard: list[str]


def read_records(path: Path) -> Records:
    """Nothing of anybody whose file is not there (yet)."""
    if not path.is_file():
        return Records([], [], [], [])
    connect = sqlite3.Connection  # not through a simulated disk
    with closing(connect(f"file:{path}?mode=ro", uri=True)) as database:

        def texts(condition: str) -> list[str]:
            order = "SELECT body FROM messages WHERE %s ORDER BY server, log, position"
            return [bytes(body).decode() for (body,) in database.execute(order % condition)]

        errands = [text for (text,) in database.execute("SELECT text FROM errands ORDER BY id")]
        return Records(
            texts(f"state = {WAITING}") + errands,
            texts(f"state = {COMMITTED}"),
            texts(f"state = {REFUSED}"),
            texts("state IS NULL"),
        )
