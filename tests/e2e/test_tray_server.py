"""The server in the tray, as a program: its icon, its menu, its end, and a second start."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from chatserver.control.answers import AnyAnswer, ServerStatus, Told
from chatserver.control.client import ControlClient
from chatserver.control.operations import AnyOperation, AskStatus, Stop
from shared.constants import DEFAULT_PORT
from shared.desktop.siblings import NotStarted, start_server
from shared.disk import Lock
from shared.server_link import read_link_untrusted
from tests.support.panel import Panel, move_pointer, press
from tests.support.peers import LinePeer
from tests.support.processes import PATIENCE_S, Program
from tests.support.screen import Screen
from tests.support.strays import children, wait_for_end
from tests.support.tray_host import TrayHost, tray_host
from tests.support.window_program import Hand
from tests.support.windows import NO_BUS, Wait

needs_xdotool = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")
LOOKS = 100
"""Some seconds: each starts a program."""

ENDS_S = 3.0

Start = Callable[..., Program]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[TrayHost]:
    with tray_host(monkeypatch) as host:
        yield host


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """With one data folder; they end with the test, and nobody's login is touched."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    started: list[Program] = []

    def start(*words: str) -> Program:
        options = ("--tray", "--no-announce", "--data", str(tmp_path / "data"), *words)
        program = Program(sys.executable, "-m", "chatserver", *options, stdin=False)
        started.append(program)
        return program

    yield start
    for program in started:
        program.close()


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


@pytest.fixture
def no_tray(no_screen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS)


def ask(folder: Path, operation: AnyOperation) -> AnyAnswer:
    client = ControlClient(folder / "data")
    try:
        return client.ask(operation)
    finally:
        client.close()


def status(folder: Path) -> ServerStatus:
    answer = ask(folder, AskStatus())
    assert isinstance(answer, ServerStatus)
    return answer


def wait_for_tooltip(host: TrayHost, icon: str, text: str) -> None:
    """Below it may stand what is wrong with the computer: it is in no network, its disk is full."""
    host.wait_for(icon, "ToolTip", lambda tip: tip[3].partition("\n")[0] == text)


def dashboards(folder: Path) -> list[int]:
    """Of that data folder; whose children they are now is nobody's business."""
    words = ("pgrep", "-f", f"dashboard --data {folder}")
    found = subprocess.run(words, capture_output=True, text=True).stdout.split()
    return [int(pid) for pid in found]


def end_dashboard(folder: Path) -> None:
    """The one; others that were started on it end by themselves."""
    while len(pids := dashboards(folder)) > 1:
        pass
    os.kill(pids[0], signal.SIGTERM)
    assert wait_for_end(pids[0], PATIENCE_S)


def wait_for_children(program: Program) -> None:
    """Until those that it has started have ended."""
    while children(program.process.pid):
        assert program.process.poll() is None


def test_icon_menu_and_quit(no_screen: None, host: TrayHost, start: Start, tmp_path: Path) -> None:
    server = start("-p", "0", "--server-name", "Front desk")
    icon = host.icon()
    wait_for_tooltip(host, icon, "Front desk: nobody is online")
    first, *others = host.menu(icon)
    assert first == "Front desk: nobody is online"
    assert others[-10:] == [
        *("-", "Open dashboard", "-", "Copy address", "Copy invite", "-", "Pause guests"),
        *("Start at login", "-", "Quit"),
    ]
    host.click(icon, "Start at login")
    while not host.is_checked(icon, "Start at login"):
        assert server.process.poll() is None
    assert list((tmp_path / "config" / "autostart").iterdir())
    host.click(icon, "Quit")
    assert server.wait() == 0
    assert "listens on UDP port" in (tmp_path / "data" / "log" / "server.log").read_text()


def test_quit_says_how_many_are_online_and_nothing_is_lost(
    no_screen: None, host: TrayHost, start: Start, tmp_path: Path
) -> None:
    server = start("-p", "0", "--server-name", "Front desk")
    icon = host.icon()
    with LinePeer(status(tmp_path).port) as ann:
        ann.register()
        wait_for_tooltip(host, icon, "Front desk: 1 person online")
        host.click(icon, "Quit")  # nobody can be asked: it has to be chosen twice
        server.err.expect(lambda line: "Choose Quit once more" in line)
        ann.send("still here\n")
        assert ann.line().endswith(": still here")
        host.click(icon, "Quit")
        assert ann.line() == "the server is closing. you have been disconnected."
    assert server.wait() == 0
    with closing(sqlite3.connect(tmp_path / "data" / "server.db")) as database:
        dump = "\n".join(database.iterdump()).lower()
    assert b"still here".hex() in dump or "still here" in dump
    again = start("-p", "0")
    host.icon()
    again.process.terminate()
    assert again.wait() == 0


