"""An icon on a bus of our own, with a panel that shows it."""

import queue
import sys
import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from shared.desktop.tray.view import Item, View

if sys.platform != "linux":
    pytest.skip("other desktops have no D-Bus", allow_module_level=True)

from shared.desktop.tray.status_item import StatusItem, open_status_item
from tests.support.tray_host import TrayHost, tray_host

VIEW = View(
    "Parley",
    "Front desk: 3 unread",
    "busy",
    3,
    (
        Item("show", "Show Parley", is_default=True),
        Item(),
        Item("quiet", "Do not disturb", is_checked=False),
        Item("off", "Not now", is_enabled=False),
        Item("quit", "Quit my_chat"),
    ),
)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[TrayHost]:
    with tray_host(monkeypatch) as made:
        yield made


class Icon:
    """A tray and what it has told."""

    def __init__(self) -> None:
        self.chosen: queue.Queue[str] = queue.Queue()
        self.losses: queue.Queue[bool] = queue.Queue()
        self.tray = open_status_item(VIEW, self.chosen.put, lambda: self.losses.put(True))

    def opened(self) -> StatusItem:
        assert self.tray is not None
        return self.tray


@pytest.fixture
def icon(host: TrayHost) -> Iterator[Icon]:
    made = Icon()
    yield made
    made.opened().close()


def test_an_icon_appears_with_tooltip_and_pictures(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    assert icon.opened().is_shown
    assert host.get(name, "Title") == "Parley"
    assert list(host.get(name, "ToolTip"))[2:] == ["Parley", "Front desk: 3 unread"]
    sizes = [(width, height, len(data)) for width, height, data in host.get(name, "IconPixmap")]
    assert sizes[:2] == [(16, 16, 1024), (22, 22, 1936)]


def test_names_in_the_tooltip_are_no_markup(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    icon.opened().show(replace(VIEW, tooltip="Tom & <b>Jerry</b>"))
    assert host.signals.get(timeout=20) == "NewToolTip"
    assert list(host.get(name, "ToolTip"))[3] == "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;"


def test_the_menu_opens_and_each_item_acts(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    texts = ["Show Parley", "-", "Do not disturb", "Not now", "Quit my_chat"]
    assert host.menu(name) == texts
    for text in ("Quit my_chat", "Do not disturb", "Not now", "Show Parley"):
        host.click(name, text)
    assert [icon.chosen.get(timeout=20) for _ in range(3)] == ["quit", "quiet", "show"]
    host.activate(name)
    assert icon.chosen.get(timeout=20) == "show"
    assert icon.chosen.empty()


def test_what_changes_is_announced_and_nothing_else(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    tray = icon.opened()
    tray.show(VIEW)
    tray.show(replace(VIEW, badge=4))
    assert host.signals.get(timeout=20) == "NewIcon"
    assert host.signals.get(timeout=20) == "NewAttentionIcon"
    tray.show(replace(VIEW, badge=4, tooltip="Nothing is connected", state="trouble"))
    said = [host.signals.get(timeout=20) for _ in range(4)]
    assert said == ["NewIcon", "NewAttentionIcon", "NewToolTip", "NewStatus"]
    show, line, quiet, *others = VIEW.items
    items = show, line, replace(quiet, is_checked=True), *others
    assert not host.is_checked(name, "Do not disturb")
    tray.show(replace(VIEW, items=items))
    while host.signals.get(timeout=20) != "LayoutUpdated":
        pass
    assert host.is_checked(name, "Do not disturb")


def test_a_panel_that_starts_again_shows_it_again(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    host.leave()
    assert icon.losses.get(timeout=20)
    assert not icon.opened().is_shown
    host.restart()
    assert host.icon() == name
    assert host.menu(name)
    host.wait_for(name, "Title", lambda title: title == "Parley")


def test_the_end_of_the_session_is_told(host: TrayHost, icon: Icon) -> None:
    host.icon()
    host.bus.kill()
    assert icon.losses.get(timeout=20)
    assert icon.opened().wait() == "lost"
    icon.opened().show(VIEW)  # nothing happens


def test_closing_takes_it_away(host: TrayHost, icon: Icon) -> None:
    name = host.icon()
    waiting = threading.Thread(target=icon.opened().wait)
    waiting.start()
    icon.opened().close()
    waiting.join(20)
    assert not waiting.is_alive()
    with pytest.raises(OSError, match="Get"):
        host.get(name, "Title")
    assert icon.losses.empty()


def test_a_list_that_nobody_shows_is_no_tray(host: TrayHost) -> None:
    host.has_host = False
    assert open_status_item(VIEW, print, print) is None


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense"])
def test_without_a_bus_there_is_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert open_status_item(VIEW, print, print) is None
