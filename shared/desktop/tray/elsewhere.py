"""The tray of Windows and macOS, by pystray. Its menus ask for what they show each time."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from shared.desktop.tray.icon import rgba
from shared.desktop.tray.view import Item, View

SIZE: Final = 64
"""The system makes it smaller, and sharp screens need more than the 16 of old."""

LONGEST: Final = 120
"""Windows cuts tooltips at 128, and pystray fails there."""


def open_elsewhere(view: View, chosen: Callable[[str], object]) -> "Elsewhere":
    """Beside another main loop, which on macOS must be the main thread's. `chosen` is called in
    the tray's thread. ImportError: pystray is not there."""
    tray = Elsewhere(view, chosen)
    tray.icon.run_detached()
    return tray


def run_elsewhere(
    view: View, chosen: Callable[[str], object], begin: Callable[["Elsewhere"], object]
) -> Literal["closed"]:
    """The main thread is the tray's until `close`, as macOS wants it."""
    tray = Elsewhere(view, chosen)

    def set_up(icon: Any) -> None:
        icon.visible = True
        begin(tray)

    tray.icon.run(set_up)
    return "closed"


class Elsewhere:
    """A `Tray`."""

    def __init__(self, view: View, chosen: Callable[[str], object]) -> None:
        import pystray  # where it is needed it is installed

        self._pystray, self._view, self._chosen = pystray, view, chosen
        self._over = threading.Event()
        menu = pystray.Menu(self._items)
        self.icon = pystray.Icon(view.title, _picture(view), _tooltip(view), menu)

    @property
    def is_shown(self) -> bool:
        return not self._over.is_set()

    def show(self, view: View) -> None:
        if not self._over.is_set():
            _in_its_thread(lambda: self._change(view))

    def close(self) -> None:
        if not self._over.is_set():
            self._over.set()
            _in_its_thread(self.icon.stop)

    def wait(self) -> Literal["closed"]:
        self._over.wait()
        return "closed"

    def _change(self, view: View) -> None:
        before, self._view = self._view, view
        if (before.state, before.badge) != (view.state, view.badge):
            self.icon.icon = _picture(view)
        self.icon.title = _tooltip(view)
        if before.items != view.items:
            self.icon.update_menu()

    def _items(self) -> Iterator[Any]:
        return map(self._item, self._view.items)

    def _item(self, item: Item) -> Any:
        if not item.name:
            return self._pystray.Menu.SEPARATOR
        return self._pystray.MenuItem(
            item.text.replace("&", "&&") if sys.platform == "win32" else item.text,
            lambda: self._chosen(item.name),
            checked=None if item.is_checked is None else lambda _: bool(item.is_checked),
            default=item.is_default,
            enabled=item.is_enabled,
        )


def _in_its_thread(act: Callable[[], object]) -> None:
    """macOS lets only the main thread change what is shown."""
    if sys.platform == "darwin":
        from PyObjCTools import AppHelper

        AppHelper.callAfter(act)
    else:
        act()


def _tooltip(view: View) -> str:
    return view.tooltip[:LONGEST]


def _picture(view: View) -> Any:
    from PIL import Image

    pixels = rgba(SIZE, view.state, view.badge, view.is_server)
    return Image.frombytes("RGBA", (SIZE, SIZE), pixels)
