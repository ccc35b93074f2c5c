"""Windows and macOS: what pystray is told, by a pystray that only listens."""

import sys
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from shared.desktop.tray.choice import Tray, open_tray, run_tray
from shared.desktop.tray.view import Item, View

VIEW = View(
    "Parley",
    "Front desk: 3 unread",
    "busy",
    3,
    (
        Item("show", "Show Parley", is_default=True),
        Item(),
        Item("quiet", "Do not disturb", is_checked=False, is_enabled=False),
    ),
)


class Menu:
    SEPARATOR = object()

    def __init__(self, items: Any) -> None:
        self.items = items


class MenuItem:
    def __init__(self, text, action, checked, default, enabled) -> None:
        self.text, self.action, self.checked = text, action, checked
        self.default, self.enabled = default, enabled


class Icon:
    made: "list[Icon]" = []  # noqa: RUF012 - the tests' own

    def __init__(self, name, icon, title, menu) -> None:
        self.name, self.icon, self.title, self.menu = name, icon, title, menu
        self.updates = 0
        self.over = threading.Event()
        Icon.made.append(self)

    def run_detached(self) -> None:
        pass

    def run(self, set_up) -> None:
        set_up(self)
        assert self.over.wait(20)

    def stop(self) -> None:
        self.over.set()

    def update_menu(self) -> None:
        self.updates += 1


@pytest.fixture(autouse=True)
def pystray(monkeypatch: pytest.MonkeyPatch) -> None:
    Icon.made = []
    image = SimpleNamespace(frombytes=lambda mode, size, data: (mode, size, data))
    fake = SimpleNamespace(Menu=Menu, MenuItem=MenuItem, Icon=Icon)
    monkeypatch.setitem(sys.modules, "pystray", fake)
    monkeypatch.setitem(sys.modules, "PIL", SimpleNamespace(Image=image))


def opened(chosen=print) -> tuple[Tray, Icon]:
    tray = open_tray(VIEW, chosen, platform="win32")
    assert tray is not None
    return tray, Icon.made[0]


def test_picture_tooltip_and_menu() -> None:
    told: list[str] = []
    tray, icon = opened(told.append)
    mode, size, data = icon.icon
    assert (mode, size, len(data)) == ("RGBA", (64, 64), 4 * 64 * 64)
    assert icon.title == "Front desk: 3 unread"
    show, line, quiet = icon.menu.items()
    assert (show.text, show.default, show.checked) == ("Show Parley", True, None)
    assert line is Menu.SEPARATOR
    assert (quiet.enabled, quiet.checked(quiet)) == (False, False)
    quiet.action()
    show.action()
    assert told == ["quiet", "show"]
    tray.close()


def test_only_what_has_changed_is_drawn() -> None:
    tray, icon = opened()
    before = icon.icon
    tray.show(replace(VIEW, tooltip="x" * 500))
    assert icon.icon is before
    assert len(icon.title) < 128
    assert icon.updates == 0
    tray.show(replace(VIEW, badge=0, items=VIEW.items[:1]))
    assert icon.icon != before
    assert icon.updates == 1
    tray.close()


def test_the_end() -> None:
    tray, icon = opened()
    assert tray.is_shown
    tray.close()
    tray.close()
    tray.show(VIEW)
    assert icon.over.is_set()
    assert not tray.is_shown
    assert tray.wait() == "closed"


def test_it_owns_the_main_thread_where_there_is_no_other_loop() -> None:
    begun: list[Tray] = []

    def begin(tray: Tray) -> None:
        begun.append(tray)
        tray.close()

    assert run_tray(VIEW, print, begin, (), platform="win32") == "closed"
    assert len(begun) == 1


def test_without_pystray_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pystray", None)
    assert open_tray(VIEW, print, platform="win32") is None
    assert run_tray(VIEW, print, print, (), platform="win32") == "none"
