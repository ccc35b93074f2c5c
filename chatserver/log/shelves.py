"""The messages on the disk, as far as everything has been derived from them: questions, in SQL."""

from collections.abc import Iterator
from typing import Any, Final

from chatserver.log.rows import read_message, stored_sequence
from chatserver.store.columns import signed
from chatserver.store.database import Database
from shared.chat import Committed, Message, PostRefused

Found = list[tuple[int, Message]]

_MINE: Final = """SELECT position, content FROM messages WHERE position IN (
    SELECT position FROM (SELECT position FROM messages INDEXED BY everyone
        WHERE to_everyone AND position {0} ORDER BY position {1} LIMIT ?4)
    UNION ALL SELECT position FROM (SELECT position FROM mail
        WHERE person = ?1 AND position {0} ORDER BY position {1} LIMIT ?4)
    ) ORDER BY position {1} LIMIT ?4"""
_READ: Final = _MINE.format("> ?2 AND position <= ?3", "")
_READ_BACK: Final = _MINE.format("BETWEEN ?2 AND ?3", "DESC")

PAGE_BYTES: Final = 96 * 2**10
"""So much is read at once, however many messages that is: a window holds little more, and the loop
has other things to do than to read what does not fit. Above HISTORY_BYTES."""

STEP_BYTES: Final = 256 * 2**10

_BEFORE_LAST: Final = """SELECT position FROM messages INDEXED BY everyone
    WHERE to_everyone AND position <= ? ORDER BY position DESC LIMIT 1 OFFSET ?"""
_OLDEST: Final = """SELECT clock, position, content FROM messages
    WHERE position <= ? ORDER BY position LIMIT ?"""
_BOXES_OF: Final = "SELECT outbox FROM outboxes WHERE person = ? AND bytes > 0 LIMIT 50"
_FIRST_IN: Final = """SELECT position FROM said WHERE person = ? AND outbox = ?
    ORDER BY sequence LIMIT ?"""
_HIGHEST: Final = "SELECT highest FROM outboxes WHERE person = ? AND outbox = ?"
_SAID: Final = """SELECT position, content FROM messages WHERE position =
    (SELECT position FROM said WHERE person = ? AND outbox = ? AND sequence = ?)"""
_REJECTED: Final = """SELECT digest, code, reason FROM rejections
    WHERE person = ? AND outbox = ? AND sequence = ?"""


class Shelves:
    """Everything here is a DiskError if the disk fails, a DamagedError if it has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, person: int, after: int, until: int, limit: int) -> Found:
        """What concerns a person behind `after`, up to and with `until`: the first of it, if it is
        more than a page."""
        return self._messages(_READ, signed(person), after, until, limit)

    def read_back(self, person: int, until: int, limit: int) -> Found:
        """What concerns a person up to and with `until`, newest first: a page."""
        return self._messages(_READ_BACK, signed(person), 0, until, limit)

    def oldest(self, limit: int, until: int) -> list[tuple[int, int, Message]]:
        """The first of all up to `until`, each behind the log's clock when it was kept."""
        rows: list[Any] = self._database.query(_OLDEST, until, limit, enough=STEP_BYTES)
        try:
            return [(clock, position, read_message(content)) for clock, position, content in rows]
        except ValueError as error:
            raise self._database.damaged(error) from None

    def oldest_of(self, person: int, limit: int) -> Iterator[tuple[int, Message]]:
        """The first that a person said, read as they are taken. Of somebody who says each message
        in an outbox of its own only some outboxes are looked at."""
        positions: list[int] = []
        for (outbox,) in self._database.query(_BOXES_OF, signed(person)):
            rows = self._database.query(_FIRST_IN, signed(person), outbox, limit)
            positions += (position for (position,) in rows)
        found = ((at, self.find(at)) for at in sorted(positions)[:limit])
        return ((at, message) for at, message in found if message is not None)

    def find(self, position: int) -> Message | None:
        query = "SELECT position, content FROM messages WHERE position = ?"
        found = self._messages(query, position)
        return found[0][1] if found else None

    def before_last(self, count: int, head: int, else_at: int) -> int:
        """`else_at` if there are fewer."""
        rows = self._database.query(_BEFORE_LAST, head, count - 1)
        return rows[0][0] - 1 if rows else else_at

    def highest(self, person: int, outbox: bytes) -> int:
        rows = self._database.query(_HIGHEST, signed(person), outbox)
        return rows[0][0] if rows else 0

    def answer(
        self, person: int, outbox: bytes, sequence: int
    ) -> tuple[bytes, Committed | PostRefused] | None:
        key = signed(person), outbox, stored_sequence(sequence)
        for position, message in self._messages(_SAID, *key):
            return message.digest, Committed(sequence, position, message.at_ms)
        for digest, code, reason in self._database.query(_REJECTED, *key):
            return digest, PostRefused(sequence, code, reason)
        return None

    def _messages(self, query: str, *values: object) -> Found:
        rows: list[Any] = self._database.query(query, *values, enough=PAGE_BYTES)
        try:
            return [(position, read_message(content)) for position, content in rows]
        except ValueError as error:
            raise self._database.damaged(error) from None
