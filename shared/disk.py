"""Small files that are private and never half written, and locks between processes."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_ADVICE = {
    errno.ENOSPC: "Make room on that disk",
    errno.EDQUOT: "Make room on that disk",
    errno.EROFS: "Make that disk writable",
    errno.EIO: "See whether that disk is in order",
    errno.ENOTDIR: "Move away what stands there and is no folder",
    errno.EEXIST: "Move away what stands there and is no folder",
}


class DiskError(Exception):
    """What is wrong on the disk, as a sentence for the person. Nothing was overwritten."""


def no_access(path: Path, error: OSError, option: str) -> DiskError:
    """`option`: the one that chooses another place, as a person types it."""
    path = error.filename or path
    reason = error.strerror or type(error).__name__
    advice = _ADVICE.get(error.errno or 0, "Mend its rights")
    return DiskError(f"{path} cannot be used ({reason}). {advice}, or choose another {option}.")


def no_home(option: str) -> DiskError:
    """`option` as above."""
    return DiskError(
        f"This account has no home folder. Set HOME, or choose a folder with {option}."
    )


def make_folder(path: Path) -> None:
    """Make a folder that only its owner reads, and those above it that are missing."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` there in one step: after a crash there is the old content or the new.

    The name of the temporary file holds our process id, so two processes do not share one.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    create_file(temporary, data)
    try:
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Write a private file that must not exist yet; FileExistsError if it does.

    On any other OSError (a full disk) nothing is left behind.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def name_aside(path: Path) -> Path:
    """Beside it, for a file that is damaged and not to be lost: a name that nothing has yet."""
    aside, number = path.with_name(f"{path.stem}.damaged"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.damaged-{number}")
    return aside


@contextlib.contextmanager
def create_stream(path: Path) -> Iterator[TextIO]:
    """A private text file that must not exist yet, to be written bit by bit inside;
    FileExistsError if it does. On any error nothing is left behind."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def append_text(path: Path, text: str, longest: int) -> None:
    """To a private log, in a folder that is made if need be. Behind `longest` bytes a new one is
    begun, and the one before is kept as `.old`."""
    make_folder(path.parent)
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > longest:
            path.replace(path.with_suffix(".old"))
    with open(path, "a", encoding="utf-8", opener=open_private) as file:
        file.write(text)


def open_private(path: str, flags: int) -> int:
    """For `open(..., opener=open_private)`."""
    return os.open(path, flags, PRIVATE_FILE)


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk, too; Windows cannot open folders and needs no telling."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Lock:
    """A lock on a file: held by one process at a time, gone when that process is."""

    def __init__(self, path: Path, *, waits: bool) -> None:
        """BlockingIOError if another process has it and we do not wait."""
        self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        try:
            _lock(self._descriptor, waits)
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        os.close(self._descriptor)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock on that file inside, after waiting for whoever holds it."""
    lock = Lock(path, waits=True)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, waits: bool) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from None

else:
    import fcntl

    def _lock(descriptor: int, waits: bool) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
