"""Where faults of the program itself are noted, for its makers: where it happened, and nothing
anybody wrote."""

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final

from shared import __version__
from shared.disk import append_text

LONGEST_LOG: Final = 1_000_000


def note(log: Path, kind: type[BaseException], where: TracebackType | None) -> None:
    """Without the error's own words: they may quote a message. OSError if that cannot be."""
    import traceback  # a program is well until it is not

    python = sys.version.split()[0]
    moment = time.strftime("%Y-%m-%d %H:%M:%S")
    head = f"{moment} Parley {__version__}, Python {python} on {sys.platform}\n"
    text = head + "".join(traceback.format_tb(where)) + kind.__name__ + "\n\n"
    append_text(log, text, LONGEST_LOG)
