"""What nobody has caught: a note for the makers in a file, a sentence for the person, and never a
silent death.

    sys.exit(guard(run, folder_of(words, "--home", default_home)))

A program without a console has nowhere to print a traceback to; and to most people one in a
terminal says nothing either.
"""

import argparse
import contextlib
import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from shared.disk import DiskError, make_folder, open_private
from shared.fault_log import note
from shared.own_files import MOVED, is_moved, keep_own_archive

LOG: Final = "log/crash.log"
HARD_LOG: Final = "log/crash-hard.log"
"""In the data folder. The second is written by faulthandler while the interpreter itself dies, so
it stays open as long as a packaged program runs; it is empty unless one died so."""

REFUSED: Final = 2
CRASHED: Final = 70
"""EX_SOFTWARE of sysexits.h."""

FAULT: Final = (
    "Parley met a fault of its own and had to stop. Where it happened is noted in {path}."
)
FAULT_IN_PART: Final = (
    "A part of Parley met a fault of its own. Start it again if anything is missing. Where it "
    "happened is noted in {path}."
)
NOT_NOTED: Final = "Parley met a fault of its own ({kind}) and could not note where: {path}."
DIED: Final = "Parley ended suddenly the last time. Where it happened is noted in {path}."

Folder = Callable[[], Path]


def folder_of(words: Sequence[str], option: str, usual: Folder) -> Folder:
    """The data folder that these words name: whatever else is wrong with them."""

    def find() -> Path:
        parser = argparse.ArgumentParser(
            add_help=False, allow_abbrev=False, exit_on_error=False, argument_default=None
        )
        parser.add_argument(option, dest="folder", type=Path)
        try:
            found: Path | None = parser.parse_known_args(list(words))[0].folder
        except argparse.ArgumentError:
            found = None
        return found or usual()

    return find


def guard(run: Callable[[], int], folder: Folder) -> int:
    """What `run` returns; REFUSED where the disk does not let it; CRASHED after a fault. Faults in
    threads are told, and the program goes on. A packaged program also notes the death of its
    interpreter, and outlives a move."""
    keep_own_archive()
    with _threads_told(folder), _death_noted(folder):
        try:
            return run()
        except DiskError as trouble:
            _alert(str(trouble))
            return REFUSED
        except Exception as error:
            _tell(FAULT, folder, type(error), error.__traceback__)
            return CRASHED


def _tell(
    form: str, folder: Folder, kind: type[BaseException], where: TracebackType | None
) -> None:
    path = None
    try:
        path = folder() / LOG
        note(path, kind, where)
    except Exception as error:  # the folder is not to be had, or what finds it is missing
        form = MOVED if is_moved() else NOT_NOTED
        _alert(form.format(kind=kind.__name__, path=path or error))
    else:
        _alert(MOVED if is_moved() else form.format(path=path))


@contextmanager
def _threads_told(folder: Folder) -> Iterator[None]:
    def tell(what: threading.ExceptHookArgs) -> None:
        if what.exc_type is not SystemExit:
            _tell(FAULT_IN_PART, folder, what.exc_type, what.exc_traceback)

    before = threading.excepthook
    threading.excepthook = tell
    try:
        yield
    finally:
        threading.excepthook = before


@contextmanager
def _death_noted(folder: Folder, is_frozen: bool | None = None) -> Iterator[None]:
    """From source, the terminal has it. A data folder that is not there yet is not made for this:
    then it goes to standard error, where there is one."""
    is_frozen = getattr(sys, "frozen", False) if is_frozen is None else is_frozen
    if not is_frozen:
        yield
        return
    with contextlib.ExitStack() as parts:
        file: TextIO | None = sys.stderr
        with contextlib.suppress(Exception):  # what finds the folder may be missing, too
            file = parts.enter_context(_open_hard_log(folder()))
        if file is not None:  # a program without a console has no standard error either
            with contextlib.suppress(AttributeError, OSError, ValueError):  # none of the system's
                faulthandler.enable(file)
                parts.callback(faulthandler.disable)
        yield


def _open_hard_log(data: Path) -> TextIO:
    if not data.is_dir() or not _is_ours(data):
        raise FileNotFoundError(data)
    path = data / HARD_LOG
    make_folder(path.parent)
    _tell_of_last(path)
    return open(path, "a", encoding="utf-8", opener=open_private)


def _is_ours(data: Path) -> bool:
    """Root's files in the folder of a service would shut its user out of them."""
    return sys.platform == "win32" or data.stat().st_uid == os.getuid()


def _tell_of_last(path: Path) -> None:
    """In a thread: Windows waits until the person has read it."""
    if path.exists() and path.stat().st_size:
        old = path.with_suffix(".old")
        path.replace(old)
        words = (DIED.format(path=old),)
        threading.Thread(target=_alert, args=words, name="tells", daemon=True).start()


def _alert(sentence: str) -> None:
    """Imported when it is needed: a server binds its port before anything heavy."""
    try:
        from shared.desktop.alert import alert
    except ImportError:  # it went away with the program's files
        if sys.stderr is not None:
            print(sentence, file=sys.stderr, flush=True)
    else:
        alert(sentence)
