"""What waits to be sent, out of a damaged file into a new archive, as far as it can be read."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from chatgui.archive import rows
from chatgui.archive.conversations import keep_draft, mute
from chatgui.archive.items import UNMET, Errand, Numbered
from chatgui.archive.schema import WAITING, signed, transaction, unpack_ids, unsigned

CHUNK: Final = 1000
"""Rows read at a time, and one by one where that fails."""

MOST_ROWS: Final = 10_000_000
"""What a damaged file says of its size is no reason to read for ever."""

MOST_FAILURES: Final = 200_000
"""Some seconds; whoever starts the program waits for them."""

_ROW_BYTES: Final = 20  # at least

_OUTBOX_SIZE: Final = 16

_IS_THERE: Final = "SELECT 1 FROM sqlite_schema WHERE name = ?"

_Servers = dict[int, bytes]
_Row = tuple[Any, ...]


class Damaged:
    """The rows of a damaged file that can be read. `is_whole`: nothing was found missing."""

    def __init__(self, database: sqlite3.Connection, size: int) -> None:
        """`size`: of the file, in bytes."""
        self._db = database
        self._most_rows = min(size // _ROW_BYTES, MOST_ROWS)
        self._failures_left = MOST_FAILURES
        self.is_whole = True

    def rows(self, table: str, columns: str) -> Iterator[_Row]:
        query = f"SELECT {columns} FROM {table} NOT INDEXED WHERE id > ? AND id <= ?"
        for first in range(0, self._highest(table), CHUNK):
            try:
                yield from self._db.execute(query, (first, first + CHUNK)).fetchall()
            except sqlite3.Error:
                self.is_whole = False
                yield from self._one_by_one(query, first)

    def all(self, table: str, columns: str) -> list[_Row]:
        """Of a small table that has no ids; older files do not have it."""
        try:
            if not self._db.execute(_IS_THERE, (table,)).fetchone():
                return []
            return self._db.execute(f"SELECT {columns} FROM {table}").fetchall()
        except sqlite3.Error:
            self.is_whole = False
            return []

    def newer(self, table: str, column: str) -> str:
        """That column of blobs; or nothing for each row, where older files have none."""
        try:
            self._db.execute(f"SELECT {column} FROM {table} LIMIT 0")
        except sqlite3.Error:
            return "x''"
        return column

    def _one_by_one(self, query: str, first: int) -> Iterator[_Row]:
        for id in range(first, first + CHUNK):
            if self._failures_left == 0:
                return
            try:
                yield from self._db.execute(query, (id, id + 1)).fetchall()
            except sqlite3.Error:
                self._failures_left -= 1

    def _highest(self, table: str) -> int:
        try:
            (found,) = self._db.execute(f"SELECT max(id) FROM {table} NOT INDEXED").fetchone()
            return min(found, MOST_ROWS) if isinstance(found, int) else 0
        except sqlite3.Error:
            self.is_whole = False
            return self._most_rows  # its last page is lost


def rescue(damaged: Path, own: int, database: sqlite3.Connection) -> bool:
    """Put what waits in that file into the database of a new archive. False: something of it may
    be in that file only. `own`: our person id."""
    try:
        with closing(_open(damaged)) as found, transaction(database):
            source = Damaged(found, damaged.stat().st_size)
            _rescue(source, own, database)
            return source.is_whole
    except (OSError, sqlite3.Error):
        return False


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    database.execute("PRAGMA writable_schema = ON")  # else SQLite reads nothing of one cut off
    return database


def _rescue(source: Damaged, own: int, database: sqlite3.Connection) -> None:
    servers: _Servers = dict(source.rows("servers", "id, key"))
    for server, key, installation, place in source.rows(
        "outboxes", "server, key, installation, place"
    ):
        with _doubting(source):
            of = servers[server] if server else b""
            rows.begin_outbox(database, of, place, _sized(key), installation)
    columns = "state, server, sender, sender_name, outbox, sequence, recipients, kind, body, at_ms"
    for state, server, sender, *message in source.rows("messages", columns):
        if state == WAITING and sender == signed(own):
            with _doubting(source):
                _keep_message(servers[server], own, message, database)
    columns = f"id, place, names, text, outbox, sequence, {source.newer('errands', 'recipients')}"
    for number, place, names, text, outbox, sequence, to in source.rows("errands", columns):
        with _doubting(source):
            people = msgspec.msgpack.decode(names, type=tuple[str, ...])
            errand = Errand(number, people, text, outbox, unsigned(sequence), unpack_ids(to))
            rows.keep_errand(database, place, errand)

    for server, conversation, members, text in source.all("drafts", _DRAFT):
        with _doubting(source):
            keep_draft(database, servers[server], conversation, unpack_ids(members), text)
    for server, conversation in source.all("mutes", "server, conversation"):
        with _doubting(source):
            mute(database, servers[server], conversation, True)


_DRAFT: Final = "server, conversation, members, text"


def _keep_message(
    server: bytes, own: int, row: Sequence[Any], database: sqlite3.Connection
) -> None:
    """Under its own number: the server may have it already."""
    name, outbox, sequence, to, kind, body, at_ms = row
    said = Numbered(_sized(outbox), unsigned(sequence), unpack_ids(to), kind, bytes(body))
    # If the outbox was lost: of no installation, so that nothing new is numbered in it.
    if server.startswith(UNMET):
        place = server[len(UNMET) :].decode()
        rows.begin_outbox(database, b"", place, outbox, b"")
    else:
        rows.begin_outbox(database, server, "", outbox, b"")
    rows.number(database, server, own, name, said, at_ms)


def _sized(outbox: bytes) -> bytes:
    if len(outbox) != _OUTBOX_SIZE:
        raise ValueError("no outbox id")
    return outbox


@contextmanager
def _doubting(source: Damaged) -> Iterator[None]:
    """A row may have turned into anything; then it is left where it is."""
    try:
        yield
    except (LookupError, TypeError, ValueError, OverflowError, sqlite3.Error):
        source.is_whole = False
