"""What the disks of clients and of a server say of messages, read from nothing but the tables."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from chatgui.archive.schema import COMMITTED, REFUSED, WAITING
from chatserver.log.rows import read_message as decode_message


class Records(NamedTuple):
    """Texts. `heard`: of others, in the order of the server's log. `typed`: those of `waiting` that
    have no number yet."""

    waiting: list[str]
    committed: list[str]
    refused: list[str]
    heard: list[str]
    typed: list[str]


def read_records(path: Path) -> Records:
    """Nothing of anybody whose file is not there (yet)."""
    if not path.is_file():
        return Records([], [], [], [], [])
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
            errands,
        )


def read_log(path: Path) -> list[str]:
    """The texts of all messages that a server keeps, in order."""
    with closing(sqlite3.Connection(f"file:{path}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT content FROM messages ORDER BY position")
        return [decode_message(content).body.decode() for (content,) in found]
