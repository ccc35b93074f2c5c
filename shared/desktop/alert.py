"""A sentence for the person where there may be no terminal to read it in: a packaged program that
was double-clicked must not end in silence."""

import os
import sys
import threading
from collections.abc import Mapping
from typing import Final

from shared.desktop.double_click import has_terminal
from shared.desktop.programs import launch

TITLE: Final = "Parley"
CLOSE: Final = "Close"

_SCRIPT: Final = (
    "on run argv",
    "display alert (item 1 of argv) message (item 2 of argv)",
    "end run",
)
_ERROR_ON_TOP: Final = 0x10 | 0x10000 | 0x40000
"""MB_ICONERROR, MB_SETFOREGROUND, MB_TOPMOST."""


def alert(sentence: str) -> None:
    """On standard error, and where nobody sees that as the system shows such things. A dialog may
    be waited for until the person closes it."""
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
    zenity = ["zenity", "--error", f"--title={TITLE}", "--no-markup", f"--text={sentence}"]
    kdialog = ["kdialog", "--title", TITLE, "--error", sentence]
    notify = ["notify-send", f"--app-name={TITLE}", "--urgency=critical", "--", TITLE, sentence]
    # Windows stay; a notification may be shown by nobody.
    return launch(zenity) or launch(kdialog) or _show_window(sentence) or launch(notify)


def _show_window(sentence: str) -> bool:
    """Of our own. In the program's first thread alone, where Tk is at home."""
    if threading.current_thread() is not threading.main_thread():
        return False
    try:
        from shared.tk.lone_dialog import ask_alone
        from shared.tk.question import Question

        ask_alone(TITLE, Question(sentence, CLOSE, ""))
    except Exception:  # no Tk, or no such screen; what is to be told is worse already
        return False
    return True
