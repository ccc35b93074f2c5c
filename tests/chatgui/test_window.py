"""What happens before there is a window, and instead of one."""

import os
import queue
import subprocess
import sys
from pathlib import Path

import pytest

from chatgui.profile import open_profile
from chatgui.start import main
from shared.crash import CRASHED, LOG
from shared.doorbell import Doorbell
from tests.support.processes import ROOT

NO_SCREEN = {name: text for name, text in os.environ.items() if name != "DISPLAY"}


def start(home: Path, *words: str, before: str = "") -> tuple[int, str, str]:
    """In a process that has no display; `before`: Python to run first."""
    code = f"import sys\n{before}\nfrom chatgui.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "-u", "bob", "--home", str(home), *words]
    done = subprocess.run(command, capture_output=True, text=True, env=NO_SCREEN, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen there")
def test_without_a_screen_one_line_says_what_to_do(tmp_path: Path) -> None:
    status, out, err = start(tmp_path)
    assert (status, out) == (2, "")
    assert "--terminal" in err
    assert len(err.splitlines()) == 1


DEBIANS = """
class Words:
    def find_spec(self, name, *rest):
        if name == "tkinter":
            raise ImportError("No module named '_tkinter', please install the python3-tk package")
sys.meta_path.insert(0, Words())
"""


@pytest.mark.parametrize(
    "before", ["sys.modules['tkinter'] = None", "sys.modules['_tkinter'] = None", DEBIANS]
)
def test_without_tk_one_line_says_what_to_install(tmp_path: Path, before: str) -> None:
    status, out, err = start(tmp_path, before=before)
    assert (status, out) == (2, "")
    assert "python3-tk" in err
    assert "--terminal" in err
    assert len(err.splitlines()) == 1
    assert not list(tmp_path.iterdir()), "nothing was begun"


def test_a_part_of_ours_that_is_missing_is_not_told_as_tk(tmp_path: Path) -> None:
    status, _, err = start(tmp_path, before="sys.modules['shared.tk.mark'] = None")
    assert status == CRASHED
    assert "tkinter" not in err
    assert "shared.tk.mark" in (tmp_path / LOG).read_text()


def test_the_classroom_door_has_no_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-u", "bob", "--door", "classroom", "--home", str(tmp_path)]) == 2
    assert "--terminal" in capsys.readouterr().err


def test_where_a_window_of_that_person_is_open_it_comes_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tkinter")
    profile = open_profile(tmp_path, "bob", os.urandom)
    rung: queue.SimpleQueue[str] = queue.SimpleQueue()
    bell = Doorbell(profile.folder, rung.put)
    for words, typed in (([], ""), (["-a", "parley://desk:9/"], "parley://desk:9/")):
        assert main(["-u", "bob", "--home", str(tmp_path), *words]) == 0
        assert rung.get(timeout=20) == typed
    assert main(["-u", "bob", "--home", str(tmp_path), "--hidden"]) == 0
    assert rung.empty(), "a login brings nothing up"
    assert capsys.readouterr() == ("", "")
    bell.close()
    profile.close()


@pytest.mark.parametrize("is_read", [True, False])
def test_where_they_are_in_a_terminal_that_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    is_read: bool,
) -> None:
    """To who began from an icon in the start dialog."""
    pytest.importorskip("tkinter")
    begun: list[tuple[object, ...]] = []

    class Begun:
        def __init__(self, *parts: object) -> None:
            begun.append(parts)

        def run(self) -> None:
            pass

    monkeypatch.setattr("chatgui.tk.run.Windows", Begun)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_read)
    profile = open_profile(tmp_path, "bob", os.urandom)
    assert main(["-u", "bob", "--home", str(tmp_path)]) == (2 if is_read else 0)
    told = capsys.readouterr().err
    assert "already" in told
    assert [(parts[2], parts[-1]) for parts in begun] == (
        [] if is_read else [(None, [told.strip()])]
    )
    profile.close()
