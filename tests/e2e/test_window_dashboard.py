"""The real dashboard on a screen, and the real server it is about: found, lost, found again, and
left alone at the end."""

import shutil
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from chatserver.control.answers import ServerStatus
from chatserver.control.client import ControlClient
from chatserver.control.operations import AskStatus
from tests.e2e.test_guests_restart import Site
from tests.support.processes import PATIENCE_S, Program
from tests.support.screen import Screen

pytestmark = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")

GONE = "Parley server"


@pytest.fixture
def site(tmp_path: Path, screen: Screen | None) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.close()


def dashboard(site: Site, data: Path) -> Program:
    made = Program(sys.executable, "-m", "chatserver", "dashboard", "--data", str(data))
    site.add(made)
    return made


def do(*words: str) -> str:
    found = subprocess.run(("xdotool", *words), capture_output=True, text=True, timeout=PATIENCE_S)
    return found.stdout.strip()


def windows() -> list[str]:
    """With its dialogs."""
    return do("search", "--onlyvisible", "--name", "Parley server$").split()


def titles() -> list[str]:
    return [do("getwindowname", id) for id in windows()]


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"windows: {titles()}"


def ask_status(data: Path) -> ServerStatus:
    asker = ControlClient(data)
    try:
        answer = asker.ask(AskStatus())
    finally:
        asker.close()
    assert isinstance(answer, ServerStatus)
    return answer


def ask_to_kick_the_first() -> bool:
    """By keys that do nothing in a question; whether one stands there."""
    do("key", "ctrl+f", "Down", "Delete")
    return len(windows()) == 2


def has_copied(root: tk.Tk, text: str) -> bool:
    """From the field, as soon as it takes keys."""
    do("key", "ctrl+f")
    do("type", text)
    do("key", "ctrl+f", "ctrl+c")
    root.update()  # Tk learns that what it had copied itself is no more
    with suppress(tk.TclError):
        return root.clipboard_get() == text
    return False


def is_alone(window: list[str]) -> bool:
    """A busy computer may ask once more, for what was pressed while the question was coming."""
    for id in windows():
        if id not in window:
            do("windowfocus", "--sync", id, "key", "Escape")
    return windows() == window


def test_a_window_follows_its_server_and_leaves_it_alone(
    site: Site, root: tk.Tk, tmp_path: Path
) -> None:
    root.withdraw()
    data = tmp_path / "data"
    window = dashboard(site, data)
    running = f"{ask_status(data).name} · Parley server"
    wait_for(lambda: titles() == [running])

    again = dashboard(site, data)
    assert again.wait() == 0, "a second start brings the first window up"
    wait_for(lambda: titles() == [running])  # xdotool meets one that moves twice

    zoe = site.nc()
    zoe.type("/nick zoe\n")
    zoe.out.expect(lambda line: line.endswith("->zoe"))
    do("key", "ctrl+f")
    do("type", "zoe")
    first = windows()
    wait_for(ask_to_kick_the_first)
    question = next(id for id in windows() if id not in first)
    do("windowfocus", "--sync", question, "key", "Tab", "space")
    wait_for(lambda: ask_status(data).people == 0)
    wait_for(lambda: is_alone(first))

    site.kill()
    wait_for(lambda: is_alone(first) and titles() == [GONE])
    site.start()
    wait_for(lambda: is_alone(first) and titles() == [running])

    wait_for(lambda: has_copied(root, "zoe"))
    do("key", "ctrl+w")
    assert window.wait() == 0
    assert window.err.rest() == []
    root.update()  # Tk learns that what it had copied itself is no more
    copied = root.clipboard_get()
    root.clipboard_clear()
    root.clipboard_append("")
    assert copied == "zoe", "it outlives the window"
    assert ask_status(data).name in running


def test_without_a_server_the_window_waits_for_one(site: Site, tmp_path: Path) -> None:
    window = dashboard(site, tmp_path / "other")
    wait_for(lambda: titles() == [GONE])
    do("key", "ctrl+w")
    assert window.wait() == 0
    assert not (tmp_path / "other").exists()
