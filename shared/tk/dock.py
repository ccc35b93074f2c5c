"""The tray of small Linux panels, by XEmbed, with a menu of Tk's. All in Tk's thread."""

import threading
import tkinter as tk
from collections.abc import Callable
from typing import IO, Final

import msgspec

from shared.desktop.tray.choice import Tray
from shared.desktop.tray.docked import DOCKED
from shared.desktop.tray.icon import rgba
from shared.desktop.tray.plug import News, Plug
from shared.desktop.tray.view import View
from shared.tk import scaling
from shared.tk.desktop_look import DesktopLook
from shared.tk.icon_popups import IconMenu, IconTip, Look
from shared.tk.pump import Pump

SETTLED_MS: Final = 300
"""Panels draw themselves anew some time after they have changed their size."""


def open_dock(
    root: tk.Misc,
    view: View,
    look: Look,
    chosen: Callable[[str], object],
    lost: Callable[[], object],
) -> Tray | None:
    """None: there is no such tray. OSError: this is no X11 display."""
    dock = Dock(root, view, look, chosen, lost)
    if dock.is_shown:
        return dock
    dock.close()
    return None


def run_dock(views: IO[bytes], names: IO[bytes]) -> None:
    """A whole process, see `shared.desktop.tray.docked`: until `views` ends. TclError or OSError:
    there is no screen."""

    def say(name: str) -> None:
        names.write(msgspec.json.encode(name) + b"\n")
        names.flush()

    desktop = DesktopLook()
    try:
        root = tk.Tk(className="Parley")
        root.withdraw()
        scaling.scale(root)
        view = _read(views.readline())
        dock = Dock(
            root, view, desktop.palette, say, lambda: None, near=desktop.ask, over=root.quit
        )
        if dock.is_shown:
            say(DOCKED)
            threading.Thread(target=_pass_on, args=(views, dock), name="views", daemon=True).start()
            root.mainloop()
    finally:
        desktop.close()


def _pass_on(views: IO[bytes], dock: "Dock") -> None:
    for line in views:
        dock.show(_read(line))
    dock.close()


def _read(line: bytes) -> View:
    return msgspec.json.decode(line, type=View)


class Dock:
    """A `Tray`. `near`: called when the pointer comes to the icon, a moment before a menu may be
    wanted; `over`: at the end, whoever has wished for it."""

    def __init__(
        self,
        root: tk.Misc,
        view: View,
        look: Look,
        chosen: Callable[[str], object],
        lost: Callable[[], object],
        near: Callable[[], object] = lambda: None,
        over: Callable[[], object] = lambda: None,
    ) -> None:
        self._root, self._view, self._chosen = root, view, chosen
        self._lost, self._near, self._over = lost, near, over
        self._thread = threading.get_ident()
        self.is_closed, self._timer = False, ""
        self._menu = IconMenu(root, look, self._choose)
        self._tip = IconTip(root, look)
        self._plug = Plug(view.title, self._paint)
        self._pump: Pump[View | None] = Pump(root, self._change, lambda: None)
        root.tk.createfilehandler(self._plug.descriptor, tk.READABLE, lambda *_: self._hear())
        self._plug.dock()
        self._hear()

    @property
    def is_shown(self) -> bool:
        return self._plug.is_docked

    def show(self, view: View) -> None:
        self._pump.put(view)

    def close(self) -> None:
        if threading.get_ident() == self._thread:
            self._change(None)
        else:
            self._pump.put(None)

    # --- in Tk's thread ------------------------------------------------------------------------

    def _change(self, view: View | None) -> None:
        if self.is_closed:
            return
        if view is None:
            self._end()
        else:
            self._view = view
            self._tip.renew(view.tooltip)
            self._draw()

    def _end(self) -> None:
        self.is_closed = True
        self._root.tk.deletefilehandler(self._plug.descriptor)
        self._pump.close()
        if self._timer:
            self._root.after_cancel(self._timer)
        self._tip.hide()
        self._menu.close()
        self._plug.close()
        self._over()

    def _paint(self, size: int) -> bytes:
        return rgba(size, self._view.state, self._view.badge, self._view.is_server)

    def _hear(self) -> None:
        """Requests read events as well, so it is asked after each."""
        while not self.is_closed and (found := self._plug.take()):
            for news in found:
                self._act(news)

    def _act(self, news: News) -> None:
        if self.is_closed:
            return
        if news.what == "entered":
            self._near()
            self._tip.show_soon(self._view.tooltip, news)
            return
        if news.what == "resized":
            self._draw_later()
            return
        self._tip.hide()
        if news.what == "lost":
            self._menu.close()
            self._lost()
        elif news.what == "menu":
            self._menu.show(self._view.items, news)
        elif news.what == "clicked":
            self._click(news)

    def _draw_later(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
        self._timer = self._root.after(SETTLED_MS, self._draw_settled)

    def _draw_settled(self) -> None:
        self._timer = ""
        self._draw()

    def _draw(self) -> None:
        self._plug.draw()
        self._hear()

    def _click(self, news: News) -> None:
        for item in self._view.items:
            if item.is_default and item.is_enabled:
                self._choose(item.name)
                return
        self._menu.show(self._view.items, news)

    def _choose(self, name: str) -> None:
        if not self.is_closed:
            self._chosen(name)