@needs_xdotool
def test_quit_asks_in_a_dialog_where_there_is_a_screen(
    screen: Screen | None, host: TrayHost, start: Start, tmp_path: Path
) -> None:
    server, hand = start("-p", "0"), Hand()
    icon = host.icon()
    with LinePeer(status(tmp_path).port) as ann:
        ann.register()
        tooltip = f"{status(tmp_path).name}: 1 person online"
        wait_for_tooltip(host, icon, tooltip)
        for keys in (("Return",), ("Tab", "space")):
            host.click(icon, "Quit")
            hand.focus("^Parley server$")
            hand.press(*keys)
            if keys == ("Return",):
                wait_for_children(server)
        assert ann.line() == "the server is closing. you have been disconnected."
    assert server.wait() == 0


@needs_xdotool
def test_a_question_goes_with_the_server(
    screen: Screen | None, host: TrayHost, start: Start, tmp_path: Path
) -> None:
    server, hand = start("-p", "0", "--server-name", "Front desk"), Hand()
    icon = host.icon()
    with LinePeer(status(tmp_path).port) as ann:
        ann.register()
        wait_for_tooltip(host, icon, "Front desk: 1 person online")
        host.click(icon, "Quit")
        hand.focus("^Parley server$")
        asking = children(server.process.pid)
        server.process.terminate()
        assert server.wait() == 0
    assert asking
    assert all(wait_for_end(pid, PATIENCE_S) for pid in asking)


def test_the_link_of_a_private_server_lets_in(no_tray: None, start: Start, tmp_path: Path) -> None:
    server = start("-p", "0", "--private", "--say-link")
    link = server.out.expect(lambda line: line.startswith("parley://127.0.0.1:"))
    assert read_link_untrusted(link).token
    again = start("--say-link")
    assert again.out.expect(lambda line: line.startswith("parley://")) == link
    assert isinstance(ask(tmp_path, Stop()), Told)
    assert server.wait() == 0


def test_the_address_and_the_invite_are_copied(
    root: tk.Tk, wait: Wait, host: TrayHost, start: Start, tmp_path: Path
) -> None:
    start("-p", "0")
    icon = host.icon()
    known = status(tmp_path)
    wait_for_tooltip(host, icon, f"{known.name}: nobody is online")
    for item, text in (
        ("Copy address", f"{known.addresses[0]}:{known.port}"),
        ("Copy invite", known.link),
    ):
        host.click(icon, item)
        wait(lambda text=text: clipboard(root) == text)
    root.clipboard_clear()  # and whoever kept it ends


def clipboard(root: tk.Tk) -> str:
    with suppress(tk.TclError):
        return root.clipboard_get()
    return ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_by_signals_and_says_goodbye(
    no_screen: None, host: TrayHost, start: Start, tmp_path: Path, number: int
) -> None:
    server = start("-p", "0")
    host.icon()
    with LinePeer(status(tmp_path).port) as ann:
        ann.register()
        server.process.send_signal(number)
        assert ann.line() == "the server is closing. you have been disconnected."
    assert server.wait() == 0
    assert not any("Traceback" in line for line in server.err.rest())


def test_without_tray_and_screen_it_goes_on(no_tray: None, start: Start, tmp_path: Path) -> None:
    server = start("-p", "0")
    server.err.expect("There is no tray here, and no screen: the server goes on without.")
    again = start("-p", "0")
    again.err.expect(lambda line: line.startswith("This server runs already."))
    assert again.wait() == 0
    assert isinstance(ask(tmp_path, Stop()), Told)
    assert server.wait() == 0
    assert "no tray here" in (tmp_path / "data" / "log" / "server.log").read_text()


def test_one_that_ends_while_it_looks_for_a_tray_opens_no_window(
    screen: Screen | None, start: Start, tmp_path: Path
) -> None:
    server = start("-p", "0", "--anyway")
    server.err.expect(lambda line: "listens on UDP port" in line)
    assert isinstance(ask(tmp_path, Stop()), Told)
    assert server.wait() == 0
    assert "no tray here" not in (tmp_path / "data" / "log" / "server.log").read_text()
    assert not dashboards(tmp_path)


