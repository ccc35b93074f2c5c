"""`python -m chatserver dashboard [--data DIR]`: the window, or one sentence why there is none."""

import argparse
import sys
from pathlib import Path
from typing import Final

from chatserver.control.client import ControlClient, ControlError, NotOursError
from chatserver.dashboard.words import NO_TKINTER
from chatserver.data import default_data
from shared.disk import DiskError
from shared.doorbell import ring
from shared.program_names import TYPED

PATIENCE_S: Final = 1.0


def open_dashboard(words: list[str]) -> int:
    """Until the window is closed: exit code 0, also where one was open and has come up now; 2 if
    it cannot be shown."""
    folder = _read_folder(words)
    if ring(folder):
        return 0
    refusal = _refusal(folder)
    if refusal:
        return _fail(refusal)
    try:
        from chatserver.dashboard.run import run
    except ImportError as missing:  # also where it is there and Tk itself is not
        if "tkinter" not in (missing.name or str(missing)):  # Debian's has no name
            raise
        return _fail(NO_TKINTER)
    try:
        unkept = run(folder)
    except DiskError as trouble:
        return _fail(str(trouble))
    if unkept:
        _fail(unkept)
    return 0


def _refusal(folder: Path) -> str:
    """Why this user will never see anything there; whatever else is wrong the window says."""
    client = ControlClient(folder, patience_s=PATIENCE_S)
    try:
        client.connect()
    except NotOursError as trouble:
        return str(trouble)
    except ControlError:
        return ""
    finally:
        client.close()
    return ""


def _read_folder(words: list[str]) -> Path:
    """SystemExit for -h and mistakes."""
    parser = argparse.ArgumentParser(
        prog=f"{TYPED.server} dashboard",
        description="A window on a server that runs on this computer: who is here, how it is, "
        "invites, bans, settings. Closing it leaves the server running.",
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder of that server")
    data: str | None = parser.parse_args(words).data
    return Path(data).absolute() if data else default_data()


def _fail(sentence: str) -> int:
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    return 2
