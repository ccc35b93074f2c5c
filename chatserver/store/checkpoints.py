"""Checkpoints: what SQLite has written ahead is brought home into the database, off the loop.

A checkpoint waits for the disk several times. Nobody else does: it has a thread and a connection of
its own, for as long as it takes.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path
from typing import Final

from chatserver.store.database import BUSY_S, PATIENCE_S, set_patience

BEGIN_BYTES: Final = 4 * 2**20
"""Reading looks through the WAL's index first; up to here that is not felt."""

INSIST_BYTES: Final = 64 * 2**20
"""A server that is never idle may never leave the WAL a moment to begin anew. Then the writer
has to wait, for one fsync."""


class Checkpoints:
    """`look` after each commit, in whichever thread; `close` before the database. Hold `turn` while
    committing: a checkpoint that insists has the write lock, and no patience is meant for that."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wal = path.with_name(f"{path.name}-wal")
        self._begin_bytes = BEGIN_BYTES
        self.turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def look(self, size: int) -> None:
        """Begin one if it is time; so many bytes are written ahead."""
        if size < BEGIN_BYTES:  # it has begun anew
            self._begin_bytes = BEGIN_BYTES
        if size < self._begin_bytes or (self._thread is not None and self._thread.is_alive()):
            return
        self._begin_bytes = size + BEGIN_BYTES
        self._thread = threading.Thread(target=self._work, name="checkpoint", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _size(self) -> int:
        try:
            return self._wal.stat().st_size
        except OSError:
            return 0

    def _work(self) -> None:
        """What cannot be brought home now stays in the WAL, where it is as safe."""
        with contextlib.suppress(sqlite3.Error):
            name = f"{self._path.absolute().as_uri()}?mode=rw"  # it may have been deleted
            db = sqlite3.connect(name, uri=True, isolation_level=None, timeout=BUSY_S)
            try:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                if self._size() >= INSIST_BYTES:
                    self._insist(db)
            finally:
                db.close()

    def _insist(self, db: sqlite3.Connection) -> None:
        """Everybody waits for it, so it does not wait for another program that reads."""
        set_patience(db, PATIENCE_S)
        with self.turn:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
