"""The command of a fresh clone: which window it opens, and how it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of each window's command, behind its Python."""
    commands: list[list[str]] = []

    def record(command: list[str], **options: Any) -> str:
        assert options["stdin"] == subprocess.DEVNULL, "what is typed is the server's"
        commands.append(list(command[1:]))
        return "a process"

    monkeypatch.setattr(run.subprocess, "Popen", record)
    monkeypatch.setattr(run, "has_screen", lambda: True)
    return commands


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], ["-a", "127.0.0.1"]),
        (["--port", "12000"], ["-a", "127.0.0.1", "-p", "12000"]),
        (["-p12000", "--quiet", "-a", "10.0.0.7"], ["-a", "10.0.0.7", "-p", "12000"]),
    ],
)
def test_the_window_goes_where_the_server_is(
    opened: list[list[str]], words: list[str], wanted: list[str]
) -> None:
    assert run.open_window(words) is not None
    assert opened == [["-m", "chatgui", *wanted]]


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], ["-p", "0"]])
def test_there_is_none_where_there_is_no_server_to_find(
    opened: list[list[str]], words: list[str]
) -> None:
    assert run.open_window(words) is None
    assert opened == []


def test_there_is_none_without_a_screen(
    opened: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "has_screen", lambda: False)
    assert run.open_window([]) is None
    assert opened == []


PARENT = """
import sys, run
run.PYTHON = sys.executable
sys.exit(run.call("-c", sys.argv[1]))
"""
CHILD = """
import signal
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, frame: print(number, flush=True))
print("ready", flush=True)
input()
raise SystemExit(7)
"""


@pytest.fixture
def running() -> "Iterator[subprocess.Popen[str]]":
    """A program that ends when it is told so, and not by any signal."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD],
        cwd=run.HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals to a group")
def test_what_it_runs_ends_by_itself_however_often_ctrl_c_is_pressed(
    running: "subprocess.Popen[str]",
) -> None:
    assert running.stdout is not None
    for _ in range(3):
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.readline() == f"{int(signal.SIGINT)}\n"
    running.communicate("\n")
    assert running.returncode == 7


@pytest.mark.skipif(os.name == "nt", reason="signals to one process")
def test_who_ends_it_ends_what_it_runs(running: "subprocess.Popen[str]") -> None:
    assert running.stdout is not None
    running.terminate()
    assert running.stdout.readline() == f"{int(signal.SIGTERM)}\n"
    running.communicate("\n")
    assert running.returncode == 7
