"""The one writer of the database: what is to be written, together with what must not be missing
beside it, and what became of it.

`Writer` commits at once. `PowerWriter` commits in a thread, for a disk that has to have it before
anybody is told; what comes while it waits for the disk goes in the next commit, all together.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from chatserver.store.checkpoints import Checkpoints
from chatserver.store.database import Database, Statement
from shared.disk import DiskError

CALM_S: Final = 10.0
"""So long nothing may fail before the owner hears that all is well. On a disk that is nearly full
short messages fit between long ones that do not."""

_MEANWHILE: Final = (
    "Until this is mended not all that is said is taken; clients say it again by themselves."
)

Told = Callable[[bool], None]
"""True: it stands on the disk; False: nothing of it does."""


class Rider(Protocol):
    """What rides along with a commit. A message whose sender or reader would be unknown after a
    crash is lost to them, so news of people goes in the same transaction."""

    @property
    def is_pressing(self) -> bool: ...

    def load(self) -> tuple[Sequence[Statement], Told]: ...


class Writer:
    """`warn`: told once when writing begins to fail, and once when it works again for good."""

    def __init__(self, database: Database, warn: Callable[[str], None]) -> None:
        self.rider: Rider | None = None
        self._database = database
        self._warn = warn
        self._now = 0.0
        self._failed_at: float | None = None  # None: the owner knows of no trouble
        self.trouble = ""
        """Why writing fails, as the owner was told; empty while all is well."""
        self._fails = False
        self._checkpoints = Checkpoints(database.path)

    def write(self, statements: Sequence[Statement], told: Told) -> None:
        """`told` is called in this thread: now, or by a later `collect`; always in order."""
        listeners = [told]
        if self.rider is not None and self.rider.is_pressing:
            more, rider_told = self.rider.load()
            statements, listeners = [*statements, *more], [told, rider_told]
        self._submit(statements, listeners)

    def on_time(self, now: float) -> None:
        """Call in each turn of the loop."""
        self._now = now
        if self._failed_at is not None and not self._fails and now >= self._failed_at + CALM_S:
            self._failed_at, self.trouble = None, ""
            self._warn("The data folder can be written again.")

    def collect(self) -> None:
        """Tell what has been settled since."""

    def drain(self) -> None:
        """Wait until all is settled, and tell."""

    def close(self) -> None:
        """Nothing is written from here on. The database may be closed then."""
        self.drain()
        self._checkpoints.close()

    def _submit(self, statements: Sequence[Statement], listeners: list[Told]) -> None:
        self._settle(self._commit(statements), listeners)

    def _commit(self, statements: Sequence[Statement]) -> DiskError | None:
        try:
            with self._checkpoints.turn:
                self._database.commit(statements)
        except DiskError as trouble:
            return trouble
        self._checkpoints.look(self._database.wal_bytes)
        return None

    def _settle(self, trouble: DiskError | None, listeners: list[Told]) -> None:
        self._fails = trouble is not None
        if trouble is not None:
            if self._failed_at is None:
                self.trouble = f"{trouble} {_MEANWHILE}"
                self._warn(self.trouble)
            self._failed_at = self._now
        for told in listeners:
            told(trouble is None)


class PowerWriter(Writer):
    """`wake`: called from the thread when there is something to `collect`."""

    def __init__(
        self, database: Database, warn: Callable[[str], None], wake: Callable[[], None]
    ) -> None:
        super().__init__(database, warn)
        database.survive_power_cuts()
        self._wake = wake
        self._changed = threading.Condition()
        self._waiting: list[_Load] = []
        self._settled: list[tuple[DiskError | None, list[Told]]] = []
        self._trouble: DiskError | None = None  # the last
        self._failures = self._heard = 0  # so many commits failed; of so many the loop knows
        self._thread: threading.Thread | None = None

    def collect(self) -> None:
        with self._changed:
            settled, self._settled = self._settled, []
            self._heard = self._failures
        for trouble, listeners in settled:
            self._settle(trouble, listeners)

    def drain(self) -> None:
        while self._thread is not None or self._settled:  # who is told may write again
            with self._changed:
                self._changed.wait_for(lambda: self._thread is None)
            self.collect()

    def _submit(self, statements: Sequence[Statement], listeners: list[Told]) -> None:
        with self._changed:
            self._waiting.append(_Load(statements, listeners, self._heard))
            if self._thread is None:  # it ends when there is nothing to do
                self._thread = threading.Thread(target=self._work, name="commits", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            with self._changed:
                loads, self._waiting = self._waiting, []
                if not loads:
                    self._thread = None
                    self._changed.notify_all()
                    return
            self._write_together([load for load in loads if load.heard < self._failures])
            self._write_together([load for load in loads if load.heard == self._failures])
            self._wake()

    def _write_together(self, loads: Sequence["_Load"]) -> None:
        """What was followed by more before anybody knew that it failed, takes that along: or the
        second of two messages could stand without the first."""
        if not loads:
            return
        is_doomed = loads[0].heard < self._failures
        trouble = self._trouble if is_doomed else self._commit(_all_of(loads))
        with self._changed:
            if trouble is not None and not is_doomed:
                self._trouble = trouble
                self._failures += 1
            self._settled += [(trouble, load.listeners) for load in loads]


class _Load(NamedTuple):
    """`heard`: of how many failures whoever wrote it knew."""

    statements: Sequence[Statement]
    listeners: list[Told]
    heard: int


def _all_of(loads: Sequence[_Load]) -> list[Statement]:
    return [statement for load in loads for statement in load.statements]
