"""Writes down, about once a second, what a restart must not forget."""

from collections.abc import Callable

from chatserver.data import Database
from chatserver.registry import Known, Registry
from shared.disk import DiskError
from shared.net.path import Path
from shared.session.endpoint import Endpoint

EVERY_S = 1.0


class Keeper:
    """People and sessions from memory to disk. What cannot be written now is tried again."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        endpoint: Endpoint,
        warn: Callable[[str], None],
    ) -> None:
        self._database = database
        self._registry = registry
        self._endpoint = endpoint
        self._warn = warn
        self._people: dict[int, Known | None] = {}
        self._sessions: dict[int, Path | None] = {}
        self._failing = False

    @property
    def is_due(self) -> bool:
        """Whether there is anything to write."""
        unwritten = bool(self._people or self._sessions)
        return unwritten or self._registry.is_changed or self._endpoint.is_changed

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

    def _write(self) -> None:
        if self._people:
            self._database.save_people(self._people)
            self._people = {}
        if self._sessions:
            self._database.save_sessions(self._sessions)
            self._sessions = {}
