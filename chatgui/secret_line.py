"""An address that is to stand on no command line, because others could read it there: `-a -`."""

import os
import sys
from typing import Final

PROMPT: Final = "Address or link (it is not shown): "
LONGEST: Final = 4096


def read_secret_line() -> str:
    """The first line of standard input, and not a byte behind it: that is for the chat. A person at
    a terminal is asked, and what they paste is not shown. Empty: there is none."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        return _ask()
    line = b""
    while not line.endswith(b"\n") and len(line) < LONGEST:
        letter = os.read(sys.stdin.fileno(), 1)
        if not letter:
            break
        line += letter
    return line.decode(errors="replace").strip()


def _ask() -> str:
    from getpass import getpass

    try:
        return getpass(PROMPT).strip()
    except EOFError:
        return ""
