"""The command of a fresh clone: which window it opens."""

import subprocess
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
