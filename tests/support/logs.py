"""Logs on a disk, and what to put into logs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from chatserver.log.interface import Log
from chatserver.log.opening import Keep, open_log
from chatserver.log.sqlite import SqliteLog
from chatserver.store.database import Database, Statement
from chatserver.store.writer import PowerWriter, Writer
from shared.chat import EVERYONE_ID, TEXT, Entry, Message
from shared.disk import DiskError

EVERYONE = (EVERYONE_ID,)
WALL_S = 1_800_000_000.0


class SickDatabase(Database):
    """Fails while it is told to, as a disk with I/O errors does."""

    cannot_write = cannot_read = False

    def commit(self, statements: Iterable[Statement]) -> None:
        if self.cannot_write:
            raise DiskError("The disk cannot be written.")
        super().commit(statements)

    def query(self, statement: str, *values: object, enough: int | None = None) -> list[Any]:
        if self.cannot_read:
            raise DiskError("The disk cannot be read.")
        return super().query(statement, *values, enough=enough)


class DiskLog(SqliteLog):
    """A log with a database of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int = 1,
        keep: Keep | None = None,
        now: float = 0.0,
        wall_s: float = WALL_S,
        wake: Callable[[], None] | None = None,
    ) -> None:
        """`wake`: commits are done in a thread, which calls it."""
        self.warnings: list[str] = []
        self.database = SickDatabase(folder / "server.db")
        warn = self.warnings.append
        self.writer = (
            Writer(self.database, warn) if wake is None else PowerWriter(self.database, warn, wake)
        )
        opened = open_log(self.database, Random(seed), keep or Keep(), now, wall_s)
        super().__init__(self.database, self.writer, opened, warn)

    def close(self) -> None:
        super().close()
        self.writer.close()
        self.database.close()


def text(
    words: str, sender: int = 1, to: tuple[int, ...] = EVERYONE, number: int = 0, box: bytes = b""
) -> Message:
    """Numbered: from that outbox, by default the sender's own."""
    outbox = (box or sender.to_bytes(16, "big")) if number else b""
    digest = words.encode()[:16].ljust(16, b"\0") if number else b""
    body = words.encode()
    return Message(sender, f"p{sender}", to, TEXT, body, 7, outbox, number, digest)


def put(log: Log, entries: Sequence[Entry]) -> list[int]:
    """Their positions, as they are settled."""
    log.append(entries)
    if isinstance(log, DiskLog):
        log.writer.drain()
    positions = [position for _, position in log.outcomes()]
    return [position for position in positions if position is not None]


def words_of(found: Sequence[tuple[int, Message]]) -> list[str]:
    return [message.body.decode() for _, message in found]


def read_all(log: Log, person: int, after: int = 0, limit: int = 100) -> list[str]:
    """Page by page, as a feed does."""
    words: list[str] = []
    while after < log.head:
        page = log.read(person, after, limit)
        assert page.reached > after, "the log does not get on"
        words += words_of(page.messages)
        after = page.reached
    return words
