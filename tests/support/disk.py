"""Disks that can be put back, run full, break, and lose power between two statements.

`remember` and `put_back` are what kill -9 leaves, a backup, and a clone: the files as they stand,
whatever the program that writes them still had in mind. `Disks` stands between SQLite and every
program of a simulation; each connection belongs to the disk whose folder its file is in.
"""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Files = dict[str, bytes]
"""By the path inside a folder."""

_WRITES = ("INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "COMMIT", "END")


class Killed(BaseException):
    """The power went; nothing of the program that was running does anything any more."""


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: thousands of fsyncs are not what is tested."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="parley-", dir=place) as name:
        yield Path(name)


def remember(folder: Path) -> Files:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def put_back(folder: Path, files: Files) -> None:
    """Folders stay what they are (a home knows a copy of itself by them), files are made anew."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(data)


class Disk:
    """One folder's disk. `trouble`: what every write meets. `blow_after` statements: the power."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble = ""
        self.writes = 0
        """Statements that changed something, or tried to."""
        self._fuse: int | None = None
        self._left: Files | None = None
        self._is_dead = False
        self._thread = threading.get_ident()

    def blow_after(self, statements: int) -> None:
        self._fuse = statements

    def fail(self) -> Files:
        """The power goes now, or went already; what it leaves. `mend` it before it is used."""
        if self._left is None:
            self._left = remember(self.folder)
        self._is_dead = True
        return self._left

    def bury(self) -> None:
        """From now on a dead program may let go of its files and threads; it changes nothing."""
        self._is_dead, self._fuse, self.trouble = False, None, ""

    def mend(self, files: Files | None = None) -> None:
        """New power, and the files that were left, or those of a copy; no trouble any more."""
        files = self._left if files is None else files
        if files is not None:
            put_back(self.folder, files)
        self._left, self._fuse, self.trouble = None, None, ""
        self._is_dead = False

    def before(self, statement: str) -> None:
        """Raises what this statement meets instead of being done."""
        if threading.get_ident() != self._thread:
            return  # somebody who only tidies up
        if self._is_dead:
            raise Killed
        if statement.lstrip().upper().startswith(_WRITES):
            self.writes += 1
            if self.trouble:
                raise sqlite3.OperationalError(self.trouble)
        if self._fuse is not None:
            self._fuse -= 1
            if self._fuse < 0:
                self.fail()
                raise Killed


class Disks:
    """Use as a context: inside, every new connection to a file below a disk's folder is the disk's.
    Other files are none of its business."""

    def __init__(self) -> None:
        self._disks: dict[Path, Disk] = {}
        self._connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def add(self, folder: Path) -> Disk:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk = self._disks[folder] = Disk(folder)
        return disk

    def __enter__(self) -> "Disks":
        sqlite3.connect = self._connect_to  # type: ignore[assignment]
        return self

    def __exit__(self, *_: object) -> None:
        sqlite3.connect = self._connect  # type: ignore[assignment]

    def _connect_to(self, database: Any, *words: Any, **options: Any) -> sqlite3.Connection:
        disk = self._find(str(database))
        if disk is None:
            return self._connect(database, *words, **options)
        disk.before("open")

        def make(*a: Any, **k: Any) -> _Connection:
            return _Connection(disk, *a, **k)

        return self._connect(database, *words, **options, factory=make)

    def _find(self, database: str) -> Disk | None:
        path = Path(database.removeprefix("file:").partition("?")[0])
        return next((disk for at, disk in self._disks.items() if at in path.parents), None)


class _Connection(sqlite3.Connection):
    def __init__(self, disk: Disk, *words: Any, **options: Any) -> None:
        options.pop("factory", None)
        self._disk = disk
        super().__init__(*words, **options)

    def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
        self._disk.before(sql)
        return super().execute(sql, *more)

    def executemany(self, sql: str, *more: Any) -> sqlite3.Cursor:
        self._disk.before(sql)
        return super().executemany(sql, *more)

    def executescript(self, sql: str) -> sqlite3.Cursor:
        self._disk.before("CREATE")
        return super().executescript(sql)

    def commit(self) -> None:
        self._disk.before("COMMIT")
        super().commit()

    def __exit__(self, *why: Any) -> Any:
        if why[0] is None:
            self._disk.before("COMMIT")
        return super().__exit__(*why)
