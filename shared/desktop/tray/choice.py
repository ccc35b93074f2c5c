"""Which tray this desktop has, and an icon in it. What each takes is imported when it is tried.

    tray = open_tray(view, chosen, lost)            beside a Tk main loop; None: no tray
    tray = open_tray_in(root, view, look, chosen, lost)   the old kind of Linux, in Tk's thread
    outcome = run_tray(view, chosen, begin, dock)   the main thread is the tray's until `close`

Linux has two kinds: StatusNotifierItem over D-Bus (KDE, Xfce, Cinnamon, MATE, GNOME with an
extension), in a thread of its own; and XEmbed (small panels), which needs a Tk root, or a process
that has one. Elsewhere it is pystray's. A desktop that does not answer is given up after a few
seconds.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Literal, Protocol

from shared.desktop.tray.docked import run_docked
from shared.desktop.tray.view import View

Chosen = Callable[[str], object]
"""Is called with the name of the item that was chosen, perhaps in the tray's own thread."""

Lost = Callable[[], object]
"""Is called when the icon has gone, because who shows it has ended; perhaps in the tray's own
thread. It comes back by itself when they do, if it can: `is_shown` says so."""

Outcome = Literal["closed", "none", "lost"]
"""`close` was called; there is no tray here; there was one, and it will not come back."""

LOOK_S: Final = 0.5
"""Between two looks for a tray that is not there yet."""


class Tray(Protocol):
    """`show` and `close` may be called in any thread; neither waits, and both do nothing behind
    the end. `is_shown`: whether a person can see the icon now."""

    @property
    def is_shown(self) -> bool: ...
    def show(self, view: View) -> None: ...
    def close(self) -> None: ...


class LoneTray(Tray, Protocol):
    """One with a thread of its own."""

    def wait(self) -> Outcome:
        """Until the end; not in the thread of a Tk main loop."""
        ...


def open_tray(
    view: View, chosen: Chosen, lost: Lost = lambda: None, platform: str = sys.platform
) -> LoneTray | None:
    """In any thread; takes a few seconds at most. None: none that needs no window."""
    with suppress(Exception):  # libraries fail in as many ways as there are desktops
        if platform in ("win32", "darwin"):
            from shared.desktop.tray.elsewhere import open_elsewhere

            return open_elsewhere(view, chosen)
        from shared.desktop.tray.status_item import open_status_item

        return open_status_item(view, chosen, lost)
    return None


def open_tray_in(
    root: Any,
    view: View,
    look: Callable[[], Any],
    chosen: Chosen,
    lost: Lost = lambda: None,
    platform: str = sys.platform,
) -> Tray | None:
    """`root`: Tk's. In its thread; all three are called there. `look`: says the palette as it is to
    be then. None: no such tray."""
    if platform in ("win32", "darwin"):
        return None
    with suppress(Exception):
        from shared.tk.dock import open_dock

        return open_dock(root, view, look, chosen, lost)
    return None


def run_tray(
    view: View,
    chosen: Chosen,
    begin: Callable[[Tray], object],
    dock: Sequence[str],
    patience_s: float = 0.0,
    platform: str = sys.platform,
) -> Outcome:
    """In the main thread, until `close`. `begin` is called with the tray, once, and must return.
    `dock`: the command of a process for `shared.desktop.tray.docked`. `patience_s`: a panel may
    come up later than programs that start with the desktop."""
    until = time.monotonic() + patience_s
    while True:
        outcome = _run_once(view, chosen, begin, dock, platform)
        if outcome != "none" or time.monotonic() >= until:
            return outcome
        time.sleep(LOOK_S)


def _run_once(
    view: View,
    chosen: Chosen,
    begin: Callable[[Tray], object],
    dock: Sequence[str],
    platform: str,
) -> Outcome:
    if platform in ("win32", "darwin"):
        with suppress(ImportError):
            from shared.desktop.tray.elsewhere import run_elsewhere

            return run_elsewhere(view, chosen, begin)
        return "none"
    tray = open_tray(view, chosen, platform=platform)
    if tray is not None:
        begin(tray)
        return tray.wait()
    if not os.environ.get("DISPLAY"):
        return "none"
    return run_docked(dock, view, chosen, begin)
