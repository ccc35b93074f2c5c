"""`python -m chatgui`: the client, or one clear line where a part of it is missing."""

import gc
import sys
from pathlib import Path

from shared.command_line import hide_tokens

NEW_OBJECTS = 10_000
"""So many before Python looks for rubbish; with its own 700 a start looks sixty times."""

INTERRUPTED = 130
"""What shells say of a program that Ctrl-C has ended."""


def main(arguments: list[str] | None = None) -> int:
    """As `chatgui.start.main`; exit code 2 if this Python lacks what Parley needs, 70 after a fault
    of the program's own, 130 after Ctrl-C where nothing else is said of it."""
    try:
        hide_tokens()
        gc.set_threshold(NEW_OBJECTS)
        from shared.crash import folder_of, guard

        words = sys.argv[1:] if arguments is None else arguments
        return guard(lambda: _start(words), folder_of(words, "--home", _usual_home))
    except KeyboardInterrupt:  # while it began, searched, or asked which server is meant
        return INTERRUPTED


def _start(words: list[str]) -> int:
    try:
        from chatgui.start import main as start
    except ModuleNotFoundError as missing:
        from shared.console import say_missing

        return say_missing(missing)
    return start(words)


def _usual_home() -> Path:
    from chatgui.profile import default_home

    return default_home()


if __name__ == "__main__":
    sys.exit(main())
