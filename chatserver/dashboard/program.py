"""The dashboard from its first picture to its end. Tk's thread owns the board and the window; the
asker's thread talks to the server, and what it hears comes by the pump."""

import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from chatserver.control.operations import AnyOperation
from chatserver.dashboard.asking import Asker, Client, Heard, Then
from chatserver.dashboard.board import Board
from chatserver.dashboard.looks import Looks
from chatserver.dashboard.main_window import MainWindow
from shared.signals import catch_signals
from shared.tk.faults import Faults
from shared.tk.points import step_points
from shared.tk.pump import Pump
from shared.tk.theme import Theme

MOST_WAIT_S: Final = 60.0
END_S, END_LOOK_MS = 1.0, 10
"""So long the window's end waits for the asker, which may be at a question."""


class Rung(NamedTuple):
    """The dashboard was started again for the same server."""


class Called(NamedTuple):
    """The system wants the program to end."""


class Faulty(NamedTuple):
    """A mistake of the program; a sentence."""

    text: str


class Program:
    """`log`: where mistakes of the program are noted. `looks`: as it was when it was last closed,
    and text of that size is what `theme` has. `keep`: for the next time; why not, as a sentence."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        client: Client,
        folder: Path,
        log: Path,
        looks: Looks,
        keep: Callable[[Looks], str],
        clock: Callable[[], float] = time.monotonic,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._root, self._theme, self._clock = root, theme, clock
        self._looks, self._keep = looks, keep
        self._timer: str | None = None
        self._is_closing = False
        self._unkept = ""
        self.board = Board()
        self._pump: Pump[Heard | Rung | Called | Faulty] = Pump(root, self._hear, self._draw)
        self._faults = Faults(root, log, lambda text: self._pump.put(Faulty(text)))
        self._asker = Asker(client, self._pump.put)
        self.window = MainWindow(
            root,
            theme,
            self.board,
            self.ask,
            self._look_soon,
            self.close,
            self._zoom,
            folder,
            now_ms,
        )
        root.protocol("WM_DELETE_WINDOW", self.close)
        for event in ("<Map>", "<Unmap>"):
            root.bind(event, self._see, add=True)

    def run(self) -> str:
        """Until the window is closed; the server runs on. Why its looks are not kept, a sentence;
        empty: they are."""
        with catch_signals(lambda: self._pump.put(Called())):
            self.begin()
            self._root.mainloop()
        self._faults.close()
        return self._unkept

    def begin(self) -> None:
        self.window.show(self._looks.place, self._looks.shows_log)
        self._look()

    def ring(self, _: str = "") -> None:
        """Come up. From any thread."""
        self._pump.put(Rung())

    def ask(self, operation: AnyOperation, then: Then | None = None) -> None:
        self._asker.ask(operation, then)

    def close(self) -> None:
        """The person wants to; settings that were typed and not saved they are asked about."""
        if not self._is_closing:
            self.window.doors.leave(self._close)

    def _close(self) -> None:
        if self._is_closing:
            return
        self._is_closing = True
        self._cancel()
        self._unkept = self._keep_looks()
        self._root.withdraw()
        self._asker.close()
        self._wait_for_asker(self._clock() + END_S)

    def _wait_for_asker(self, until: float) -> None:
        """Tk works meanwhile: the asker may be waiting for it to take a wake."""
        if self._asker.is_alive() and self._clock() < until:
            self._timer = self._root.after(END_LOOK_MS, lambda: self._wait_for_asker(until))
        else:
            self._pump.close()
            self._root.quit()

    # --- asking ------------------------------------------------------------------------------

    def _look(self) -> None:
        """Ask what is due, and come again when something else is."""
        self._timer = None
        now = self._clock()
        for operation in self.board.take_due(now):
            self.ask(operation)
        self._look_later(now)

    def _look_later(self, now: float) -> None:
        wait_s = min(MOST_WAIT_S, self.board.wait_s(now))
        self._timer = self._root.after(max(1, round(1000 * wait_s)), self._look)

    def _look_soon(self) -> None:
        """Something may be due earlier than was known."""
        if not self._is_closing:
            self._cancel()
            self._look_later(self._clock())

    def _hear(self, heard: Heard | Rung | Called | Faulty) -> None:
        match heard:
            case Rung():
                self.window.come_up()
            case Called():
                self._close()
            case Faulty(text):
                self.window.say_fault(text)
            case Heard():
                self._hear_answer(heard)

    def _hear_answer(self, heard: Heard) -> None:
        if heard.then is not None:
            heard.then(heard.answer)
        elif heard.reason:
            self.board.lose(heard.operation, heard.reason)
        else:
            self.board.hear(heard.operation, heard.answer)

    def _draw(self) -> None:
        if not self._is_closing:
            self.window.draw()
            self._look_soon()

    def _see(self, event: "tk.Event[tk.Misc]") -> None:
        """Nobody looks at an icon."""
        if event.widget is self._root:
            self.board.hide(self._root.wm_state() != "normal")
            self._look_soon()

    def _zoom(self, step: int) -> None:
        self._theme.resize(step_points(self._theme.fonts.points, step))
        trouble = self._keep_looks()
        if trouble:
            self.window.say_fault(trouble)

    def _keep_looks(self) -> str:
        """Why they are not kept, as a sentence."""
        place = self.window.place or self._looks.place
        looks = Looks(self._theme.fonts.points, self.window.log.is_open, place)
        if looks == self._looks:
            return ""
        trouble = self._keep(looks)
        if not trouble:
            self._looks = looks
        return trouble

    def _cancel(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
