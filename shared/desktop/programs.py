"""Programs of the desktop's that we start: they are left alone, and nobody waits for them."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_OURS: Final = ("LD_LIBRARY_PATH", "LIBPATH", "DYLD_LIBRARY_PATH")
_BEFORE: Final = "_ORIG"
"""PyInstaller keeps under this name what a variable was before the program began."""

_INSIDE: Final = ("TCL_LIBRARY", "TK_LIBRARY", "TIX_LIBRARY")
"""Set by a frozen program for itself: another one's Tk would take ours, and not start."""


def clean_environment(
    environ: Mapping[str, str], is_frozen: bool = getattr(sys, "frozen", False)
) -> dict[str, str]:
    """For other programs: a frozen Parley's libraries are not theirs."""
    clean = dict(environ)
    for name in _OURS if is_frozen else ():
        clean.pop(name, None)
        before = clean.pop(name + _BEFORE, None)
        if before is not None:
            clean[name] = before
    for name in _INSIDE if is_frozen else ():
        clean.pop(name, None)
    return clean


def launch(words: Sequence[str]) -> bool:
    """Start that program. False: there is none, or the system does not let us."""
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(os.environ),
        )
    except (OSError, ValueError):  # also words that no program can be given
        return False
    threading.Thread(target=process.wait, name=f"waits for {words[0]}", daemon=True).start()
    return True


def open_folder(path: Path, platform: str = sys.platform) -> bool:
    """Show it in the desktop's own file window; False: there is none."""
    opener = {"win32": "explorer", "darwin": "open"}.get(platform, "xdg-open")
    return launch([opener, str(path)])
