"""The connections to DATA/server.db: opening, migrating, reading, committing.

All errors of the disk are DiskError: one sentence, and nothing half written.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from chatserver.registry import Known
from chatserver.store import people as people_table
from chatserver.store import sessions as sessions_table
from chatserver.store.schema import MIGRATIONS
from shared.disk import DiskError, create_file
from shared.net.path import Path as NetPath
from shared.session.book import Entry

Statement = tuple[str, Sequence[tuple[object, ...]]]
"""A statement, and the rows it is to be executed with, one after the other."""

Thing = TypeVar("Thing")

BUSY_S: Final = 5.0
"""For whoever may wait: at the start, and in a thread of its own."""

PATIENCE_S: Final = 0.05
"""For the loop. Another program may have the write lock for hours; a message that is not kept then
is said again, but a server that waits is there for nobody."""

_MAGIC: Final = b"SQLite format 3\0"
_VERSION_AT: Final = 60  # in SQLite's file header
_NEWER: Final = "it is from a newer version of Parley"
_DAMAGES: Final = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_ADVICE: Final = (
    ("SQLITE_FULL", "Make room on that disk"),
    ("SQLITE_BUSY", "End the program that has it open"),
    ("SQLITE_READONLY", "Mend the rights of that folder and its files"),
    ("SQLITE_CANTOPEN", "Mend the rights of that folder and its files"),
    ("SQLITE_IOERR", "See whether that disk is in order and has room"),
)


class DamagedError(DiskError):
    """Trying again will not help: what stands there is not what was written."""


class Database:
    """One connection writes, from whichever thread `commit` is called in, but from one at a time;
    another one reads, for the thread that owns the state."""

    def __init__(self, path: Path) -> None:
        """An OSError if there is no such folder, or it may not be used."""
        self.path = path
        try:
            if not path.exists():
                _create(path)
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        self._refuse_foreign()
        self._writing = self._connect()
        try:
            _prepare(self._writing)
            self._reading = self._connect()
            for connection in (self._writing, self._reading):
                set_patience(connection, PATIENCE_S)
            self._reading.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        except sqlite3.Error as error:
            self._writing.close()
            raise self._unusable(error) from None
        wal = path.with_name(f"{path.name}-wal")  # there since somebody has read
        self._files = [(str(file), _inode(file)) for file in (path, wal)]
        self.wal_bytes = 0
        """How long what is written ahead was before the last commit."""

    def people(self) -> list[Known]:
        return self.load(people_table.read, people_table.QUERY)

    def save_people(self, changes: people_table.Changes) -> None:
        self.commit(people_table.statements(changes))

    def sessions(self) -> list[Entry]:
        return self.load(sessions_table.read, sessions_table.QUERY)

    def save_sessions(self, changes: dict[int, NetPath | None]) -> None:
        self.commit(sessions_table.statements(changes))

    def load(self, read: Callable[[Any], Thing], query: str) -> list[Thing]:
        """Every row of a table, read by `read`, which raises ValueError at nonsense."""
        rows = self.query(query)
        try:
            return [read(row) for row in rows]
        except (TypeError, ValueError) as error:
            raise self.damaged(error) from None

    def query(self, statement: str, *values: object, enough: int | None = None) -> list[Any]:
        """All rows; or two, and more until their last columns have `enough` bytes together."""
        try:
            rows = self._reading.execute(statement, values)
            return rows.fetchall() if enough is None else _take(rows, enough)
        except sqlite3.Error as error:
            if _is_damage(error):
                raise self.damaged(error) from None
            raise DiskError(f"{self.path} cannot be read ({error}).") from None

    def commit(self, statements: Iterable[Statement]) -> None:
        """All of them, or nothing and a DiskError."""
        self._refuse_lost()
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            for statement, rows in statements:
                self._writing.executemany(statement, rows)
            self._writing.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):  # SQLite may have rolled back by itself
                self._writing.execute("ROLLBACK")
            advice = _advise(error)
            raise DiskError(
                f"{self.path} cannot be written ({error}).{f' {advice}.' if advice else ''}"
            ) from None

    def survive_power_cuts(self) -> None:
        """From now on a commit returns when the disk has it, not when the system has; it may take
        its time, and is for a thread of its own."""
        set_patience(self._writing, BUSY_S)
        self._writing.execute("PRAGMA synchronous = FULL")

    def damaged(self, error: Exception) -> DamagedError:
        return DamagedError(
            f"{self.path} is damaged ({error}). Put back a copy, or move it away to begin anew."
        )

    def close(self) -> None:
        self._reading.close()
        self._writing.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(
                self.path, isolation_level=None, timeout=BUSY_S, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise DiskError(
                f"{self.path} cannot be opened ({error}); choose another --data."
            ) from None

    def _refuse_foreign(self) -> None:
        """By the file alone: SQLite may tidy up in what it opens, and it is not ours."""
        with self.path.open("rb") as file:
            header = file.read(_VERSION_AT + 4)
        if not header:
            raise DiskError(
                f"{self.path} is empty, and it never was. Put back a copy, or delete it to begin "
                "anew: without messages, names and guests."
            )
        if header.startswith(_MAGIC) and int.from_bytes(header[_VERSION_AT:]) > len(MIGRATIONS):
            raise self._unusable(sqlite3.DatabaseError(_NEWER))

    def _refuse_lost(self) -> None:
        """What is written into a file that was deleted is gone when the server ends."""
        for file, inode in self._files:
            found = _stat(file)
            if found is None or (found.st_dev, found.st_ino) != inode:
                raise DiskError(
                    f"{file} is not there any more: it was deleted, moved or replaced while the "
                    "server runs. Put it back; or end the server, and start it anew."
                )
            self.wal_bytes = found.st_size

    def _unusable(self, error: sqlite3.Error) -> DiskError:
        advice = _advise(error) or "Move it away to begin anew"
        return DiskError(
            f"{self.path} cannot be used ({error}). {advice}, or choose another --data; it was "
            "left as it is."
        )


def _create(path: Path) -> None:
    """In one step, so that an empty one is nobody's beginning."""
    new = path.with_name(f"{path.name}.new")
    _remove(new)
    create_file(new, b"")  # private from the start, and so are the files SQLite adds
    try:
        with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as db:
            _migrate(db, 0)  # in one file, which is whole when it is renamed
        new.replace(path)
    except BaseException:
        _remove(new)
        raise


