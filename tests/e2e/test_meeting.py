"""Two people who know of no server: the first one starts one with a click, the second one's window
finds it, and they chat. Real programs on a screen, in a network of their own."""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.panel import Panel
from tests.support.processes import PATIENCE_S
from tests.support.screen import Screen
from tests.support.strays import wait_for_end
from tests.support.window_program import Hand, Window

CAN = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("ip")
pytestmark = [
    pytest.mark.skipif(not CAN, reason="needs root and ip to make a network of its own"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing"),
    pytest.mark.skipif(shutil.which("trayer") is None, reason="trayer is missing"),
]


@pytest.fixture
def island(tmp_path: Path, screen: Screen | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A network namespace; what is still running there in the end, is ended."""
    name = f"island{os.urandom(4).hex()}"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    panel = Panel()  # else the server's own window would come up, before the others perhaps
    subprocess.run(("ip", "netns", "add", name), check=True)
    subprocess.run(("ip", "-n", name, "link", "set", "lo", "up"), check=True)
    yield name
    found = subprocess.run(
        ("ip", "netns", "pids", name), check=True, capture_output=True, text=True
    )
    for number in map(int, found.stdout.split()):
        end(number)
    subprocess.run(("ip", "netns", "delete", name), check=True)
    panel.kill()


def end(number: int) -> None:
    """No child of ours: it shows by its number being gone."""
    with contextlib.suppress(OSError):
        os.kill(number, signal.SIGTERM)
        watched = os.pidfd_open(number)
        with contextlib.closing(os.fdopen(watched)) as stream:
            select.select([stream], [], [], PATIENCE_S)


def test_the_second_one_finds_the_server_of_the_first(island: str, tmp_path: Path) -> None:
    hand, inside = Hand(), ("ip", "netns", "exec", island)
    ada = Window(0, "", str(tmp_path / "ada"), before=inside)
    bob: Window | None = None
    try:
        call_oneself(hand, ada, "ada")
        hand.click(ada, "start")
        ada.wait_for(lambda seen: seen.get("well"))
        bob = Window(0, "", str(tmp_path / "bob"), before=inside)
        found = bob.wait_for(lambda seen: "On this network" in seen["spots"])
        hand.click(bob, next(spot for spot in found["spots"] if " person" in spot))
        call_oneself(hand, bob, "bob")
        hand.press("Return")
        bob.wait_for(lambda seen: seen.get("well"))
        hand.open(bob, "Everyone")
        hand.click(bob, "entry")
        hand.type("found you")
        hand.press("Return")
        ada.wait_for(lambda seen: "found you" in seen.get("pane", ""))
    finally:
        for window in filter(None, (ada, bob)):
            window.close()


def test_who_goes_back_while_a_server_begins_leaves_none_behind(
    island: str, tmp_path: Path
) -> None:
    hand, inside = Hand(), ("ip", "netns", "exec", island)
    ada = Window(0, "", str(tmp_path / "ada"), before=inside)
    try:
        call_oneself(hand, ada, "ada")
        hand.click(ada, "start")
        server = wait_for_server(island)
        os.kill(server, signal.SIGSTOP)  # it is not there in time, however slow the rest of us is
        ada.wait_for(lambda seen: seen["doing"])
        hand.press("Escape")
        ada.wait_for(lambda seen: not seen["doing"])
        os.kill(server, signal.SIGCONT)
        assert wait_for_end(server, PATIENCE_S)
        assert not servers(island), "it has started nothing else"
        hand.click(ada, "start")
        ada.wait_for(lambda seen: seen.get("well"))
    finally:
        ada.close()


def servers(island: str) -> list[int]:
    """Processes of the server's program."""
    found = subprocess.run(
        ("ip", "netns", "pids", island), check=True, capture_output=True, text=True
    )
    return [number for number in map(int, found.stdout.split()) if is_server(number)]


def is_server(number: int) -> bool:
    with contextlib.suppress(OSError):
        return b"\0chatserver\0" in Path(f"/proc/{number}/cmdline").read_bytes()
    return False


def wait_for_server(island: str) -> int:
    until = time.monotonic() + PATIENCE_S
    while not (found := servers(island)):
        assert time.monotonic() < until, "none begins"
    return found[0]


def call_oneself(hand: Hand, window: Window, name: str) -> None:
    hand.click(window, "name")
    hand.press("ctrl+a")
    hand.type(name)
