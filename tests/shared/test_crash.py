"""Faults that nobody has caught, in programs of their own."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shared.crash import CRASHED, HARD_LOG, LOG, REFUSED, folder_of, guard
from shared.disk import DiskError
from shared.own_files import MOVED
from tests.support.processes import ROOT

SECRET = "meet me at nine"


def fail() -> int:
    raise ValueError(SECRET)


def log_of(folder: Path) -> str:
    return (folder / LOG).read_text()


def test_what_ends_well_leaves_nothing(tmp_path: Path) -> None:
    before = threading.excepthook
    assert guard(lambda: 3, lambda: tmp_path / "data") == 3
    assert not list(tmp_path.iterdir())
    assert threading.excepthook is before


def test_a_fault_is_one_sentence_and_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guard(fail, lambda: tmp_path / "data") == CRASHED
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert str(tmp_path / "data" / LOG) in err
    assert "in fail" in log_of(tmp_path / "data")
    assert SECRET not in err + log_of(tmp_path / "data"), "what anybody wrote stays out of it"


def test_a_trouble_that_has_its_sentence_is_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> int:
        raise DiskError("This account has no home folder.")

    assert guard(refuse, lambda: tmp_path) == REFUSED
    assert capsys.readouterr().err == "This account has no home folder.\n"
    assert not list(tmp_path.iterdir())


def test_it_does_not_need_a_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert guard(fail, lambda: tmp_path) == CRASHED
    assert "ValueError" in log_of(tmp_path)


def test_after_a_move_the_person_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.crash.is_moved", lambda: True)
    assert guard(fail, lambda: tmp_path) == CRASHED
    assert capsys.readouterr().err == f"{MOVED}\n"


def test_a_disk_that_takes_no_note_is_no_second_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("in the way")
    assert guard(fail, lambda: tmp_path) == CRASHED
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "ValueError" in err
    assert "Traceback" not in err


def test_a_folder_that_cannot_be_found_is_none_either(capsys: pytest.CaptureFixture[str]) -> None:
    def nowhere() -> Path:
        raise ModuleNotFoundError("No module named 'platformdirs'")

    assert guard(fail, nowhere) == CRASHED
    assert "platformdirs" in capsys.readouterr().err


def test_a_thread_s_fault_is_told_and_the_program_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run() -> int:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        return 0

    assert guard(run, lambda: tmp_path) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert "in fail" in log_of(tmp_path)


DIES = """
import sys, faulthandler
from pathlib import Path
from shared.crash import guard
sys.frozen = True
sys.exit(guard(lambda: faulthandler._sigsegv() or 0, lambda: Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it asks how to go on")
def test_the_death_of_the_interpreter_is_noted_and_told_at_the_next_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", DIES, str(tmp_path)]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert died.returncode < 0
    assert b"Traceback" not in died.stderr
    assert "Segmentation fault" in (tmp_path / HARD_LOG).read_text()

    told: list[str] = []
    monkeypatch.setattr("shared.crash._alert", told.append)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for _ in range(2):
        assert guard(_wait_for_teller, lambda: tmp_path) == 0
    assert len(told) == 1, "once"
    assert "crash-hard.old" in told[0]
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="it asks how to go on")
def test_without_a_folder_the_terminal_has_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", DIES, str(tmp_path / "none")]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert b"Segmentation fault" in died.stderr
    assert not list(tmp_path.iterdir())


def test_a_packaged_program_that_lacks_what_finds_the_folder_still_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere() -> Path:
        raise ModuleNotFoundError("No module named 'cryptography'")

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert guard(lambda: 3, nowhere) == 3


def test_the_first_start_by_a_double_click_has_neither_a_folder_nor_a_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "stderr", None)
    assert guard(lambda: 3, lambda: tmp_path / "none") == 3
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="users are no numbers there")
def test_root_leaves_nothing_in_the_folder_of_a_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert guard(lambda: 3, lambda: tmp_path) == 3
    assert not list(tmp_path.iterdir())


def _wait_for_teller() -> int:
    for thread in threading.enumerate():
        if thread.name == "tells":
            thread.join(20)
    return 0


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], "usual"),
        (["-p", "7", "--home", "other"], "other"),
        (["--home=other", "--nonsense", "x"], "other"),
        (["--home"], "usual"),
        (["--homely", "x"], "usual"),
    ],
)
def test_the_folder_is_known_whatever_else_is_wrong(words: list[str], wanted: str) -> None:
    assert folder_of(words, "--home", lambda: Path("usual"))() == Path(wanted)