def test_a_port_that_is_taken_is_not_in_the_way(
    no_tray: None, start: Start, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other, suppress(OSError):
        other.bind(("", DEFAULT_PORT))
        server = start()
        server.err.expect(lambda line: "already in use" in line and "This time it is" in line)
        server.err.expect(lambda line: "listens on UDP port" in line)
        assert status(tmp_path).port != DEFAULT_PORT
    taken = str(status(tmp_path).port)
    chosen = start("--data", str(tmp_path / "other"), "-p", taken)
    assert chosen.wait() == 2
    assert any("already in use" in line for line in chosen.err.rest())


def test_guests_are_paused(no_screen: None, host: TrayHost, start: Start, tmp_path: Path) -> None:
    start("-p", "0")
    icon = host.icon()
    wait_for_tooltip(host, icon, f"{status(tmp_path).name}: nobody is online")
    host.click(icon, "Pause guests")
    while not host.is_checked(icon, "Pause guests"):
        pass
    assert status(tmp_path).guests_paused


@needs_xdotool
def test_a_second_start_brings_the_dashboard_of_the_first_up(
    screen: Screen | None, host: TrayHost, start: Start, tmp_path: Path
) -> None:
    first, hand = start("-p", "0", "--server-name", "Front desk"), Hand()
    icon = host.icon()
    assert start("-p", "0").wait() == 0
    hand.focus("^Front desk .* Parley server$")
    hand.press("Escape")
    host.click(icon, "Open dashboard")  # and there is still one
    hand.focus("^Front desk .* Parley server$")
    first.process.terminate()
    assert first.wait() == 0  # and has opened all that was asked for
    end_dashboard(tmp_path / "data")


@needs_xdotool
def test_the_dashboard_of_a_server_in_a_terminal_is_opened_by_the_second_start(
    screen: Screen | None, start: Start, tmp_path: Path
) -> None:
    words = ("--data", str(tmp_path / "data"), "-p", "0", "--no-announce")
    first = Program(sys.executable, "-m", "chatserver", *words, stdin=False)
    try:
        first.err.expect(lambda line: "listens on UDP port" in line)
        second = start("-p", "0")
        Hand().focus("Parley server$")
        assert second.wait() == 0
        end_dashboard(tmp_path / "data")
    finally:
        first.close()


def open_menu(panel: Panel, icon: str) -> str:
    """If need be. On a busy computer a click may go astray, or the icon may have just ended."""
    if menu := panel.find("!menu"):
        return menu
    if not (box := panel.seen_at(icon)):
        return ""
    move_pointer(box[0] + box[2] // 2, box[1] + box[3] // 2)
    press("3")
    looks = (panel.find("!menu") for _ in range(LOOKS))
    return next(filter(None, looks), "")


def choose_last(panel: Panel, icon: str) -> None:
    menu = open_menu(panel, icon)
    if menu and (seen := panel.seen_at(menu)):  # else it has just gone
        left, top, _, height = seen
        move_pointer(left + 30, top + height - 12)
        press("1")


@needs_xdotool
def test_the_icon_in_an_old_panel(screen: Screen | None, start: Start, tmp_path: Path) -> None:
    with Panel(24) as panel:
        server = start("-p", "0")
        icon = panel.icon("Parley server")
        while server.process.poll() is None:
            choose_last(panel, icon)
            with suppress(subprocess.TimeoutExpired):
                server.process.wait(ENDS_S)
        assert server.wait() == 0


@needs_xdotool
def test_it_goes_on_when_the_screen_goes(
    monkeypatch: pytest.MonkeyPatch, start: Start, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
    with closing(Screen()) as own:
        monkeypatch.setenv("DISPLAY", own.name)
        with Panel(24) as panel:
            server = start("-p", "0")
            icon = panel.icon("Parley server")
            while not open_menu(panel, icon):
                assert server.process.poll() is None
            own.end()  # the server has heard of the icon by now
            server.err.expect(
                lambda line: "The tray is gone; the server goes on, and its icon" in line
            )
    assert isinstance(ask(tmp_path, Stop()), Told)
    assert server.wait() == 0


@needs_xdotool
def test_a_panel_that_is_late_gets_the_icon(
    screen: Screen | None, monkeypatch: pytest.MonkeyPatch, start: Start, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
    server = start("-p", "0")
    server.err.expect(lambda line: "There is no tray here" in line)
    with Panel(24) as panel:
        panel.icon("Parley server")
        end_dashboard(tmp_path / "data")
        server.process.terminate()
        assert server.wait() == 0


def test_a_dashboard_that_cannot_open_is_said(
    no_screen: None, host: TrayHost, start: Start
) -> None:
    first = start("-p", "0")
    icon = host.icon()
    host.click(icon, "Open dashboard")
    first.err.expect(lambda line: "The dashboard does not open" in line)


def test_two_starts_at_once_are_one_server(no_tray: None, start: Start, tmp_path: Path) -> None:
    both = [start("-p", "0", "--say-link") for _ in range(2)]
    links = {program.out.expect(lambda line: line.startswith("parley://")) for program in both}
    assert len(links) == 1
    assert isinstance(ask(tmp_path, Stop()), Told)
    assert [program.wait() for program in both] == [0, 0]


def test_the_client_starts_one_and_learns_its_link(no_tray: None, tmp_path: Path) -> None:
    options = ("--no-announce", "-p", "0", "--data", str(tmp_path / "data"))
    link = start_server(*options)
    try:
        place = read_link_untrusted(link)
        assert place.host == "127.0.0.1"
        assert place.port == status(tmp_path).port
        assert place.key == read_link_untrusted(status(tmp_path).link).key
        assert start_server(*options) == link
    finally:
        ask(tmp_path, Stop())
    wait_for_its_end(tmp_path)


def test_why_it_did_not_start_is_said(no_tray: None, tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(NotStarted, match=r"^The server did not start\. .*data cannot be used"):
        start_server("--no-announce", "-p", "0", "--data", str(tmp_path / "data"))


def wait_for_its_end(folder: Path) -> None:
    Lock(folder / "data" / "lock", waits=True).release()
    for thread in threading.enumerate():
        if thread.name.startswith("waits for"):
            thread.join(PATIENCE_S)
