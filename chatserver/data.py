"""The server's data folder: who it is, who it knows, which sessions a restart would orphan.

DATA/seed        32 bytes: the server's key comes from it; lose it and every client asks why
DATA/server.db   people and their names, sessions, seats of guests (SQLite)
DATA/lock        held while a server runs here; DATA/port says on which port
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from chatserver.guests.seats import Seat
from chatserver.registry import Known
from shared.chat import Door
from shared.crypto.identity import SEED_SIZE
from shared.disk import DiskError, Lock, create_file, make_folder, no_access, replace_file
from shared.names import check_name
from shared.net.path import Path as NetPath
from shared.net.path import SocketAddress, ip_of
from shared.session.book import Entry

_SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    id BLOB PRIMARY KEY, identity BLOB NOT NULL, name TEXT NOT NULL,
    seen_ms INTEGER NOT NULL, said INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    cid BLOB PRIMARY KEY, remote TEXT NOT NULL, local BLOB NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_GUESTS = """
CREATE TABLE IF NOT EXISTS guests (
    remote TEXT PRIMARY KEY, local BLOB NOT NULL, door TEXT NOT NULL, person BLOB NOT NULL,
    name TEXT NOT NULL, since INTEGER NOT NULL, cursor INTEGER NOT NULL, heard_ms INTEGER NOT NULL,
    answered INTEGER NOT NULL, part_1 INTEGER NOT NULL, upper INTEGER NOT NULL) WITHOUT ROWID;
"""
_VERSION = 1
_ADD_PERSON = "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?)"
_ADD_GUEST = "INSERT OR REPLACE INTO guests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_SESSION = "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)"


def default_data() -> Path:
    return Path(platformdirs.user_data_dir("parley-server", appauthor=False))


class Database:
    """DATA/server.db. All of its errors are DiskError: one sentence, nothing half written."""

    def __init__(self, path: Path) -> None:
        """An OSError if there is no such folder, or it may not be used."""
        self._path = path
        if not path.exists():
            create_file(path, b"")  # private from the start, and so are the files SQLite adds
        try:
            self._db = sqlite3.connect(
                path, isolation_level=None, timeout=2.0, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise DiskError(f"{path} cannot be opened ({error}); choose another --data.") from None
        try:
            self._prepare()
        except sqlite3.Error as error:
            self._db.close()
            raise DiskError(
                f"{path} cannot be used ({error}). Move it away to begin anew, or choose another "
                "--data; it was left as it is."
            ) from None

    def people(self) -> list[Known]:
        rows = self._query("SELECT id, identity, name, seen_ms, said FROM people ORDER BY name")
        try:
            return [Known(int.from_bytes(i, "big"), k, n, s, bool(d)) for i, k, n, s, d in rows]
        except (TypeError, ValueError) as error:
            raise self._damaged(error) from None

    def save_people(self, changes: Mapping[int, Known | None]) -> None:
        gone = [(_id(person),) for person, known in changes.items() if known is None]
        kept = [
            (_id(known.id), known.identity, known.name, known.seen_ms, int(known.said))
            for known in changes.values()
            if known is not None
        ]
        self._write([("DELETE FROM people WHERE id = ?", gone), (_ADD_PERSON, kept)])

    def sessions(self) -> list[Entry]:
        rows = self._query("SELECT cid, remote, local FROM sessions")
        try:
            return [(int.from_bytes(cid, "big"), _path(remote, at)) for cid, remote, at in rows]
        except (TypeError, ValueError) as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> DiskError:
        return DiskError(
            f"{self._path} is damaged ({error}). Put back a copy, or move it away to begin anew; "
            "it was left as it is."
        )

    def save_sessions(self, changes: Mapping[int, NetPath | None]) -> None:
        """Where each session's client is; None: it has ended."""
        gone = [(_id(cid),) for cid, path in changes.items() if path is None]
        kept = [
            (_id(cid), _remote(path.remote), path.local)
            for cid, path in changes.items()
            if path is not None
        ]
        self._write([("DELETE FROM sessions WHERE cid = ?", gone), (_ADD_SESSION, kept)])

    def guests(self) -> list[Seat]:
        rows = self._query("SELECT * FROM guests")
        try:
            return [_seat(*row) for row in rows]
        except (TypeError, ValueError) as error:
            raise self._damaged(error) from None

    def save_guests(self, changes: Mapping[SocketAddress, Seat | None]) -> None:
        gone = [(_remote(source),) for source, seat in changes.items() if seat is None]
        kept = [_guest_row(seat) for seat in changes.values() if seat is not None]
        self._write([("DELETE FROM guests WHERE remote = ?", gone), (_ADD_GUEST, kept)])

    def close(self) -> None:
        self._db.close()

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise sqlite3.DatabaseError("it is from a newer version of Parley")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        if version < _VERSION:
            self._db.executescript(_SCHEMA)
        self._db.executescript(_GUESTS)

    def _query(self, statement: str) -> list[Any]:
        try:
            return self._db.execute(statement).fetchall()
        except sqlite3.Error as error:
            raise DiskError(f"{self._path} cannot be read ({error}).") from None

    def _write(self, statements: Sequence[tuple[str, Sequence[tuple[object, ...]]]]) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for statement, rows in statements:
                self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise DiskError(f"{self._path} cannot be written ({error}).") from None


