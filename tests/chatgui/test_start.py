import io
import subprocess
import sys
from pathlib import Path

import pytest

from chatgui.app.words import NO_TERMINAL
from chatgui.start import main
from tests.support.processes import ROOT

EARLY = """
import signal, sys

class Early:
    def find_spec(self, name, *rest):
        if name == sys.argv[1]:
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Early())
from chatgui.__main__ import main
sys.exit(main(["--terminal"]))
"""
"""Ctrl-C while that module is imported."""


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--terminal"], "Say who you are: -u NAME."),
        (["--terminal", "-u", "Jörg Müller"], "How about -u Joerg-Mueller?"),
        (["--terminal", "-u", "admin"], "admin is reserved"),
        (["--terminal", "-u", "bob", "-p", "0"], "The port is a number from 1 to 65535, not '0'."),
        (["--terminal", "-u", "bob", "-p", "x"], "not 'x'"),
        (["--terminal", "-u", "bob", "-p", "000001" + "9" * 5000], "The port is a number"),
        (["--terminal", "-u", "bob", "-a", "256.256.256.256"], "check -a"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert line in captured.err
    assert len(captured.err.splitlines()) == 1


@pytest.mark.parametrize("word", ["--find", "--doctor", "--terminal"])
def test_who_has_no_terminal_reads_so_elsewhere(
    word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("shared.desktop.alert.alert", told.append)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main([word, "-u", "bob", "--home", str(tmp_path)]) == 2
    assert told == [NO_TERMINAL]


def test_a_script_may_read_nothing_and_opens_no_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("shared.desktop.alert.alert", told.append)
    monkeypatch.setattr("chatgui.in_terminal.chat_in_terminal", lambda options, home: 0)
    monkeypatch.setattr(sys, "stdin", io.StringIO("msg 1 x hi\n"))
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["--terminal", "-u", "bot", "--home", str(tmp_path)]) == 0
    assert main(["--terminal", "-u", "bot", "-p", "0"]) == 2
    assert told == []


@pytest.mark.parametrize("word", ["-h", "--version"])
def test_help_and_version_end_well(word: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([word])
    assert caught.value.code == 0


@pytest.mark.parametrize("module", ["shared.crash", "chatgui.start", "chatgui.options"])
def test_a_very_early_end_is_no_traceback(module: str) -> None:
    command = [sys.executable, "-c", EARLY, module]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
