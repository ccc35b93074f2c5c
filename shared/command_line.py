"""Secrets on our own command line, which everybody on this computer can read while we run (ps).

Linux lets a program write over its own. Standard library only, and hardly that: it is called
before anything else is imported, because each moment counts.
"""

import re
import sys
from contextlib import suppress
from typing import Final

_SCHEME: Final = "parley://"
_TOKEN: Final = rb"(?i)parley://[^/\0]*/[^/\0]*/+([^\0]+)"
"""Whatever stands behind the key in a link: a token that was copied with a slip is one as well."""

_FIRST: Final = 3
_BEGIN, _END = 48 - _FIRST, 49 - _FIRST
"""proc(5) counts the fields of a process's `stat` from 1; behind the name comes the third."""


def hide_tokens() -> None:
    """Of invites: others see "xxx" from now on, and `sys.argv` has them as before. Does nothing
    where that cannot be done. It never fails."""
    if sys.platform == "linux" and any(_SCHEME in word.lower() for word in sys.argv):
        with suppress(Exception):  # a system that only resembles Linux, a Python without ctypes
            _hide()


def _hide() -> None:
    import ctypes

    begin, end = _read_place()
    with open("/proc/self/cmdline", "rb") as file:
        words = file.read()
    if not 0 < begin < end or len(words) != end - begin:
        return  # it says no places, or others: nothing is written where we do not know what is
    for found in re.finditer(_TOKEN, words):
        at, behind = found.span(1)
        ctypes.memset(begin + at, ord("x"), behind - at)


def _read_place() -> tuple[int, int]:
    """Where our command line lies in memory, and its end."""
    with open("/proc/self/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()  # the name before may have anything in it
    return int(fields[_BEGIN]), int(fields[_END])
