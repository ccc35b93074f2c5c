"""Whether a person has started this program by its icon: then there is no terminal, and no word
says what they want."""

import sys


def is_double_click() -> bool:
    """Never of a program that runs from source."""
    return getattr(sys, "frozen", False) and len(sys.argv) == 1 and not has_terminal()


def has_terminal() -> bool:
    """One of the standard streams is read or written by a person."""
    streams = sys.stdin, sys.stdout, sys.stderr
    return any(stream is not None and stream.isatty() for stream in streams)
