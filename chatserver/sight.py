"""What a verified person may see of the log, and where they go on in it. PROTOCOL 4.5.

A cursor is the client's own word: it moves the beginning, and opens nothing. What opens is when the
server got to know the person: what was said since then, and the last few messages before.
"""

from chatserver.log.interface import LogReader
from chatserver.registry import Known
from shared.chat import Credentials, Message

NEWCOMERS = 50
"""How much of what everyone was told a newcomer is shown, if nothing else is asked for."""

LAST_POSITION = 2**63 - 1


def sees_from(log: LogReader, entered: int, newcomers: int) -> int:
    """Behind which position somebody sees who becomes known at `entered`."""
    return min(entered, log.before_last(newcomers))


def begins_at(log: LogReader, known: Known, who: Credentials, newcomers: int) -> int:
    """Behind which position a session goes on."""
    if who.log == log.id:
        begin = shared_cursor(log, who)
    elif any(who.log):
        begin = known.sees  # they followed another log, which is gone
    else:
        begin = min(known.cursor, log.before_last(newcomers))  # a new installation
    return max(begin, known.sees)


def shared_cursor(log: LogReader, who: Credentials) -> int:
    """Up to where an installation has this log; 0 if it followed another one."""
    return min(log.common(min(who.cursor, LAST_POSITION)), log.head) if who.log == log.id else 0


def read_back(log: LogReader, known: Known, before: int, limit: int) -> list[tuple[int, Message]]:
    """What they may see before that position, newest first."""
    found = log.read_back(known.id, min(before, log.head + 1), limit)
    return [kept for kept in found if kept[0] > known.sees]
