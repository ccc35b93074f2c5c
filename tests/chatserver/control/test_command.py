"""`ctl` against a pretended server; tests/e2e/test_control.py has a real one."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatserver.control.answers import AnyAnswer, LogLines, Refused, Told
from chatserver.control.command import run_control
from chatserver.control.frames import encode
from chatserver.control.operations import AnyOperation, AskLog, AskNames, Kick
from chatserver.control.service import Service
from chatserver.control.unix import SocketDoor
from chatserver.data import DataFolder

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


def obey(operation: AnyOperation, answered: Callable[[AnyAnswer], None]) -> None:
    if isinstance(operation, AskNames):
        answered(Told("eva\nbob"))
    elif isinstance(operation, AskLog):
        answered(LogLines(operation.after + 1, ("a line",)) if operation.after < 2 else Told("end"))
    elif isinstance(operation, Kick):
        answered(Refused("Nobody here is called eva."))


@pytest.fixture
def data(tmp_path: Path) -> Iterator[str]:
    service = Service(SocketDoor(tmp_path), obey)
    yield str(tmp_path)
    service.close()


def test_an_answer_is_printed(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(["--data", data, "names"]) == 0
    assert capsys.readouterr().out == "eva\nbob\n"


def test_for_scripts_it_is_json(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(["--data", data, "--json", "names"]) == 0
    assert json.loads(capsys.readouterr().out) == {"is": "told", "text": "eva\nbob"}
    assert run_control(["--data", data, "--json", "kick", "eva"]) == 1
    assert json.loads(capsys.readouterr().out)["is"] == "refused"


def test_its_options_stand_before_the_operation_or_behind_it(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_control(["names", "--json", "--data", data]) == 0
    assert json.loads(capsys.readouterr().out)["is"] == "told"
    assert run_control(["--json", "names", "--data", data]) == 0
    assert json.loads(capsys.readouterr().out)["is"] == "told"


def test_a_refusal_is_exit_code_1(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(["--data", data, "kick", "eva"]) == 1
    assert capsys.readouterr() == ("", "Nobody here is called eva.\n")


def test_a_log_is_followed(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(["--data", data, "log", "-f"]) == 0
    assert capsys.readouterr().out == "a line\na line\nend\n"


def test_a_log_is_followed_until_the_server_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    door = SocketDoor(tmp_path)

    def end() -> None:
        line = door.accept()
        for _ in range(2):
            line.read(1000, 10)
            line.write(encode(LogLines(1, ("a line",))))
        line.read(1000, 10)
        door.close()
        line.close()

    thread = threading.Thread(target=end)
    thread.start()
    assert run_control(["--data", str(tmp_path), "log", "-f"]) == 0
    thread.join(10)
    assert capsys.readouterr() == ("a line\na line\n", "The server has ended.\n")


@pytest.mark.parametrize("words", [["dance"], ["kick"], []])
def test_wrong_words_are_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(words) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_server_that_runs_but_is_not_found_is_not_denied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DataFolder(tmp_path, 15_000, bytes)
    assert run_control(["--data", str(tmp_path), "status"]) == 2
    assert "A server runs with the data folder" in capsys.readouterr().err
    folder.close()
    assert run_control(["--data", str(tmp_path), "status"]) == 2
    assert "No server runs" in capsys.readouterr().err


def test_no_server_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_control(["--data", str(tmp_path), "status"]) == 2
    assert "No server runs with the data folder" in capsys.readouterr().err
