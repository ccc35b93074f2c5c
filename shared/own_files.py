"""The files of a packaged program, which somebody may move, replace or remove while it runs.

It is not read into memory whole: a part that is needed for the first time comes from the program's
file then, and Tk's scripts and the libraries from the folder beside. PyInstaller ends a program
whose file is gone with SystemExit, in the middle of whatever it does.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

MOVED: Final = (
    "Parley was moved or replaced while it ran. Close it and start it again; nothing is lost."
)

Mark = tuple[int, ...]


class MovedError(ImportError):
    """A part cannot be loaded; the sentence is for the person."""


class OwnFiles:
    """`paths`: as they are when this is made."""

    def __init__(self, *paths: Path) -> None:
        self._seen = {path: _mark(path) for path in paths}

    def are_others(self) -> bool:
        """Or gone."""
        return any(_mark(path) != seen for path, seen in self._seen.items())


def _mark(path: Path) -> Mark:
    try:
        found = path.stat()
    except OSError:
        return ()
    if path.is_dir():  # what it holds may change
        return found.st_dev, found.st_ino
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _own_paths() -> list[Path]:
    """None from source: who changes that knows what they do."""
    if not getattr(sys, "frozen", False):
        return []
    return [Path(sys.executable), Path(getattr(sys, "_MEIPASS", sys.executable))]


_OURS: Final = OwnFiles(*_own_paths())


def is_moved() -> bool:
    """Whether this program's files are not those any more that it was started from."""
    return _OURS.are_others()


def keep_own_archive() -> None:
    """Of a packaged program, at its start."""
    archive = getattr(sys.modules.get("pyimod02_importers"), "pyz_archive", None)
    if archive is not None:
        guard_archive(archive)
        hold_archive(archive)


def guard_archive(archive: Any) -> None:
    """PyInstaller's, with the modules: one that cannot be read is MovedError from now on, and no
    end of the program."""
    extract = archive.extract

    def extract_or_say(name: str, raw: bool = False) -> object:
        try:
            return extract(name, raw)
        except (Exception, SystemExit):  # another file has anything at that place
            raise MovedError(MOVED) from None

    archive.extract = extract_or_say


def hold_archive(archive: Any) -> int | None:
    """On Linux an open file can be read anew wherever it has gone; the file's number, which stays
    open as long as the program runs. None elsewhere: there, modules are at its path only."""
    if sys.platform != "linux":
        return None
    with suppress(OSError, AttributeError):
        number = os.open(archive._filename, os.O_RDONLY)
        held = f"/proc/self/fd/{number}"
        if os.access(held, os.R_OK):
            archive._filename = held
        return number
    return None
