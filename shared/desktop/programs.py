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

_BOOTLOADER: Final = "_PYI_"
"""So begin the names by which a frozen program tells a child of its own where its files are."""

_RESET: Final = "PYINSTALLER_RESET_ENVIRONMENT"
"""Says to another frozen program, ours too, that it stands on its own."""

_INSIDE: Final = ("TCL_LIBRARY", "TK_LIBRARY", "TIX_LIBRARY")
"""Set by a frozen program for itself: another one's Tk would take ours, and not start."""


def clean_environment(environ: Mapping[str, str], is_frozen: bool | None = None) -> dict[str, str]:
    """For other programs: a frozen Parley's libraries are not theirs."""
    is_frozen = getattr(sys, "frozen", False) if is_frozen is None else is_frozen
    if not is_frozen:
        return dict(environ)
    clean = {name: text for name, text in environ.items() if not name.startswith(_BOOTLOADER)}
    for name in _OURS:
        clean.pop(name, None)
        before = clean.pop(name + _BEFORE, None)
        if before is not None:
            clean[name] = before
    for name in _INSIDE:
        clean.pop(name, None)
    return clean | {_RESET: "1"}


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


def open_address(url: str, platform: str = sys.platform) -> None:
    """Of a web page, in the browser. Windows starts nothing of its own for that."""
    if platform != "win32" and launch(["open" if platform == "darwin" else "xdg-open", url]):
        return
    import webbrowser

    # In a thread: some browsers are waited for.
    threading.Thread(target=webbrowser.open, args=(url,), name="browser", daemon=True).start()


def open_folder(path: Path, platform: str = sys.platform) -> bool:
    """Show it in the desktop's own file window; False: there is none."""
    opener = {"win32": "explorer", "darwin": "open"}.get(platform, "xdg-open")
    return launch([opener, str(path)])
