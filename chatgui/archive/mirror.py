"""What a view reads while the disk takes nothing: the newest of the file, and all that was gathered
since, as it will stand there."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from chatgui.archive import rows
from chatgui.archive.changes import Changes
from chatgui.archive.database import open_in_memory
from chatgui.archive.reading import Memory
from chatgui.archive.schema import transaction

NEWEST: Final = 5_000
"""Messages of a server; of a million the memory is not worth it. Some 3 MB, and 0.1 s."""

_WHOLE: Final = ("servers", "logs", "outboxes", "people", "marks", "drafts", "mutes")

Change = Callable[[sqlite3.Connection], None]
Cursors = dict[bytes, tuple[bytes, int]]


class Mirror:
    """`follow` what is gathered, each time; ids are those that the file will have."""

    def __init__(self, path: Path) -> None:
        self._db = open_in_memory()
        with suppress(sqlite3.Error):  # the disk is in trouble: then only what is new
            _copy(path, self._db)
        self.source = Memory(self._db, Lock())
        self._looks = Changes(self._db)
        self._looks.change_all()
        self._followed = 0
        self._moved: Cursors = {}

    def follow(self, changes: Sequence[Change], moved: Cursors) -> None:
        """All that is gathered by now; at each call what the last one had not."""
        if len(changes) == self._followed and moved == self._moved:
            return
        with self.source.turn, suppress(sqlite3.Error), transaction(self._db):
            for change in changes[self._followed :]:
                change(self._db)
            for server, (log, position) in moved.items():
                rows.move_cursor(self._db, server, log, position)
        self._followed, self._moved = len(changes), dict(moved)
        self._looks.settle(is_stored=True)

    def add(self, conversation: bytes) -> None:
        """What is gathered next adds a message to it."""
        self._looks.add(conversation)

    def take_changed(self) -> tuple[bytes, ...]:
        return self._looks.take()

    def close(self) -> None:
        with self.source.turn:
            self._db.close()


def _copy(path: Path, database: sqlite3.Connection) -> None:
    address = f"{path.resolve().as_uri()}?mode=ro"
    disk = sqlite3.connect(address, uri=True, isolation_level=None)
    with closing(disk), transaction(database):
        for table in _WHOLE:
            _copy_rows(disk, database, table, f"SELECT * FROM {table}")
        for (server,) in disk.execute("SELECT id FROM servers").fetchall():
            _copy_rows(disk, database, "messages", _NEWEST.format(server=server))
        _copy_rows(disk, database, "messages", _LAST)  # what comes next has the id behind it


def _copy_rows(
    disk: sqlite3.Connection, database: sqlite3.Connection, table: str, query: str
) -> None:
    found = disk.execute(query)
    places = ", ".join("?" * len(found.description))
    database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", found)


_LAST = "SELECT * FROM messages WHERE id = (SELECT max(id) FROM messages)"
_NEWEST = (
    "SELECT * FROM messages WHERE server = {server}"
    f" ORDER BY log DESC, position DESC LIMIT {NEWEST}"
)
