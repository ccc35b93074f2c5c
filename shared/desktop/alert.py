"""A sentence for the person where there may be no terminal to read it in: a packaged program that
was double-clicked must not end in silence."""

import os
import sys
from collections.abc import Mapping
from typing import Final

from shared.desktop.double_click import has_terminal
from shared.desktop.programs import launch

TITLE: Final = "Parley"

_SCRIPT: Final = (
    "on run argv",
    "display alert (item 1 of argv) message (item 2 of argv)",
    "end run",
)
_ERROR_ON_TOP: Final = 0x10 | 0x10000 | 0x40000
"""MB_ICONERROR, MB_SETFOREGROUND, MB_TOPMOST."""


def alert(sentence: str) -> None:
    """On standard error, and where nobody sees that as the system shows such things. Waits on
    Windows only, where the person has to close it."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr, flush=True)
    if getattr(sys, "frozen", False) and not has_terminal():
        show(sentence)


def show(
    sentence: str, platform: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> bool:
    """False: there is no desktop, or it shows nothing."""
    if platform == "win32":
        import ctypes

        windll = getattr(ctypes, "windll")  # noqa: B009 - on Windows only, which mypy knows
        windll.user32.MessageBoxW(None, sentence, TITLE, _ERROR_ON_TOP)
        return True
    if platform == "darwin":
        script = [word for line in _SCRIPT for word in ("-e", line)]
        return launch(["osascript", *script, TITLE, sentence])
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return False
    # kdialog and zenity are windows, which stay; a notification is what there is besides.
    return any(
        launch(words)
        for words in (
            ["zenity", "--error", f"--title={TITLE}", "--no-markup", f"--text={sentence}"],
            ["kdialog", "--title", TITLE, "--error", sentence],
            ["notify-send", f"--app-name={TITLE}", "--urgency=critical", "--", TITLE, sentence],
        )
    )
