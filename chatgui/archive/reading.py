"""Questions to an archive from another thread than its own: to its file by a connection that cannot
write, to its memory by turns."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

_LOCK_S: Final = 0.25
"""Readers never wait for the link; a backup may hold the file. Whoever asks is a window."""


class Memory(NamedTuple):
    """An archive that is in memory. Whoever asks it, or writes or closes it, holds `turn`."""

    database: sqlite3.Connection
    turn: Lock


Source = Path | Memory | None
"""None: nothing is kept anywhere."""


class NothingKept(Exception):
    """There is no archive to ask."""


class Reading:
    """Each question is answered from what is committed. `source` may change at any time."""

    def __init__(self, source: Callable[[], Source]) -> None:
        self._source = source
        self._db: sqlite3.Connection | None = None
        self._path: Path | None = None

    def rows(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        """NothingKept, or what SQLite raises."""
        source = self._source()
        try:
            return self._ask(source, query, values)
        except sqlite3.Error:
            if self._source() == source:
                raise
        return self._ask(self._source(), query, values)  # it has moved, and closed what it was in

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Within it all answers are of one state, whatever is stored meanwhile; not in memory,
        where that would hold up the link."""
        is_file = isinstance(self._source(), Path)
        if is_file:
            self.rows("BEGIN", ())
        try:
            yield
        finally:
            if is_file:
                self.rows("COMMIT", ())

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = self._path = None

    def _ask(self, source: Source, query: str, values: tuple[Any, ...]) -> list[Any]:
        if source is None:
            raise NothingKept
        if isinstance(source, Memory):
            with source.turn:
                return source.database.execute(query, values).fetchall()
        return self._open(source).execute(query, values).fetchall()

    def _open(self, path: Path) -> sqlite3.Connection:
        if self._db is None or self._path != path:
            self.close()
            address = f"{path.resolve().as_uri()}?mode=ro"
            self._db = sqlite3.connect(address, timeout=_LOCK_S, uri=True, isolation_level=None)
            self._path = path
        return self._db
