"""The file of an archive: opened, brought up to date, or set aside where it is damaged."""

import os
import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

from chatgui.app import words
from chatgui.archive.rescue import rescue
from chatgui.archive.rows import remember_damage
from chatgui.archive.schema import NewerFile, migrate
from chatgui.archive.transfer import move_all
from shared.disk import PRIVATE_FILE, DiskError, name_aside

FILE: Final = "history.db"
SUSPECT: Final = "history.suspect"
"""Stands beside a file that was found damaged while it was in use: look at all of it."""

_CACHE_KIB = 8192

# Somebody's backup may hold the file for a moment; the link has more to do than to wait for it.
_LOCK_S = 0.5


class OpenedDatabase(NamedTuple):
    """`path` None: in memory, the disk cannot be used now. `warning`: a sentence, or empty."""

    database: sqlite3.Connection
    path: Path | None
    warning: str


def open_database(folder: Path, own: int) -> OpenedDatabase:
    """The archive in that folder, made if there is none. DiskError for one of a later version.
    `own`: our person id.

    A damaged file is kept under another name and a new one begun: what waits to be sent is read
    out of it, what the server still has is fetched again. A disk that cannot be written costs this
    memory, not the chat.
    """
    path = folder / FILE
    try:
        try:
            return OpenedDatabase(_open(path), path, "")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
        return _begin_anew(path, own)
    except NewerFile:
        raise DiskError(words.NEWER_HISTORY.format(path=path)) from None
    except (sqlite3.Error, OSError) as error:
        told = words.NOT_KEPT.format(reason=reason_of(error))
        return OpenedDatabase(open_in_memory(), None, told)


def open_with(memory: sqlite3.Connection, folder: Path, own: int) -> OpenedDatabase | None:
    """The archive in that folder, with all that was gathered in memory; None: not yet."""
    try:
        opened = open_database(folder, own)
    except DiskError:
        return None
    if opened.path is not None:
        try:
            move_all(memory, opened.database)
            return opened
        except sqlite3.Error:
            pass
    opened.database.close()
    return None


def open_in_memory() -> sqlite3.Connection:
    database = _connect(":memory:")
    migrate(database)
    return database


def reason_of(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _begin_anew(path: Path, own: int) -> OpenedDatabase:
    """In place of one that is damaged, which stays there if there is no room for another."""
    aside = _set_aside(path)
    try:
        database = _open(path)
        try:
            remember_damage(database)
        except BaseException:
            database.close()
            raise
    except BaseException:
        _move(aside, path)
        raise
    is_whole = rescue(aside, own, database)
    told = words.DAMAGED_HISTORY.format(path=aside)
    return OpenedDatabase(
        database, path, f"{told} {words.RESCUED if is_whole else words.NOT_RESCUED}"
    )


def _open(path: Path) -> sqlite3.Connection:
    """One that was emptied is damaged: whatever we make has tables, or is taken away again."""
    is_new = not path.exists()
    if not is_new and path.stat().st_size == 0:
        raise sqlite3.DatabaseError("nothing in it")
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))  # SQLite would ask the umask
    try:
        return _prepare(path)
    except BaseException:
        if is_new:
            for part in _parts(path):
                part.unlink(missing_ok=True)
        raise


def _prepare(path: Path) -> sqlite3.Connection:
    database = _connect(str(path))
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # A commit is on the disk, also after the power failed: the server is told so (Received).
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        migrate(database)
        _look_at(database, path.with_name(SUSPECT))
    except BaseException:
        database.close()
        raise
    return database


def _connect(place: str) -> sqlite3.Connection:
    """Opened by one thread and used by another, never by two at a time."""
    return sqlite3.connect(place, timeout=_LOCK_S, isolation_level=None, check_same_thread=False)


def _look_at(database: sqlite3.Connection, suspect: Path) -> None:
    """All of it only if there is a reason: a file of a gigabyte takes many seconds."""
    database.execute("SELECT count(*) FROM (SELECT 1 FROM messages ORDER BY id DESC LIMIT 100)")
    if suspect.exists():
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        suspect.unlink()
        if found != "ok":
            raise sqlite3.DatabaseError(found)


def _set_aside(path: Path) -> Path:
    """With what belongs to it, so that it can still be opened by who wants to mend it."""
    aside = name_aside(path)
    _move(path, aside)
    return aside


def _move(path: Path, to: Path) -> None:
    for part, moved in zip(_parts(path), _parts(to), strict=True):
        if part.exists():
            part.replace(moved)
        else:
            moved.unlink(missing_ok=True)


def _parts(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
