"""Announces new messages: on the desktop, in the task bar, by the bell; nothing takes the focus.

What it takes is imported when there is something to announce: the window comes first.
"""

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shared.desktop.notification import Notification

if TYPE_CHECKING:
    from shared.desktop.notifications import Desktop


class Announcer:
    """`clicked(conversation)`: the person has clicked on a notification; in another thread.
    `desktop`: who shows them; None: what this computer has."""

    def __init__(
        self,
        root: tk.Tk,
        clicked: Callable[[bytes], object],
        desktop: "Desktop | None" = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root, self._clicked, self._desktop, self._clock = root, clicked, desktop, clock
        self._shows: Callable[[Notification], object] | None = None
        self.close: Callable[[], object] = lambda: None

    def announce(self, notifications: Sequence[Notification]) -> None:
        if not notifications:
            return
        show = self._shows or self._begin()
        for notification in notifications:
            show(notification)
        if self._root.focus_displayof() is None:
            from chatgui.tk.attention import demand_attention

            demand_attention(self._root)
        if any(notification.makes_sound for notification in notifications):
            self._root.bell()

    def _begin(self) -> Callable[[Notification], object]:
        from shared.desktop.notifications import Notifier

        notifier = Notifier(self._clicked, self._desktop)
        self.close = notifier.close
        self._shows = lambda notification: notifier.show(notification, self._clock())
        return self._shows
