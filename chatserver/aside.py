"""What a server in the tray has to leave to processes of its own, since it has no
window: `python -m chatserver aside ask|keep|dock`, with what it is about on the standard input."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import IO, Final, Literal

import msgspec

from chatserver.config import BadConfig
from shared.desktop.clipboard import HELD
from shared.desktop.siblings import NotStarted, open_program, server_command
from shared.program_names import TYPED
from shared.tk.question import Question

KEEPER: Final = ("aside", "keep")
DOCK: Final = ("aside", "dock")

Answer = Literal["yes", "no", "left", "nobody"]
"""`left`: the dialog was closed without a choice; `nobody`: there is no screen to ask on."""

_CODES: Final[dict[bool | None, int]] = {True: 10, False: 11, None: 12}
_ANSWERS: Final[dict[int, Answer]] = {10: "yes", 11: "no", 12: "left"}
"""By exit code; any other one means that nobody was asked."""


class Asked(msgspec.Struct, frozen=True):
    title: str
    question: Question


def ask_aside(
    title: str,
    question: Question,
    began: "Callable[[subprocess.Popen[bytes]], object]" = lambda process: None,
) -> Answer:
    """Waits for the person's answer. `began` gets the process that asks, which can be ended."""
    try:
        process = open_program(server_command("aside", "ask"), stdin=subprocess.PIPE)
    except NotStarted:
        return "nobody"
    began(process)
    process.communicate(msgspec.json.encode(Asked(title, question)))
    return _ANSWERS.get(process.returncode, "nobody")


def run_aside(words: list[str]) -> int:
    """What the process itself does. BadConfig if it is told nonsense: it is not for people."""
    deeds = {"ask": _ask, "keep": _keep, "dock": _dock}
    if len(words) != 1 or words[0] not in deeds or sys.stdin is None:
        raise BadConfig(f"'aside' is for Parley itself; see {TYPED.server} --help for yours.")
    try:
        return deeds[words[0]](sys.stdin.buffer)
    except Exception as trouble:  # no Tk, no screen: whoever began it has another way
        if sys.stderr is not None:
            print(trouble, file=sys.stderr)
        return 2


def _ask(given: IO[bytes]) -> int:
    from shared.tk.lone_dialog import ask_alone

    parent = os.getppid()
    asked = msgspec.json.decode(given.read(), type=Asked)
    return _CODES[ask_alone(asked.title, asked.question, lambda: os.getppid() == parent)]


def _keep(given: IO[bytes]) -> int:
    from shared.tk.held_clipboard import hold_clipboard

    def say() -> None:
        print(HELD.decode(), flush=True)

    hold_clipboard(given.read().decode(), say)
    return 0


def _dock(given: IO[bytes]) -> int:
    from shared.tk.dock import run_dock

    run_dock(given, sys.stdout.buffer)
    return 0
