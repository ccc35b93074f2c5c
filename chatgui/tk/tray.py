"""The window's icon in the tray, and the window's life behind it.

Looked for in a thread when the window is on the screen; a panel may come up later than programs
that start with the desktop, so it is looked for some times. What it says comes by the pump.
"""

import sys
import threading
import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from chatgui.app import tray as model
from chatgui.app.chat import Chat
from chatgui.app.messages import Event
from shared.desktop.login import LoginItem, describe
from shared.desktop.tray.view import View
from shared.tk.palette import Palette

LOOK_MS: Final = 5_000
"""Between two looks for a tray that is not there."""

LOOKS: Final = 6
GONE_MS: Final = 10_000
"""A panel that is started again is back by then; else a hidden window comes up."""


class Found(Event, frozen=True):
    """`tray`: None: there is none that needs no window."""

    tray: Any


class Chosen(Event, frozen=True):
    name: str


class Vanished(Event, frozen=True):
    """Nobody shows the icon any more, perhaps for a moment only."""


class TrayIcon:
    """`look`: the colours as they are to be now. `put`: into the pump, whose `Found`, `Chosen` and
    `Vanished` are for `hear`. `choose(name)`: the person has. `change(has_tray)`: an icon can be
    seen now, or there is none. `login`: None: this chat cannot start at login."""

    def __init__(
        self,
        root: tk.Tk,
        look: Callable[[], Palette],
        chat: Chat,
        put: Callable[[Event], object],
        choose: Callable[[str], object],
        change: Callable[[bool], object],
        login: LoginItem | None = None,
    ) -> None:
        self._root, self._look, self._chat, self._put = root, look, chat, put
        self._choose, self._change, self.login = choose, change, login
        self._tray: Any = None
        self._opened: Any = None  # by the thread
        self._shown: View | None = None
        self._timer = ""
        self._looks = 0
        self._is_closed = False
        self._starts_at_login: bool | None = None

    @property
    def is_shown(self) -> bool:
        return self._tray is not None and self._tray.is_shown

    def look(self) -> None:
        """For a tray; `Found` follows."""
        self._timer = ""
        self._looks += 1
        if self._looks == 1 and self.login is not None:
            with suppress(OSError):  # it stays as it was
                self.login.mend()
            self._starts_at_login = self.login.is_on()
        view = self._view()
        if sys.platform == "darwin":  # whose icons only the main thread may make
            self._open(view)
        else:
            threading.Thread(target=self._open, args=(view,), name="tray", daemon=True).start()

    def draw(self) -> None:
        """What has changed."""
        if self._tray is not None and (view := self._view()) != self._shown:
            self._shown = view
            self._tray.show(view)

    def hear(self, event: Event) -> None:
        match event:
            case Found(tray):
                self._take(tray)
            case Chosen(name):
                self._choose(name)
            case Vanished():
                self._after(GONE_MS, self._look_whether_gone)

    def turn_login(self) -> str:
        """On or off. Why that cannot be, as a sentence."""
        if self.login is None:
            return ""
        try:
            self.login.turn(not self.login.is_on())
        except OSError as error:
            return describe(error)
        finally:
            self._starts_at_login = self.login.is_on()
        return ""

    def close(self) -> None:
        """Nothing is waited for."""
        self._is_closed = True
        self._cancel()
        for tray in (self._tray, self._opened):
            if tray is not None:
                tray.close()

    # --- in a thread, as a rule ----------------------------------------------------------------

    def _open(self, view: View) -> None:
        from shared.desktop.tray.choice import open_tray

        tray = self._opened = open_tray(
            view, lambda name: self._put(Chosen(name)), lambda: self._put(Vanished())
        )
        if tray is not None and self._is_closed:  # meanwhile
            tray.close()
        self._put(Found(tray))

    # --- in Tk's thread ------------------------------------------------------------------------

    def _take(self, tray: Any) -> None:
        self._tray = tray or self._open_in_window()
        if self._tray is not None:
            self.draw()
            self._change(True)
        elif self._looks < LOOKS:
            self._after(LOOK_MS, self.look)
        else:
            self._change(False)

    def _open_in_window(self) -> Any:
        from shared.desktop.tray.choice import open_tray_in

        view = self._view()
        return open_tray_in(
            self._root, view, self._look, self._choose, lambda: self._put(Vanished())
        )

    def _look_whether_gone(self) -> None:
        self._timer = ""
        if not self.is_shown:
            self._change(False)

    def _view(self) -> View:
        return model.describe_tray(self._chat, self._starts_at_login)

    def _after(self, wait_ms: int, act: Callable[[], object]) -> None:
        self._cancel()
        self._timer = self._root.after(wait_ms, act)

    def _cancel(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
            self._timer = ""
