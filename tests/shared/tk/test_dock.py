"""The icon in a real panel's tray, clicked with a real pointer."""

import sys
import threading
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from zlib import decompress

import pytest
from msgspec.structs import replace

from shared.desktop.siblings import server_command
from shared.desktop.tray import choice
from shared.desktop.tray.view import Item, View
from shared.desktop.tray.xlib import Display
from shared.tk.dock import Dock, open_dock
from shared.tk.menu import Menu
from shared.tk.palette import DARK, LIGHT, Palette
from tests.support.panel import Panel, move_pointer, press
from tests.support.screen import Screen
from tests.support.window_program import Hand
from tests.support.windows import Wait

if sys.platform in ("win32", "darwin"):
    pytest.skip("XEmbed is X11's", allow_module_level=True)

VIEW = View(
    "Parley dock",
    "Front desk: 3 unread",
    "busy",
    3,
    (
        Item("show", "Show Parley", is_default=True),
        Item(),
        Item("quiet", "Do not disturb", is_checked=True),
        Item("off", "Not now", is_enabled=False),
        Item("quit", "Quit"),
    ),
)

BORDER = 2
"""Of trayer, around its icons."""


@pytest.fixture
def panel(screen: Screen | None) -> Iterator[Panel]:
    with Panel(24) as made:
        yield made


class Docked:
    def __init__(self, root: tk.Tk, wait: Wait) -> None:
        self.root, self.wait = root, wait
        self.palette = LIGHT
        self.chosen: list[str] = []
        self.losses: list[bool] = []
        wait(self._open)

    def _open(self) -> bool:
        """As soon as the panel has a tray."""
        made = open_dock(
            self.root, VIEW, self.look, self.chosen.append, lambda: self.losses.append(True)
        )
        self.dock = made
        return made is not None

    def look(self) -> Palette:
        return self.palette

    def menu(self) -> Menu | None:
        found = [child for child in self.root.winfo_children() if isinstance(child, Menu)]
        shown = [menu for menu in found if menu.winfo_viewable()]
        return shown[0] if shown else None

    def opened(self) -> Menu:
        menu = self.menu()
        assert menu is not None
        return menu


@pytest.fixture
def docked(root: tk.Tk, wait: Wait, panel: Panel) -> Iterator[Docked]:
    root.withdraw()
    made = Docked(root, wait)
    yield made
    assert made.dock is not None
    made.dock.close()
    move_pointer(1399, 999)


def icon_of(docked: Docked, panel: Panel) -> str:
    docked.wait(lambda: panel.find("Parley dock"))
    return panel.find("Parley dock")


def colours(screen: Screen, path: Path, place: tuple[int, int, int, int]) -> "set[bytes]":
    """What is seen there."""
    screen.picture(path, place)
    data = path.read_bytes()
    start = data.index(b"IDAT") + 4
    rows, stride = decompress(data[start:-16]), 3 * place[2] + 1
    lines = [rows[at + 1 : at + stride] for at in range(0, len(rows), stride)]
    return {line[at : at + 3] for line in lines for at in range(0, len(line), 3)}


def choose(docked: Docked, menu: Menu, number: int) -> None:
    def is_pointed_at() -> bool:
        move_pointer(menu.winfo_rootx() + 30, menu.winfo_rooty() + menu.yposition(number) + 5)
        return menu.index("active") == number

    docked.wait(is_pointed_at)
    press("1")


def test_it_is_seen_in_the_panel(
    docked: Docked, panel: Panel, screen: Screen, tmp_path: Path
) -> None:
    assert docked.dock is not None
    assert docked.dock.is_shown
    place = panel.place(icon_of(docked, panel))
    assert min(place[2:]) >= 20
    tile, badge, ink = b"\x3f\x5b\xd9", b"\xc8\x1e\x3a", b"\xff\xff\xff"
    docked.wait(lambda: {tile, badge, ink} <= colours(screen, tmp_path / "icon.png", place))
    docked.dock.show(replace(VIEW, state="trouble"))
    docked.wait(lambda: b"\xd9\x77\x06" in colours(screen, tmp_path / "icon.png", place))


@pytest.mark.parametrize("side", [16, 22, 24, 32, 48])
def test_it_is_seen_whatever_size_the_panel_gives(
    root: tk.Tk, wait: Wait, screen: Screen, tmp_path: Path, side: int
) -> None:
    """24 is what is asked for, and what panels give by themselves."""
    root.withdraw()
    with Panel(side + BORDER) as panel:
        docked = Docked(root, wait)
        icon, tile = icon_of(docked, panel), b"\x3f\x5b\xd9"
        wait(lambda: panel.place(icon)[3] == side)
        wait(lambda: tile in colours(screen, tmp_path / "icon.png", panel.place(icon)))
        assert docked.dock is not None
        docked.dock.close()


def test_a_click_is_the_default(docked: Docked, panel: Panel) -> None:
    panel.click(icon_of(docked, panel))
    docked.wait(lambda: docked.chosen == ["show"])


