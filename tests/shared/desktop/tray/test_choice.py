"""Which tray is taken, and what a program without a main loop gets."""

import queue
import sys
import threading
from collections.abc import Iterator

import pytest

from shared.desktop.tray.choice import Tray, open_tray, run_tray
from shared.desktop.tray.view import Item, View

VIEW = View("Parley server", "Nobody is here", "quiet", 0, (Item("quit", "Quit"),))
NO_BUS = "unix:path=/nowhere/bus"

linux = pytest.mark.skipif(sys.platform != "linux", reason="the trays of Linux")


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    from tests.support.tray_host import tray_host

    with tray_host(monkeypatch) as made:
        yield made


@linux
def test_the_desktop_s_own_is_taken_and_waited_for(host) -> None:
    chosen: queue.Queue[str] = queue.Queue()
    begun: queue.Queue[Tray] = queue.Queue()

    def person() -> None:
        tray = begun.get(timeout=20)
        name = host.icon()
        tray.show(View("Parley server", "2 people are here", "busy", 2, VIEW.items))
        host.click(name, "Quit")
        chosen.get(timeout=20)
        tray.close()

    other = threading.Thread(target=person)
    other.start()
    assert run_tray(VIEW, chosen.put, begun.put) == "closed"
    other.join(20)
    assert begun.empty()


@linux
def test_its_end_ends_the_waiting(host) -> None:
    assert run_tray(VIEW, print, lambda tray: host.bus.kill()) == "lost"


@linux
def test_without_any_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
    monkeypatch.delenv("DISPLAY", raising=False)
    begun: list[Tray] = []
    assert open_tray(VIEW, print) is None
    assert run_tray(VIEW, print, begun.append) == "none"
    assert not begun


@linux
def test_one_that_comes_up_later_is_waited_for(host, monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.desktop.tray import choice

    host.leave()
    monkeypatch.setattr(choice, "LOOK_S", 0.01)
    monkeypatch.delenv("DISPLAY", raising=False)
    later = threading.Timer(0.1, host.restart)
    later.start()
    assert run_tray(VIEW, print, lambda tray: tray.close(), patience_s=20) == "closed"
    later.join()
