"""Writes down, about once a second, what a restart must not forget."""

from collections.abc import Callable

from chatserver.data import Database
from chatserver.guests.seats import Seat
from chatserver.registry import Known, Registry
from chatserver.seating import Seating
from shared.disk import DiskError
from shared.net.path import Path, SocketAddress
from shared.session.endpoint import Endpoint

EVERY_S = 1.0


class Keeper:
    """People, sessions and seats from memory to disk. What cannot be written now is tried again."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        endpoint: Endpoint,
        seating: Seating,
        warn: Callable[[str], None],
    ) -> None:
        self._database = database
        self._registry = registry
        self._endpoint = endpoint
        self._seating = seating
        self._warn = warn
        self._people: dict[int, Known | None] = {}
        self._sessions: dict[int, Path | None] = {}
        self._guests: dict[SocketAddress, Seat | None] = {}
        self._failing = False

    @property
    def is_due(self) -> bool:
        """Whether there is anything to write."""
        books = (self._registry, self._endpoint, self._seating)
        unwritten = bool(self._people or self._sessions or self._guests)
        return unwritten or any(book.is_changed for book in books)

    def save(self) -> None:
        """The owner is told once when it stops working, and once when it works again."""
        self._gather()
        try:
            self._write()
        except DiskError as trouble:
            if not self._failing:
                self._warn(f"{trouble} Names that are new are not kept until this is mended.")
            self._failing = True
        else:
            if self._failing:
                self._warn("The data folder can be written again.")
            self._failing = False

    def _gather(self) -> None:
        """By person and by session: however long the disk is full, one line of news for each."""
        self._people |= self._registry.changes()
        changes = self._endpoint.changes()
        self._sessions |= dict(changes.added)
        self._sessions |= dict.fromkeys(changes.removed)
        self._guests |= self._seating.changes()

    def _write(self) -> None:
        if self._people:
            self._database.save_people(self._people)
            self._people = {}
        if self._sessions:
            self._database.save_sessions(self._sessions)
            self._sessions = {}
        if self._guests:
            self._database.save_guests(self._guests)
            self._guests = {}
