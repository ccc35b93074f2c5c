import subprocess
import sys
from pathlib import Path

import pytest

from chatgui import self_test
from chatgui.options import BadArgument, Options, read_options
from chatgui.self_test import check_client, try_message
from tests.support.processes import ROOT, ServerProgram


def test_a_server_is_started_for_it_and_nothing_is_left(tmp_path: Path) -> None:
    words = (sys.executable, "-m", "chatgui", "--self-test", "--home", str(tmp_path))
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("All is well.\n")
    assert not list(tmp_path.iterdir())


def test_it_takes_the_server_that_is_named() -> None:
    server = ServerProgram("-a", "127.0.0.1")
    port = str(server.port)
    try:
        assert f"127.0.0.1:{port}" in try_message(read_options(["--self-test", "-p", port]))
    finally:
        assert server.stop() == 0
        server.close()


def test_without_a_server_the_message_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As of a client that was packaged alone."""
    monkeypatch.setattr(self_test, "find_spec", lambda name: None)
    monkeypatch.setattr(self_test, "try_window", lambda: "left out")
    assert check_client(read_options(["--self-test"]), tmp_path) == 0
    assert "skipped  a message" in capsys.readouterr().out


def test_a_computer_that_does_not_reach_itself_is_no_mistake_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find_nothing(options: Options) -> None:
        raise BadArgument("'127.0.0.1' is not a computer this one can find; check -a.")

    monkeypatch.setattr(self_test, "look_up_server", find_nothing)
    with pytest.raises(OSError, match="loopback network is switched off"):
        try_message(read_options(["--self-test"]))
    with pytest.raises(BadArgument, match="check -a"):
        try_message(read_options(["--self-test", "-a", "127.0.0.1"]))


def test_a_server_that_does_not_start_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "server_command", lambda: [sys.executable, "-c", "exit(3)"])
    with pytest.raises(OSError, match="does not start"):
        try_message(read_options(["--self-test"]))
