"""Programs that outlive the test that started them, however many others stand in between: Linux
gives us the orphans of all we have started, once we have asked for that.

adopt_orphans()                once, early
before = children()
left = end_strays(before)      what was still running had to be killed
"""

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Final

GRACE_S: Final = 20.0
"""For what is about to end: whoever kept a text that nobody wants any more, for instance."""

_PR_SET_CHILD_SUBREAPER: Final = 36


def adopt_orphans() -> None:
    """Elsewhere than on Linux nobody can: there is nothing to be seen then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid: int = 0) -> set[int]:
    """Of that process, or of this one."""
    found: set[int] = set()
    with contextlib.suppress(OSError):  # no such process, or no such system
        for task in Path(f"/proc/{pid or 'self'}/task").iterdir():
            with contextlib.suppress(OSError):  # that thread has just ended
                found.update(map(int, (task / "children").read_text().split()))
    return found


def wait_for_end(pid: int, patience_s: float) -> bool:
    """Of any process, whoever started it; whether it has ended."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], max(0.0, patience_s))[0])
    finally:
        os.close(watched)


def end_strays(before: set[int]) -> list[str]:
    """Commands of those that were not there before, and do not end by themselves."""
    end, killed = time.monotonic() + GRACE_S, []
    while strays := children() - before:  # ending one may leave us another
        for pid in strays:
            if not wait_for_end(pid, end - time.monotonic()):
                killed.append(_command(pid))
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
    return killed


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    return str(pid)
