"""The program with a window, from an open chat to its end.

The window is mapped before the parts of the link are even imported; what the link has to say waits
in the pump. At the end Tk goes on working until the link's thread is over: it may be waiting for
Tk to take a wake.
"""

import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from chatgui.app.chat import Chat
from chatgui.app.messages import Ended, Event, Intent
from chatgui.app.places import brings_invite, describe_typed
from chatgui.app.settings import Settings
from chatgui.knock import Prepare
from chatgui.profile import LOG
from chatgui.tk.announcer import Announcer
from chatgui.tk.appearance import Appearance
from chatgui.tk.background import Background
from chatgui.tk.late_link import LateLink
from chatgui.tk.main_window import MainWindow
from chatgui.tk.timers import Timers
from shared.desktop.login import LoginItem
from shared.signals import catch_signals
from shared.tk.faults import Faults
from shared.tk.pump import Pump

TICK_MS: Final = 1000
DRAW_S: Final = 0.03
LEAVE_MS: Final = 5000
"""How long the link may take to say the last things to the server, the window being gone."""

TRAY_MS: Final = 300
"""Behind the first picture: the way to the server comes first."""


Wish = Literal["", "again", "change"]
"""What the person wants behind the end: the same once more, or something else."""


class Rung(Event, frozen=True):
    """The program was started again for the same person; `typed`: a link or an address, or
    nothing."""

    typed: str


class Clicked(Event, frozen=True):
    """The person has clicked on what was announced."""

    conversation: bytes


class Called(Event, frozen=True):
    """The system wants the program to end."""


class Faulty(Event, frozen=True):
    """Something is wrong; a sentence."""

    text: str


class Program:
    """`prepare`: called in a thread of its own, when the window is on the screen, until it does
    not fail. `keep`: settings, on the disk; why they are not, as a sentence. `login` and
    `starts_hidden`: see `Background`. Nobody but Tk's thread calls anything here, except `ring`."""

    def __init__(
        self,
        root: tk.Tk,
        appearance: Appearance,
        make_chat: Callable[[Callable[[Intent], None]], Chat],
        prepare: Prepare,
        home: Path,
        keep: Callable[[Settings], str],
        leads_here: Callable[[str], bool] = lambda typed: True,
        login: LoginItem | None = None,
        starts_hidden: bool = False,
    ) -> None:
        self._root, self._timers = root, Timers(root)
        self._is_leaving = False
        self._drawn_at = 0.0
        self._pump = Pump(root, self._hear, self._draw_soon)
        self._faults = Faults(root, home / LOG, lambda text: self._pump.put(Faulty(text)))
        self._link = LateLink(self._timers, self._pump, prepare, self._hold, self._say_for_now)
        self.chat = make_chat(self._link.post)
        self._announcer = Announcer(root, lambda talk: self._pump.put(Clicked(talk)))
        announce = self._announcer.announce
        self.window = MainWindow(
            root, appearance, self.chat, self._leave, keep, home, announce, self._restart
        )
        put, leave = self._pump.put, self._leave
        self.background = Background(
            root, self.window, self.chat, put, leave, announce, login, starts_hidden
        )
        self._leads_here = leads_here
        self.wish: Wish = ""
        self.typed = ""  # for another server, where the wish is to change
        self.end: Ended | None = None
        root.protocol("WM_DELETE_WINDOW", self.background.close_window)

    def run(self) -> bool:
        """Until the window is closed. False: the link hangs, and what it uses must be left to it;
        what was said is on the disk all the same."""
        with catch_signals(lambda: self._pump.put(Called())):
            self._root.after_idle(self._show)
            self._root.mainloop()
        self.background.close()  # also where it was asked for twice
        self._faults.close()
        self.window.close()
        return not self._link.is_alive

    def ring(self, typed: str) -> None:
        """Come up; and where that link or address is another server's, ask whether to go there.
        From any thread."""
        self._pump.put(Rung(typed))

    # --- begin -------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.background.starts_hidden:
            self.window.show()
        self._root.update_idletasks()
        self._tick()
        self._timers.set("prepare", 1, self._link.begin)
        self._timers.set("tray", TRAY_MS, self.background.begin)

    def _hold(self, count: int) -> None:
        self.chat.hold(count)

    def _say_for_now(self, sentence: str) -> None:
        self.window.say_for_now(sentence)

    # --- go on -------------------------------------------------------------------------------

    def _tick(self) -> None:
        self._timers.set("tick", TICK_MS, self._tick)
        self.chat.tick()
        self._draw_soon()

    def _hear(self, event: Event) -> None:
        if self.background.hear(event) or self._link.hear(event):
            return
        match event:
            case Rung(typed):
                self.window.come_up()
                self._consider(typed)
            case Clicked(conversation):
                self.window.come_up()
                self.window.do(lambda: self.chat.open(conversation))
            case Called():
                self._leave_now()
            case Faulty(text):
                self.window.say(text)
            case _:
                if isinstance(event, Ended):
                    self.end = event
                self.chat.hear(event)

    def _draw_soon(self) -> None:
        """At once if nothing was drawn for a while; else what comes until then is drawn with it."""
        wait_s = self._drawn_at + DRAW_S - time.monotonic()
        if wait_s <= 0:
            self._draw()
        elif "draw" not in self._timers:
            self._timers.set("draw", round(1000 * wait_s) + 1, self._draw)

    def _draw(self) -> None:
        self._timers.cancel("draw")
        self.window.draw()
        self.background.draw()
        self._announcer.announce(self.chat.take_notifications())
        self._drawn_at = time.monotonic()  # behind it: a slow computer draws less often
        due_ms = self.chat.due_ms()
        if self._is_leaving and self.chat.ended is not None:
            self._close()
        elif due_ms is not None:
            self._timers.set("draw", due_ms + 1, self._draw)

    # --- end ---------------------------------------------------------------------------------

    def _leave(self) -> None:
        """The person wants to; that something waits to be sent is said before."""
        self.window.draw()  # what waits now, not a moment ago
        if self.chat.ended is not None:
            self._close()
        elif self.chat.quit_words:
            self.window.ask_leave(lambda is_sure: self._leave_now() if is_sure else None)
        elif not self._link.is_made:
            self._close()
        else:
            self._leave_now()

    def _consider(self, typed: str) -> None:
        """To go to another server, or with another invite to this one."""
        is_over = self.chat.ended is not None
        wants_invite = not self.chat.status.is_well and brings_invite(typed)
        if not typed or (self._leads_here(typed) and not is_over and not wants_invite):
            return

        def go(is_sure: bool) -> None:
            if is_sure:
                self.wish, self.typed = "change", typed
                self._leave_now()

        if is_over:
            self.typed = typed
            self._restart("change")
        else:
            self.window.ask_move(describe_typed(typed), go)

    def _restart(self, wish: Wish) -> None:
        """The chat is over, and the person is not."""
        self.wish = wish
        self._close()

    def _leave_now(self) -> None:
        if self._is_leaving:  # asked again: it takes too long for whoever asks
            self._root.quit()
            return
        self._is_leaving = True
        self.window.hide()
        self.chat.quit()
        self._timers.set("leave", LEAVE_MS, self._close)

    def _close(self) -> None:
        self._pump.close()
        self.background.close()
        self._announcer.close()
        self._timers.cancel_all()
        self.window.keep_place()
        self._link.end(self._root.quit)
