"""Puts the dashboard together, and takes it apart again in order."""

import tkinter as tk
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from chatserver.aside import KEEPER
from chatserver.control.client import ControlClient
from chatserver.dashboard import words
from chatserver.dashboard.looks import LooksFile
from chatserver.dashboard.program import Program
from shared.desktop.siblings import server_command
from shared.disk import DiskError
from shared.doorbell import Doorbell
from shared.tk import scaling
from shared.tk.appearance import Appearance
from shared.tk.held_clipboard import hand_over_clipboard
from shared.tk.mark import set_icon
from shared.tk.system_theme import Inquiry

FAULTS: Final = Path("log", "dashboard.log")
PATIENCE_S: Final = 6.0
"""The owner looks at a window that says "running": not for long, where that is not so."""


def run(folder: Path) -> str:
    """Until the window is closed; what it could not keep, as a sentence. DiskError, a sentence,
    where there is no screen."""
    with ExitStack() as behind:
        inquiry = Inquiry()  # the desktop thinks while Tk starts
        behind.callback(inquiry.close)
        root = _make_root()
        behind.callback(root.destroy)
        root.withdraw()
        file = LooksFile(folder)
        looks = file.load()
        appearance = Appearance(root, inquiry, looks.font_points)
        behind.callback(appearance.close)
        set_icon(appearance.theme)
        client = ControlClient(folder, patience_s=PATIENCE_S)
        theme, log = appearance.theme, folder / FAULTS
        program = Program(root, theme, client, folder, log, looks, file.save)
        if file.warning:
            program.window.say_fault(file.warning)
        with ExitStack() as bell:
            with suppress(OSError):  # nobody will be able to ring
                bell.callback(Doorbell(folder, program.ring).close)
            trouble = program.run()
        hand_over_clipboard(root, server_command(*KEEPER))
    return trouble


def _make_root() -> tk.Tk:
    scaling.prepare()
    try:
        return tk.Tk(className="Parley")
    except tk.TclError as trouble:
        raise DiskError(words.NO_DISPLAY.format(reason=trouble)) from None