def test_the_other_button_opens_the_menu_and_an_item_acts(docked: Docked, panel: Panel) -> None:
    panel.right_click(icon_of(docked, panel))
    docked.wait(docked.menu)
    menu = docked.opened()
    kinds = [menu.type(number) for number in range(5)]
    assert kinds == ["command", "separator", "command", "command", "command"]
    assert menu.entrycget(3, "state") == "disabled"
    choose(docked, menu, 4)
    docked.wait(lambda: docked.chosen == ["quit"])
    docked.wait(lambda: docked.menu() is None)


def test_the_menu_is_worked_by_keys(docked: Docked, panel: Panel) -> None:
    panel.right_click(icon_of(docked, panel))
    docked.wait(docked.menu)
    menu, hand = docked.opened(), Hand()
    docked.wait(lambda: docked.root.focus_get() is menu)
    hand.press("Down")
    docked.wait(lambda: menu.index("active") == 0)
    hand.press("Up")
    docked.wait(lambda: menu.index("active") == 4)
    hand.press("Return")
    docked.wait(lambda: docked.chosen == ["quit"])


def test_what_is_checked_says_so_and_acts(docked: Docked, panel: Panel) -> None:
    panel.right_click(icon_of(docked, panel))
    docked.wait(docked.menu)
    menu = docked.opened()
    assert [menu.is_checked(number) for number in (0, 2, 3, 4)] == [False, True, False, False]
    choose(docked, menu, 2)
    docked.wait(lambda: docked.chosen == ["quiet"])


def test_the_menu_looks_as_the_window_does_then(docked: Docked, panel: Panel) -> None:
    docked.palette = DARK
    panel.right_click(icon_of(docked, panel))
    docked.wait(docked.menu)
    menu = docked.opened()
    seen = [str(menu.cget(part)) for part in ("background", "foreground", "activebackground")]
    assert seen == [DARK.field, DARK.text, DARK.select]


def test_the_tooltip_comes_and_goes(docked: Docked, panel: Panel) -> None:
    def said() -> list[str]:
        tips = [child for child in docked.root.winfo_children() if isinstance(child, tk.Toplevel)]
        return [label.cget("text") for tip in tips for label in tip.winfo_children()]

    panel.point_at(icon_of(docked, panel))
    docked.wait(lambda: said() == ["Front desk: 3 unread"])
    assert docked.dock is not None
    docked.dock.show(replace(VIEW, tooltip="Front desk: 4 unread"))
    docked.wait(lambda: said() == ["Front desk: 4 unread"])
    move_pointer(10, 10)
    docked.wait(lambda: said() == [])


def test_a_panel_that_starts_again_has_it_again(docked: Docked, panel: Panel) -> None:
    icon_of(docked, panel)
    panel.kill()
    docked.wait(lambda: docked.losses == [True])
    assert docked.dock is not None
    assert not docked.dock.is_shown
    docked.dock.show(replace(VIEW, badge=4))
    panel.start()
    docked.wait(lambda: docked.dock is not None and docked.dock.is_shown)
    panel.click(icon_of(docked, panel))
    docked.wait(lambda: docked.chosen == ["show"])


def test_a_tall_panel_has_a_large_icon(root: tk.Tk, wait: Wait, screen: Screen) -> None:
    root.withdraw()
    with Panel(64) as panel:
        docked = Docked(root, wait)
        icon = icon_of(docked, panel)
        wait(lambda: min(panel.place(icon)[2:]) >= 56)
        assert docked.dock is not None
        docked.dock.close()


def test_a_refused_request_does_not_end_the_program(screen: Screen | None) -> None:
    display = Display()
    with pytest.raises(OSError, match="refuses"), display.refusable():
        display.destroy(0x1234567)
    with display.refusable():
        assert display.atom("MANAGER")
    display.close()


def test_without_a_panel_there_is_none(root: tk.Tk, wait: Wait) -> None:
    assert open_dock(root, VIEW, lambda: LIGHT, print, print) is None
    assert choice.open_tray_in(root, VIEW, lambda: LIGHT, print) is None
    root.update()


def test_another_thread_may_close_it(docked: Docked, panel: Panel) -> None:
    assert isinstance(docked.dock, Dock)
    other = threading.Thread(target=docked.dock.close)
    other.start()
    docked.wait(lambda: docked.dock is not None and not docked.dock.is_shown)
    other.join()
    docked.wait(lambda: not panel.find("Parley dock"))


def test_a_program_without_windows_has_a_loop_as_long_as_the_icon(
    screen: Screen, panel: Panel, quiet: None
) -> None:
    told: list[str] = []
    trays: list[choice.Tray] = []

    def person() -> None:
        icon = panel.icon("Parley dock")
        panel.click(icon)

    def choose(name: str) -> None:
        told.append(name)
        trays[0].close()

    def begin(tray: choice.Tray) -> None:
        trays.append(tray)
        other.start()

    other = threading.Thread(target=person)
    assert (
        choice.run_tray(VIEW, choose, begin, server_command("aside", "dock"), patience_s=20)
        == "closed"
    )
    other.join()
    assert told == ["show"]
