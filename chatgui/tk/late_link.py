"""The link of a program whose window comes first.

begin()          make it, in a thread of its own; later once more, while that cannot be
post(intent)     to the link; what is wanted before there is one waits for it
hear(event)      what comes out of the pump: True if it was about this
end(then)        wait until its thread is over, but not for long
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from chatgui.app.messages import Event, Intent, Say
from chatgui.knock import Events, Line, MakeLink, Prepare
from chatgui.options import BadArgument
from chatgui.tk.timers import Timers
from shared.disk import DiskError

RETRY_MS: Final = 5000
"""Networks come up later than programs."""

END_S: Final = 2.0
END_LOOK_MS: Final = 10


class Ready(Event, frozen=True):
    """A link can be made now."""

    make: MakeLink


class Unready(Event, frozen=True):
    """It cannot, for this reason, a sentence. Later perhaps."""

    text: str


class LateLink:
    """`prepare`: called in a thread of its own, until it does not fail. `events`: where the link
    puts its events. `hold(count)`: so many messages wait for there to be a link. `say`: why there
    is none yet, a sentence; empty: there is."""

    def __init__(
        self,
        timers: Timers,
        events: Events,
        prepare: Prepare,
        hold: Callable[[int], object],
        say: Callable[[str], object],
    ) -> None:
        self._timers, self._events, self._prepare = timers, events, prepare
        self._hold, self._say = hold, say
        self._link: Line | None = None
        self._early: list[Intent] = []

    @property
    def is_made(self) -> bool:
        return self._link is not None

    @property
    def is_alive(self) -> bool:
        return self._link is not None and self._link.is_alive()

    def begin(self) -> None:
        threading.Thread(target=self._prepare_link, name="prepare", daemon=True).start()

    def post(self, intent: Intent) -> None:
        if self._link is None:
            self._early.append(intent)
            self._hold(sum(isinstance(early, Say) for early in self._early))
        else:
            self._link.post(intent)

    def hear(self, event: Event) -> bool:
        match event:
            case Ready(make):
                self._make(make)
            case Unready(text):
                self._retry(text)
            case _:
                return False
        return True

    def end(self, then: Callable[[], object]) -> None:
        """Tk works meanwhile: the thread may be waiting for it to take a wake."""
        self._wait(time.monotonic() + END_S, then)

    def _prepare_link(self) -> None:
        """In its thread: asking for an address may take seconds."""
        try:
            self._events.put(Ready(self._prepare()))
        except BadArgument as trouble:
            self._events.put(Unready(str(trouble)))

    def _make(self, make: MakeLink) -> None:
        try:
            link = self._link = make(self._events)
        except (BadArgument, DiskError) as trouble:
            self._retry(str(trouble))
            return
        self._say("")
        for intent in self._early:
            link.post(intent)
        self._early.clear()
        self._hold(0)
        link.start()

    def _retry(self, trouble: str) -> None:
        self._say(trouble)
        self._timers.set("prepare", RETRY_MS, self.begin)

    def _wait(self, until: float, then: Callable[[], object]) -> None:
        if self.is_alive and time.monotonic() < until:
            self._timers.set("end", END_LOOK_MS, lambda: self._wait(until, then))
        else:
            then()
