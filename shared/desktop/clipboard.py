"""Copying, for programs that have no window: by what the desktop has for that, else by a process
of our own that keeps the text for as long as nothing else is copied."""

import codecs
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from shutil import which
from typing import Final

from shared.desktop.programs import clean_environment
from shared.desktop.siblings import NotStarted, open_program

PATIENCE_S: Final = 5.0
HELD: Final = b"held"
"""What a keeper writes as soon as its text can be pasted."""


def copy(text: str, keeper: Sequence[str]) -> bool:
    """`keeper`: our process, which reads the text and keeps it (see `shared/tk/held_clipboard.py`).
    Waits some seconds at most. False: there is no clipboard."""
    command = system_command(os.environ)
    if command is not None:
        return _give(command, _encode(text))
    return _keep(keeper, text.encode())


def system_command(
    environ: Mapping[str, str], platform: str = sys.platform
) -> Sequence[str] | None:
    """A program that comes with the desktop, reads the text and ends."""
    if platform in ("win32", "darwin"):
        return ("clip",) if platform == "win32" else ("pbcopy",)
    if environ.get("WAYLAND_DISPLAY") and which("wl-copy"):
        return ("wl-copy",)
    return None


def _encode(text: str, platform: str = sys.platform) -> bytes:
    """Windows takes UTF-16 where it begins with a mark."""
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le") if platform == "win32" else text.encode()


def _give(command: Sequence[str], data: bytes) -> bool:
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            env=clean_environment(os.environ),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _keep(keeper: Sequence[str], data: bytes) -> bool:
    try:
        process = open_program(keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except NotStarted:
        return False
    is_held, is_over = threading.Event(), threading.Event()

    def attend() -> None:
        """Until it ends, which may be long after we were answered."""
        said = b""
        with suppress(OSError):  # it has ended at once
            said = _hand_over(process, data)
        if said.strip() == HELD:
            is_held.set()
        is_over.set()
        process.wait()

    threading.Thread(target=attend, name=f"waits for {process.pid}", daemon=True).start()
    is_over.wait(PATIENCE_S)
    return is_held.is_set()


def _hand_over(process: "subprocess.Popen[bytes]", data: bytes) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout as answers:
        with process.stdin as stream:
            stream.write(data)
        return answers.readline()
