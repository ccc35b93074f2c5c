"""The program without its window: closed into the tray, started there, and what is chosen there."""

import tkinter as tk
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from chatgui.app import tray
from chatgui.app.chat import Chat
from chatgui.app.conversations import EVERYONE
from chatgui.app.messages import Event
from chatgui.app.words import window as words
from chatgui.tk.main_window import MainWindow
from chatgui.tk.tray import Chosen, Found, TrayIcon, Vanished
from shared.desktop.login import LoginItem
from shared.desktop.notification import Notification

WITHDRAWN = "withdrawn"


class Background:
    """`put`: into the pump; what comes out is for `hear`. `leave`: the person wants to go.
    `login`: None: this chat cannot start at login. `starts_hidden`: the window is not shown before
    somebody asks for it, unless there is no tray that they could do it in."""

    def __init__(
        self,
        root: tk.Tk,
        window: MainWindow,
        chat: Chat,
        put: Callable[[Event], object],
        leave: Callable[[], object],
        announce: Callable[[Sequence[Notification]], object],
        login: LoginItem | None = None,
        starts_hidden: bool = False,
    ) -> None:
        self._root, self._window, self._chat = root, window, chat
        self._leave, self._announce = leave, announce
        self.starts_hidden = starts_hidden
        self.icon = TrayIcon(
            root, lambda: window.theme.palette, chat, put, self._choose, self._change, login
        )

    def begin(self) -> None:
        """Look for a tray, in the background."""
        self.icon.look()

    def hear(self, event: Event) -> bool:
        """Whether it was from the tray."""
        if not isinstance(event, Found | Chosen | Vanished):
            return False
        self.icon.hear(event)
        return True

    def draw(self) -> None:
        self.icon.draw()

    def close(self) -> None:
        self.icon.close()

    def close_window(self) -> None:
        """As the window manager's button does: where there is a tray the program goes on."""
        chat = self._chat
        if chat.ended is None and chat.settings.closes_to_tray and self.icon.is_shown:
            self._say_once()
            self._window.hide()
        else:
            self._leave()

    def _say_once(self) -> None:
        settings = self._chat.settings
        if settings.knows_tray:
            return
        self._window.do(lambda: self._chat.change_settings(replace(settings, knows_tray=True)))
        self._window.say(words.TRAY_GOES_ON)
        title, body = words.TRAY_GOES_ON_TITLE, words.TRAY_GOES_ON_BODY
        self._announce([Notification(title, body, EVERYONE, makes_sound=False)])

    def _change(self, has_tray: bool) -> None:
        """A window that nobody could bring back comes by itself, and takes no focus."""
        if not has_tray and self._root.wm_state() == WITHDRAWN:
            self._root.iconify()

    def _choose(self, name: str) -> None:
        match name:
            case tray.SHOW:
                self._window.come_up()
            case tray.QUIET:
                self._toggle_quiet()
            case tray.LOGIN:
                self._tell(self.icon.turn_login())
            case tray.QUIT:
                self._quit()
        self.draw()

    def _toggle_quiet(self) -> None:
        settings = self._chat.settings
        changed = replace(settings, do_not_disturb=not settings.do_not_disturb)
        self._window.do(lambda: self._chat.change_settings(changed))

    def _tell(self, trouble: str) -> None:
        if trouble:
            self._window.come_up()
            self._window.say(trouble)

    def _quit(self) -> None:
        """A question needs a window to stand before."""
        if self._chat.quit_words and self._root.wm_state() == WITHDRAWN:
            self._window.come_up()
        self._leave()
