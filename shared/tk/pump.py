"""How the events of another thread, such as a link's, get to Tk's.

The thread puts events; Tk takes them in bounded turns. One wake at most is on its way, by the only
call of Tk that another thread than Tk's may make. A slow look by the clock is the net beneath it:
a wake that is lost (Tk refuses them while it opens or closes a window) costs a quarter of a second.
"""

import queue
import time
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

MOST_A_TURN: Final = 200
TURN_S: Final = 0.008
"""Half a picture at 60 a second: typing and scrolling stay smooth while thousands arrive."""

NET_MS: Final = 250
REST_MS: Final = 1
"""Between turns, so that keys and pictures get theirs."""

_WAKE = "<<ParleyWake>>"

Item = TypeVar("Item")


class Pump(Generic[Item]):
    """An `Events` for a link. `hear` gets each event, `pause` follows each turn; both in Tk's
    thread. The thread that puts must not be joined by Tk's before `close`, and then only in steps
    that let Tk work: it may be waiting for Tk to take its wake."""

    def __init__(
        self,
        root: tk.Misc,
        hear: Callable[[Item], None],
        pause: Callable[[], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._root = root
        self._hear = hear
        self._pause = pause
        self._clock = clock
        self._events: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._is_woken = False
        self._is_closed = False
        self._rest: str | None = None
        root.winfo_id()  # makes the window exist: what is sent to one that does not is lost
        root.bind(_WAKE, self._wake, add=True)
        self._net: str | None = root.after(NET_MS, self._look)

    def put(self, event: Item) -> None:
        """From any thread."""
        self._events.put(event)
        if not self._is_woken and not self._is_closed:
            self._is_woken = True
            with suppress(RuntimeError, tk.TclError):  # no main loop yet, or no window any more
                self._root.event_generate(_WAKE, when="tail")

    def qsize(self) -> int:
        return self._events.qsize()

    def close(self) -> None:
        """No turn follows; what is put from now on wakes nobody."""
        self._is_closed = True
        for timer in (self._net, self._rest):
            if timer is not None:
                self._root.after_cancel(timer)
        self._net = self._rest = None

    def _wake(self, _: "tk.Event[tk.Misc]") -> None:
        self._take_turn()

    def _look(self) -> None:
        self._net = self._root.after(NET_MS, self._look)
        if self._events.qsize():
            self._take_turn()

    def _go_on(self) -> None:
        self._rest = None
        self._take_turn()

    def _take_turn(self) -> None:
        """`_is_woken` falls before the queue is read: what comes behind that wakes again."""
        if self._is_closed or self._rest is not None:
            return
        self._is_woken = False
        try:
            self._hear_some()
        finally:
            if not self._is_closed:
                self._rest_if_more()
                self._pause()

    def _rest_if_more(self) -> None:
        if self._events.qsize():
            self._is_woken = True  # the turn to come needs no other wake
            self._rest = self._root.after(REST_MS, self._go_on)

    def _hear_some(self) -> None:
        until = self._clock() + TURN_S
        for _ in range(MOST_A_TURN):
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return
            self._hear(event)
            if self._is_closed or self._clock() >= until:
                return
