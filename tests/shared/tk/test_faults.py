import threading
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.fault_log import LONGEST_LOG
from shared.own_files import MOVED
from shared.tk import faults
from shared.tk.faults import Faults
from tests.support.windows import Wait

SECRET = "meet me at nine"


@pytest.fixture
def told(root: tk.Tk, tmp_path: Path) -> Iterator[list[str]]:
    """The sentences for the person; the home is `tmp_path`."""
    sentences: list[str] = []
    caught = Faults(root, tmp_path / "log" / "chatgui.log", sentences.append)
    yield sentences
    caught.close()


def fail() -> None:
    raise ValueError(SECRET)


def log_of(home: Path) -> str:
    return (home / "log" / "chatgui.log").read_text()


def test_a_callback_s_fault_is_one_sentence_and_a_place_in_the_log(
    root: tk.Tk, tmp_path: Path, told: list[str], wait: Wait, capfd: pytest.CaptureFixture[str]
) -> None:
    root.after(0, fail)
    wait(lambda: told)
    assert "chatgui.log" in told[0]
    assert "Traceback" not in told[0]
    assert capfd.readouterr() == ("", "")
    assert "in fail" in log_of(tmp_path)
    assert "ValueError" in log_of(tmp_path)


def test_what_anybody_wrote_stays_out_of_the_log(
    root: tk.Tk, tmp_path: Path, told: list[str], wait: Wait
) -> None:
    root.after(0, fail)
    wait(lambda: told)
    assert SECRET not in log_of(tmp_path)
    assert (tmp_path / "log" / "chatgui.log").stat().st_mode & 0o077 == 0


def test_a_thread_s_fault_is_told_too(tmp_path: Path, told: list[str]) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join(20)
    assert len(told) == 1
    assert "ValueError" in log_of(tmp_path)


def test_after_a_move_the_person_is_told_what_to_do(
    root: tk.Tk, told: list[str], wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "is_moved", lambda: True)
    root.after(0, fail)
    wait(lambda: told)
    assert told == [MOVED]


def test_the_same_again_and_again_fills_no_disk(
    root: tk.Tk, tmp_path: Path, told: list[str], wait: Wait
) -> None:
    done: list[int] = []
    for _ in range(faults.MOST_TOLD + 5):
        root.after(0, fail)
    root.after(1, lambda: done.append(1))
    wait(lambda: done)
    assert len(told) == faults.MOST_TOLD
    assert log_of(tmp_path).count("\nValueError\n") == faults.MOST_TOLD


def test_a_log_that_has_grown_long_begins_anew(
    root: tk.Tk, tmp_path: Path, told: list[str], wait: Wait
) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "chatgui.log").write_bytes(b"x" * (LONGEST_LOG + 1))
    root.after(0, fail)
    wait(lambda: told)
    assert len(log_of(tmp_path)) < 5000
    assert (tmp_path / "log" / "chatgui.old").stat().st_size > LONGEST_LOG


def test_a_disk_that_takes_no_log_is_no_second_fault(
    root: tk.Tk, tmp_path: Path, told: list[str], wait: Wait
) -> None:
    (tmp_path / "log").write_text("in the way")
    root.after(0, fail)
    wait(lambda: told)
    assert len(told) == 1
    assert "chatgui.log" not in told[0]
