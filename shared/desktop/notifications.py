"""Notifications of the desktop: shown without waiting, and what cannot be shown is left out.

    notifier = Notifier(clicked)      `clicked(conversation)`, in a thread of the notifier's
    notifier.show(notification, now_s)
    notifier.close()

Linux: one call of D-Bus. macOS: osascript. Windows has none that needs no installed program: there
the window's button in the task bar flashes, see `chatgui/tk/attention.py`.
"""

import sys
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from shared.desktop.freedesktop import Freedesktop
from shared.desktop.notification import Notification
from shared.desktop.programs import launch

MOST, WITHIN_S = 6, 20.0
"""So many in so long, whatever asks for more: the desktop keeps a list of them."""

_SCRIPT: Final = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
"""What peers have written comes as arguments and is never part of the script."""

Clicked = Callable[[bytes], object]


class Desktop(Protocol):
    def show(self, notification: Notification) -> object: ...
    def close(self) -> None: ...


class Notifier:
    """`desktop`: who shows them; None: what this system has."""

    def __init__(self, clicked: Clicked, desktop: Desktop | None = None) -> None:
        self._desktop = desktop or choose_desktop(clicked)
        self._shown_at: deque[float] = deque(maxlen=MOST)

    def show(self, notification: Notification, now_s: float) -> bool:
        """Never waits, never raises. False: too many were shown just now."""
        shown = self._shown_at
        if len(shown) == MOST and 0 <= now_s - shown[0] < WITHIN_S:
            return False
        shown.append(now_s)
        self._desktop.show(notification)
        return True

    def close(self) -> None:
        """Clicks are not heard any more."""
        self._desktop.close()


class MacOS:
    def show(self, notification: Notification) -> None:
        script = [word for line in _SCRIPT for word in ("-e", line)]
        launch(["osascript", *script, notification.title, notification.body])

    def close(self) -> None:
        pass


class Nowhere:
    def show(self, notification: Notification) -> None:
        pass

    def close(self) -> None:
        pass


def choose_desktop(clicked: Clicked, platform: str = sys.platform) -> Desktop:
    if platform == "win32":
        return Nowhere()
    return MacOS() if platform == "darwin" else Freedesktop(clicked)
