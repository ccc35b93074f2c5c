"""What the server remembers: the log and the books, over the one database of the data folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from chatserver.bans import Bans
from chatserver.config import Config
from chatserver.gate import Gate
from chatserver.invites import Invites
from chatserver.keeper import Book, Keeper
from chatserver.log.interface import Log
from chatserver.log.memory import MemoryLog
from chatserver.log.opening import Keep, open_log, stored_head
from chatserver.log.sqlite import SqliteLog
from chatserver.members import Members
from chatserver.registry import Known
from chatserver.settings import Settings
from chatserver.store import bans, gate, guests, invites, members, people, reads, settings
from chatserver.store.database import Database, Statement
from chatserver.store.writer import PowerWriter, Writer

DAY_S = 24 * 3600
MEGABYTE = 2**20


class Archive:
    """Opened for one run. `wake`: called from another thread when the log has an outcome.

    `known`, `sessions`, `seats`, `marks` and `gate` are what the last run left; then `keep` the
    books they are in.
    """

    def __init__(
        self,
        database: Database,
        config: Config,
        random: Random,
        warn: Callable[[str], None],
        wake: Callable[[], None],
        now: float,
        wall_s: float,
    ) -> None:
        """DiskError if something in the database is damaged."""
        self._database = database
        self.settings = _load_settings(database, config)
        self.bans = _load_bans(database)
        config = self.settings.config
        self._is_lasting = config.durability != "memory"
        self.known = self._load_people()
        self.sessions = database.sessions()
        self.seats = database.load(guests.read, guests.QUERY)
        self.marks = dict(database.load(reads.read, reads.QUERY)) if self._is_lasting else {}
        self.gate = _load_gate(database, config.is_private)
        self._writer = (
            PowerWriter(database, warn, wake)
            if config.durability == "power"
            else Writer(database, warn)
        )
        self._disk_log: SqliteLog | None = None
        if self._is_lasting:
            keep = Keep(config.keep_days * DAY_S, config.keep_mb * MEGABYTE)
            opened = open_log(database, random, keep, now, wall_s)
            self._disk_log = SqliteLog(database, self._writer, opened, warn)
        self.log: Log = self._disk_log or MemoryLog(random.randbytes(16))

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def trouble(self) -> str:
        """Why it cannot be written, as a sentence; empty: it can."""
        return self._writer.trouble

    def keep(self, books: Sequence[Book]) -> Keeper:
        return Keeper(self._writer, books)

    def people_statements(self, changes: people.Changes) -> Sequence[Statement]:
        if self._is_lasting:
            return people.statements(changes)
        return people.statements_elsewhere(changes, stored_head(self._database))

    def keep_messages(self, days: int, megabytes: int) -> None:
        """From now on for so long, and so many of them; what is too much goes little by little."""
        if self._disk_log is not None:
            self._disk_log.keep(Keep(days * DAY_S, megabytes * MEGABYTE))

    def mind(self, now: float, wall_s: float) -> bool:
        """Call every minute or so; True: again soon."""
        return self._disk_log is not None and self._disk_log.mind(now, wall_s)

    def on_time(self, now: float) -> None:
        """Call in each turn of the loop."""
        self._writer.on_time(now)

    def drain(self) -> None:
        """Everything appended is settled."""
        self.log.close()

    def close(self) -> None:
        """After the last `save` of the keeper."""
        self._writer.close()

    def _load_people(self) -> list[Known]:
        found = self._database.people()
        if self._is_lasting:
            return found
        # Positions of the log on the disk mean nothing in one in memory, which begins at 0.
        return [Known(p.id, p.identity, p.name, p.seen_ms, p.said) for p in found]


def _load_settings(database: Database, config: Config) -> Settings:
    try:
        return Settings(config, dict(database.load(settings.read, settings.QUERY)))
    except ValueError as error:
        raise database.damaged(error) from None


def _load_bans(database: Database) -> Bans:
    try:
        return Bans(database.load(bans.read, bans.QUERY))
    except ValueError as error:
        raise database.damaged(error) from None


def _load_gate(database: Database, is_private: bool) -> Gate:
    notes = database.load(gate.read, gate.QUERY)
    return Gate(
        Members(database.load(members.read, members.QUERY)),
        Invites(
            database.load(invites.read, invites.QUERY),
            database.load(invites.read_use, invites.USES_QUERY),
        ),
        notes[0] if notes else None,
        is_private=is_private,
    )
