"""How a server in the tray begins where another one is; what follows is shown by whole programs in
tests/e2e/test_tray_server.py."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chatserver.aside import Answer
from chatserver.config import Config, read_config
from chatserver.tray import program
from shared.desktop.siblings import client_command
from shared.discovery.found import FoundServer
from shared.net.udp import UdpSocket

DESK = FoundServer(b"a" * 15, "Front desk", "10.0.0.9", 15000, people=12)
Begin = Callable[..., int]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that were."""
    commands: list[list[str]] = []
    monkeypatch.setattr(program, "start", commands.append)
    return commands


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Begin:
    """With that answer of the person's; no port must be bound."""
    monkeypatch.setattr(program, "look_round", lambda: [DESK])

    def bind(config: Config) -> list[UdpSocket]:
        raise OSError("it begins a server")

    def begin(answer: Answer, *words: str) -> int:
        monkeypatch.setattr(program, "ask_aside", lambda title, question: answer)
        options = ("--tray", "-p", "1", "--data", str(tmp_path / "data"), *words)
        return program.run_in_tray(read_config(list(options)), options, bind)

    return begin


def test_who_would_rather_join_is_given_the_window(
    begin: Begin, started: list[list[str]], tmp_path: Path
) -> None:
    assert begin("yes") == 0
    assert started == [client_command("-a", "10.0.0.9", "-p", "15000")]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("word", ["--say-link", "--anyway"])
def test_nobody_is_asked_by_a_start_of_a_client_or_at_login(
    begin: Begin, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert begin("yes", word) == 2
    assert capsys.readouterr().err == "it begins a server\n"


def test_who_wants_neither_gets_nothing(begin: Begin, started: list[list[str]]) -> None:
    assert begin("left") == 0
    assert started == []


def test_who_wants_another_gets_one(begin: Begin, capsys: pytest.CaptureFixture[str]) -> None:
    assert begin("no") == 2
    assert capsys.readouterr().err == "it begins a server\n"


def test_a_folder_that_cannot_be_used_is_said(
    begin: Begin, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data" / "lock").mkdir(parents=True)
    assert begin("no") == 2
    assert "Errno" not in capsys.readouterr().err
