"""Which tray is taken, and what a program without a main loop gets."""

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from shared.desktop.siblings import server_command
from shared.desktop.tray.choice import Tray, open_tray, run_tray
from shared.desktop.tray.view import Item, View
from tests.support.panel import Panel
from tests.support.screen import Screen

VIEW = View("Parley server", "Nobody is here", "quiet", 0, (Item("quit", "Quit"),))
NO_BUS = "unix:path=/nowhere/bus"

DOCK = server_command("aside", "dock")
NO_TRAY = """
import gc, sys, threading
from shared.desktop.tray.choice import run_tray
from shared.desktop.tray.view import View
print(run_tray(View("Parley server", "", "quiet", 0, ()), print, print, sys.argv[1:], 1.0))
collector = threading.Thread(target=gc.collect)
collector.start()
collector.join()
print("alive")
"""

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
    assert run_tray(VIEW, chosen.put, begun.put, DOCK) == "closed"
    other.join(20)
    assert begun.empty()


@linux
def test_its_end_ends_the_waiting(host) -> None:
    assert run_tray(VIEW, print, lambda tray: host.bus.kill(), DOCK) == "lost"


@linux
def test_without_any_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
    monkeypatch.delenv("DISPLAY", raising=False)
    begun: list[Tray] = []
    assert open_tray(VIEW, print) is None
    assert run_tray(VIEW, print, begun.append, DOCK) == "none"
    assert not begun


@linux
def test_one_that_comes_up_later_is_waited_for(host, monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.desktop.tray import choice

    host.leave()
    monkeypatch.setattr(choice, "LOOK_S", 0.01)
    monkeypatch.delenv("DISPLAY", raising=False)
    later = threading.Timer(0.1, host.restart)
    later.start()
    assert run_tray(VIEW, print, lambda tray: tray.close(), DOCK, patience_s=20) == "closed"
    later.join()


@linux
def test_looking_in_vain_leaves_nothing_of_tk(screen: Screen, quiet: None) -> None:
    """Which aborts the whole program when another thread collects it."""
    done = subprocess.run((sys.executable, "-c", NO_TRAY, *DOCK), capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("none\nalive\n", "")


@linux
def test_the_end_of_the_screen_is_the_end_of_the_icon_only(
    quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Screen()) as screen:
        monkeypatch.setenv("DISPLAY", screen.name)
        with Panel() as panel:

            def end(tray: Tray) -> None:
                panel.icon("Parley server")
                screen.end()

            assert run_tray(VIEW, print, end, DOCK, patience_s=20) == "lost"
