"""One try to join, before there is a window to show the chat in.

    knock = Knock(prepare)
    knock.take()             what has happened, in order; ask often
    knock.hand_over()        it is in: the same link, for the program that shows the chat
    knock.leave()            it is not wanted any more; `is_over` follows
    knock.end()              the same, and wait for it: also where it was handed over

The link keeps its session: nobody joins twice to join once.
"""

import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from chatgui.app.messages import Event, Intent, Quit
from chatgui.options import BadArgument

END_S: Final = 3.0
LOOK_S: Final = 0.02


class Events(Protocol):
    """As the link's: `chatgui.link` is imported when something is tried, not before."""

    def put(self, event: Event) -> None: ...
    def qsize(self) -> int: ...


class Line(Protocol):
    """A link."""

    def start(self) -> None: ...
    def post(self, intent: Intent) -> None: ...
    def is_alive(self) -> bool: ...


MakeLink = Callable[[Events], Line]
Prepare = Callable[[], MakeLink]
"""Looks the server up and imports what a link needs; BadArgument says why that cannot be."""


class Unfound(Event, frozen=True):
    """The server's computer cannot be found, or not be spoken with."""


class Knock:
    """`prepare`: called in a thread of its own, for it may take seconds."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._relay = Relay()
        self._lock = threading.Lock()
        self._link: Line | None = None
        self._is_left = False
        self._thread = threading.Thread(target=self._run, name="knock", daemon=True)
        self._thread.start()

    def take(self) -> list[Event]:
        return self._relay.take()

    def leave(self) -> None:
        with self._lock:
            self._is_left = True
            if self._link is not None:
                self._link.post(Quit())

    def end(self) -> bool:
        """Whether it is over; a link that hangs is not waited for long."""
        self.leave()
        until = time.monotonic() + END_S
        while not self.is_over and time.monotonic() < until:
            time.sleep(LOOK_S)
        return self.is_over

    @property
    def is_over(self) -> bool:
        """No thread of it runs."""
        link = self._link
        return not self._thread.is_alive() and (link is None or not link.is_alive())

    def hand_over(self) -> Prepare:
        """What a program is made with. Where nothing was found yet, it looks for itself."""
        with self._lock:
            link = self._link
            self._is_left = link is None
        return self._prepare if link is None else lambda: lambda events: Moved(link, self, events)

    def move_to(self, events: Events) -> None:
        self._relay.move_to(events)

    def _run(self) -> None:
        try:
            make_link = self._prepare()
            with self._lock:
                if self._is_left:
                    return
                self._link = make_link(self._relay)
            self._link.start()
        except BadArgument:
            self._relay.put(Unfound())


class Moved:
    """A link that runs already: to start it is to begin to listen."""

    def __init__(self, link: Line, knock: Knock, events: Events) -> None:
        self._link, self._knock, self._events = link, knock, events

    def start(self) -> None:
        self._knock.move_to(self._events)

    def post(self, intent: Intent) -> None:
        self._link.post(intent)

    def is_alive(self) -> bool:
        return self._link.is_alive()


class Relay:
    """Keeps what a link says until somebody listens; then all of it goes there, in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Event] = []
        self._taken = 0
        self._target: Events | None = None

    def put(self, event: Event) -> None:
        with self._lock:
            if self._target is None:
                self._all.append(event)
            else:
                self._target.put(event)

    def qsize(self) -> int:
        """Of what the link waits for somebody to take: a chat that is being joined takes all."""
        return 0 if self._target is None else self._target.qsize()

    def take(self) -> list[Event]:
        """What is new; it stays here for `move_to`."""
        with self._lock:
            new, self._taken = self._all[self._taken :], len(self._all)
        return new

    def move_to(self, events: Events) -> None:
        with self._lock:
            for event in self._all:
                events.put(event)
            self._all.clear()
            self._target = events
