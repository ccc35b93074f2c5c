"""The command: one window for a server, and one sentence where there is none."""

import sys
from pathlib import Path

import pytest

from chatserver.dashboard import opening
from shared.doorbell import Doorbell


def test_a_second_start_brings_the_first_ones_window_up(tmp_path: Path):
    rung: list[str] = []
    bell = Doorbell(tmp_path, rung.append)
    try:
        assert opening.open_dashboard(["--data", str(tmp_path)]) == 0
    finally:
        bell.close()
    assert rung == [""]


def test_without_a_screen_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DISPLAY", ":987")
    assert opening.open_dashboard(["--data", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("The dashboard needs a screen")
    assert "ctl status" in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_of_another_users_server_no_window_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def connect(data: Path, timeout_s: float) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("chatserver.control.client.connect", connect)
    monkeypatch.setattr("chatserver.dashboard.run.run", lambda folder: "a window was open")
    assert opening.open_dashboard(["--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "belongs to another user of this computer" in told
    assert told.count("\n") == 1


def test_what_could_not_be_kept_is_said_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("chatserver.dashboard.run.run", lambda folder: "The disk is full.")
    assert opening.open_dashboard(["--data", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "The disk is full.\n"


def test_without_tkinter_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setitem(sys.modules, "chatserver.dashboard.run", None)
    monkeypatch.delitem(sys.modules, "chatserver.dashboard.run")
    for name in [name for name in sys.modules if name.startswith(("tkinter", "_tkinter"))]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if name.startswith("shared.tk")]:
        monkeypatch.delitem(sys.modules, name)
    assert opening.open_dashboard(["--data", str(tmp_path)]) == 2
    assert "python3-tk" in capsys.readouterr().err


def test_a_part_of_ours_that_is_missing_is_not_told_as_tk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "chatserver.dashboard.run", None)
    monkeypatch.setitem(sys.modules, "shared.tk.mark", None)
    monkeypatch.delitem(sys.modules, "chatserver.dashboard.run")
    with pytest.raises(ModuleNotFoundError, match=r"shared\.tk\.mark"):
        opening.open_dashboard(["--data", str(tmp_path)])


def test_a_wrong_option_is_told(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        opening.open_dashboard(["--date", "x"])
    assert end.value.code == 2
    assert "--date" in capsys.readouterr().err