def _remove(path: Path) -> None:
    for end in ("", "-journal"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def _inode(file: Path) -> tuple[int, int] | None:
    """None if it is not there."""
    found = _stat(str(file))
    return None if found is None else (found.st_dev, found.st_ino)


def _stat(file: str) -> os.stat_result | None:
    try:
        return os.stat(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DiskError(f"{file} cannot be used ({error.strerror}).") from None


def set_patience(db: sqlite3.Connection, seconds: float) -> None:
    """How long it waits for a lock that another connection has."""
    db.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _prepare(db: sqlite3.Connection) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):  # said so by what stands in the WAL only
        raise sqlite3.DatabaseError(_NEWER)
    db.execute("SELECT count(*) FROM sqlite_schema")  # damaged? Then nothing is written
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA wal_autocheckpoint = 0")  # `checkpoints` does them, off this thread
    db.execute("PRAGMA journal_size_limit = 0")  # so the WAL's size says what is in it
    _migrate(db, version)


def _migrate(db: sqlite3.Connection, version: int) -> None:
    for number, statements in enumerate(MIGRATIONS[version:], version + 1):
        with db:
            db.execute("BEGIN IMMEDIATE")
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")


def _take(rows: sqlite3.Cursor, enough: int) -> list[Any]:
    taken: list[Any] = []
    with contextlib.closing(rows):  # or the rest of them would hold up checkpoints
        for row in rows:
            taken.append(row)
            enough -= len(row[-1])
            if enough <= 0 and len(taken) > 1:
                break
    return taken


def _advise(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next((advice for start, advice in _ADVICE if name.startswith(start)), "")


def _is_damage(error: sqlite3.Error) -> bool:
    name = getattr(error, "sqlite_errorname", "")
    return any(name.startswith(damage) for damage in _DAMAGES)
