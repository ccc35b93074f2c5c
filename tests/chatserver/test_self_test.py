import subprocess
import sys

import pytest

from chatserver import self_test
from chatserver.self_test import run_self_test
from tests.support.processes import ROOT


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_self_test([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "All is well."
    assert sum(line.startswith("ok  ") for line in lines) >= 4


def test_a_server_that_is_silent_fails_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "PATIENCE_S", 0.05)
    monkeypatch.setattr(self_test, "try_window", lambda: "left out")
    monkeypatch.setattr("chatserver.doors.entrance.Entrance.receive", lambda *_: None)
    assert run_self_test([]) == 1
    assert "FAILED   a message" in capsys.readouterr().out


def test_it_is_an_option_of_the_program() -> None:
    words = (sys.executable, "-m", "chatserver", "--self-test")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("All is well.\n")
