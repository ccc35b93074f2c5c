"""The server's data folder: who it is, who it knows, which sessions a restart would orphan.

DATA/seed        32 bytes: the server's key comes from it; lose it and every client asks why
DATA/server.db   messages, people and their names, sessions, guests (SQLite: `chatserver.store`)
DATA/lock        held while a server runs here; DATA/port says on which port
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from chatserver.store.database import Database
from shared.crypto.identity import SEED_SIZE
from shared.disk import DiskError, Lock, make_folder, no_access, no_home, replace_file

SIDE_FILES: Final = ("server.db-journal", "server.db-wal", "server.db-shm")
"""Of SQLite (https://www.sqlite.org/tempfiles.html)."""

ASKED_S: Final = 0.05
"""So long nobody holds the lock who only asks `is_running`."""


def default_data() -> Path:
    """DiskError: there is none."""
    try:
        return Path(platformdirs.user_data_dir("parley-server", appauthor=False))
    except RuntimeError:
        raise no_home("--data") from None


class AlreadyRunning(DiskError):
    """Another server has that data folder."""


class DataFolder:
    """An open data folder; no second server can open it until `close`."""

    def __init__(self, folder: Path, port: int, random_bytes: Callable[[int], bytes]) -> None:
        try:
            make_folder(folder)
            check_files(folder)
            self._lock = _lock(folder)
            try:
                replace_file(folder / "port", b"%d\n" % port)
                self.seed = _keep_seed(folder / "seed", random_bytes)
                self.database = Database(folder / "server.db")
            except BaseException:
                self._lock.release()
                raise
        except OSError as error:
            raise no_access(folder, error, "--data") from None

    def close(self) -> None:
        self.database.close()
        self._lock.release()


def is_running(folder: Path) -> bool:
    """Whether a server has this data folder open. For a moment it holds the lock itself."""
    if not (folder / "lock").exists():
        return False
    try:
        Lock(folder / "lock", waits=False).release()
    except BlockingIOError:
        return True
    return False


def check_files(folder: Path) -> None:
    """DiskError for a pipe, which would be waited for, and nobody ever writes into it."""
    for name in ("lock", "port", "seed", "server.db", *SIDE_FILES):
        path = folder / name
        if path.exists() and not path.is_file():
            raise DiskError(
                f"{path} is no file. Move away what stands there, or choose another --data."
            )


def _lock(folder: Path) -> Lock:
    with suppress(BlockingIOError):
        return Lock(folder / "lock", waits=False)
    time.sleep(ASKED_S)
    try:
        return Lock(folder / "lock", waits=False)
    except BlockingIOError:
        port = (folder / "port").read_text().strip() if (folder / "port").exists() else "?"
        raise AlreadyRunning(
            f"A server on port {port} already uses {folder}; give this one another --data."
        ) from None


def _keep_seed(path: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    if not path.exists():
        replace_file(path, random_bytes(SEED_SIZE))
    seed = path.read_bytes()
    if len(seed) != SEED_SIZE:
        raise DiskError(
            f"{path} is damaged. Put back a copy; or move it away, and clients will be warned "
            "that this is another server."
        )
    return seed