class DataFolder:
    """An open data folder; no second server can open it until `close`."""

    def __init__(self, folder: Path, port: int, random_bytes: Callable[[int], bytes]) -> None:
        try:
            make_folder(folder)
            self._lock = _lock(folder)
            try:
                replace_file(folder / "port", b"%d\n" % port)
                self.seed = _keep_seed(folder / "seed", random_bytes)
                self.database = Database(folder / "server.db")
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise no_access(folder, error, "--data") from None

    def close(self) -> None:
        self.database.close()
        self._lock.release()


def is_running(folder: Path) -> bool:
    """Whether a server has this data folder, which exists, open."""
    try:
        _lock(folder).release()
    except DiskError:
        return True
    return False


def _lock(folder: Path) -> Lock:
    try:
        return Lock(folder / "lock", waits=False)
    except BlockingIOError:
        port = (folder / "port").read_text().strip() if (folder / "port").exists() else "?"
        raise DiskError(
            f"A server on port {port} already uses {folder}; give this one another --data."
        ) from None


def _keep_seed(path: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    if not path.exists():
        replace_file(path, random_bytes(SEED_SIZE))
    seed = path.read_bytes()
    if len(seed) != SEED_SIZE:
        raise DiskError(
            f"{path} is damaged. Put back a copy; or move it away, and clients will be warned "
            "that this is another server."
        )
    return seed


def _id(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _remote(source: SocketAddress) -> str:
    return "\n".join(map(str, source))


def _guest_row(seat: Seat) -> tuple[object, ...]:
    where = _remote(seat.path.remote), seat.path.local, seat.door, _id(seat.person), seat.name
    flags = int(seat.answered), int(seat.part_1), int(seat.upper)
    return (*where, seat.since, seat.cursor, seat.heard_ms, *flags)


def _seat(remote: str, local: bytes, door: Door, person: bytes, name: str, *numbers: int) -> Seat:
    since, cursor, heard_ms, *flags = numbers
    who = int.from_bytes(person, "big"), check_name(name)
    return Seat(_path(remote, local), door, *who, since, cursor, heard_ms, *map(bool, flags))


def _path(remote: str, local: bytes) -> NetPath:
    """ValueError unless it is an address that a socket could have had."""
    host, *numbers = remote.split("\n")
    path = NetPath((host, *map(int, numbers)), local)  # type: ignore[arg-type]
    if ip_of(path.remote).version != (4 if len(numbers) == 1 else 6) or len(numbers) not in (1, 3):
        raise ValueError("not an address")
    if not 0 < path.remote[1] < 65_536:
        raise ValueError("not a port")
    return path
