"""Where faults of the program itself are noted, for its makers: where it happened, and nothing
anybody wrote. The last megabyte or two of that is kept."""

import contextlib
import os
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

from shared import __version__
from shared.disk import PRIVATE_FILE, make_folder

LONGEST_LOG: Final = 1_000_000


def note(log: Path, kind: type[BaseException], where: TracebackType | None) -> None:
    """Without the error's own words: they may quote a message. OSError if that cannot be."""
    make_folder(log.parent)
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".old"))
    python = sys.version.split()[0]
    moment = time.strftime("%Y-%m-%d %H:%M:%S")
    head = f"{moment} Parley {__version__}, Python {python} on {sys.platform}\n"
    with open(log, "a", encoding="utf-8", opener=open_private) as file:
        file.write(head + "".join(traceback.format_tb(where)) + kind.__name__ + "\n\n")


def open_private(path: str, flags: int) -> int:
    """For `open(..., opener=open_private)`."""
    return os.open(path, flags, PRIVATE_FILE)
