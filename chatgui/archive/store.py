"""From what is gathered to the disk: in one transaction, or in memory until that can be.

What the disk does not take is tried again, and shown meanwhile. Where not even the file could be
opened all of it is stored in memory, and moves into the file once that can be had.
"""

import sqlite3
from math import inf
from pathlib import Path
from threading import Lock
from typing import Final

from chatgui.app import words
from chatgui.archive import rows
from chatgui.archive.changes import Changes
from chatgui.archive.database import SUSPECT, OpenedDatabase, open_with, reason_of
from chatgui.archive.mirror import Change, Cursors, Mirror
from chatgui.archive.reader import Reader
from chatgui.archive.reading import Memory, Source
from chatgui.archive.schema import transaction

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0


class Store(Reader):
    """`gather` changes, then `commit`.

    `own`: our person id. `is_kept` False: all of it is memory, and nothing counts as stored, until
    it has moved into the file in `folder`. `moves`: how often it has; the file may have more than
    we had, so attach again.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        own: int,
        *,
        path: Path | None,
        folder: Path | None,
        is_kept: bool,
    ) -> None:
        super().__init__(database)
        self.own = own
        self.path = path
        self.is_kept = is_kept
        self.moves = 0
        self._folder = folder
        self._changes: list[Change] = []
        self._moved: Cursors = {}  # cursors that are not on the disk yet
        self._looks = Changes(database)
        self._memory = Memory(database, Lock())
        self._mirror: Mirror | None = None  # while the file takes nothing
        self._retry_at = -inf
        self._pause_s = FIRST_PAUSE_S
        self._is_failing = False

    def gather(self, change: Change) -> None:
        """One of `rows` or `conversations`, all but its database."""
        self._changes.append(change)

    @property
    def source(self) -> Source:
        """For `Reading`, from any thread."""
        mirror = self._mirror
        if mirror is not None:
            return mirror.source
        return self._memory if self.path is None else self.path

    @property
    def is_stored(self) -> bool:
        """Everything is on the disk."""
        return self.is_kept and not self._changes and not self._moved

    def wake_at(self) -> float:
        """When `commit` has something to try again; `inf` if not before something changes."""
        return inf if self._retry_at == -inf else self._retry_at

    def commit(self, now: float) -> str:
        """Store what was gathered. A sentence for the person when the disk begins or ends to be
        in trouble, else empty."""
        if not self.is_kept:
            return self._commit_to_memory(now)
        if not (self._changes or self._moved):
            return ""
        if now < self._retry_at:
            self._follow()
            return ""
        try:
            self._store()
        except sqlite3.Error as error:
            return self._fail(error, now)
        told = words.KEPT_AGAIN if self._is_failing else ""
        self._stop_waiting()
        return told

    def close(self) -> None:
        """What was not stored by now is lost."""
        if self._mirror is not None:
            self._mirror.close()
        with self._memory.turn:
            self._db.close()

    def change_all(self) -> None:
        """The view is to look at all conversations anew."""
        self._looks.change_all()

    def take_changed(self) -> tuple[bytes, ...]:
        """Conversations that look different since the last time, in `source`."""
        mirrored = () if self._mirror is None else self._mirror.take_changed()
        return mirrored or self._looks.take()

    def _store(self) -> None:
        try:
            with self._memory.turn:
                self._store_all()
        except sqlite3.Error:
            self._looks.settle(is_stored=False)
            raise
        self._looks.settle(is_stored=True)

    def _store_all(self) -> None:
        with transaction(self._db):
            for change in self._changes:
                change(self._db)
            for server, (log, position) in self._moved.items():
                rows.move_cursor(self._db, server, log, position)
        self._remember_stored()
        self._changes.clear()
        self._moved.clear()

    def _fail(self, error: sqlite3.Error, now: float) -> str:
        was_failing, self._is_failing = self._is_failing, True
        self._wait(now)
        if not isinstance(error, sqlite3.OperationalError) and self.path is not None:
            self._suspect(self.path)
        self._follow()
        return "" if was_failing else words.NOT_KEPT.format(reason=reason_of(error))

    def _follow(self) -> None:
        """What the disk does not take is shown nevertheless."""
        if self._mirror is None and self.path is not None:
            self._mirror = Mirror(self.path)
        if self._mirror is not None:
            self._mirror.follow(self._changes, self._moved)

    def _add(self, conversation: bytes) -> None:
        self._looks.add(conversation)
        if self._mirror is not None:
            self._mirror.add(conversation)

    def _commit_to_memory(self, now: float) -> str:
        """And from there to the disk, if it is time to see whether it can be used again."""
        if self._changes or self._moved:
            self._store()
        if self._folder is None or now < self._retry_at:
            return ""
        is_first, opened = self._retry_at == -inf, None
        if not is_first:  # it was tried a moment ago
            opened = open_with(self._db, self._folder, self.own)
        if opened is None:
            self._wait(now)
            return ""
        self._go_to(opened)
        return opened.warning or words.KEPT_AGAIN

    def _go_to(self, opened: OpenedDatabase) -> None:
        memory, self._db = self._db, opened.database
        self.path, self.is_kept = opened.path, True
        with self._memory.turn:
            memory.close()
        self._looks = Changes(self._db)
        self._looks.change_all()
        self._begin_again()
        self._stop_waiting()
        self.moves += 1

    def _remember_stored(self) -> None:
        """What was gathered is on the disk, or in memory if that is all there is."""

    def _begin_again(self) -> None:
        """It is another database, which has all that was in memory."""

    def _wait(self, now: float) -> None:
        self._retry_at = now + self._pause_s
        self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def _stop_waiting(self) -> None:
        self._is_failing, self._retry_at, self._pause_s = False, -inf, FIRST_PAUSE_S
        mirror, self._mirror = self._mirror, None
        if mirror is not None:
            mirror.close()
            self._looks.change_all()

    def _suspect(self, path: Path) -> None:
        """At the next start the whole file is looked at, and set aside if it is damaged."""
        try:
            path.with_name(SUSPECT).touch(0o600)
        except OSError:
            return  # the same disk: nothing can be kept there
