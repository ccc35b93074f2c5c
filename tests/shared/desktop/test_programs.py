import os
import queue
import sys
import threading
import webbrowser
from pathlib import Path

import pytest

from shared.desktop import programs
from shared.desktop.programs import clean_environment, launch, open_address, open_folder

FROZEN = {
    "PATH": "/bin",
    "LD_LIBRARY_PATH": "/opt/parley",
    "LD_LIBRARY_PATH_ORIG": "/usr/local/lib",
    "DYLD_LIBRARY_PATH": "/opt/parley",
    "TCL_LIBRARY": "/opt/parley/_tcl_data",
    "TK_LIBRARY": "/opt/parley/_tk_data",
    "_PYI_ARCHIVE_FILE": "/opt/parley/parley",
    "_PYI_PARENT_PROCESS_LEVEL": "1",
}


def test_a_frozen_programs_libraries_are_not_for_others() -> None:
    assert clean_environment(FROZEN, True) == {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/usr/local/lib",
        "PYINSTALLER_RESET_ENVIRONMENT": "1",
    }
    assert clean_environment(FROZEN, False) == FROZEN


def test_a_program_is_started_and_left_alone(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert launch([sys.executable, "-c", f"open({str(mark)!r}, 'w').close()"])
    for thread in threading.enumerate():
        if thread.name.startswith("waits for"):
            thread.join(20)
    assert mark.exists()


def test_a_program_that_is_not_there_is_said() -> None:
    assert not launch(["/nowhere/at-all"])
    assert not launch([sys.executable, "a\0b"])


@pytest.mark.parametrize(
    ("platform", "opener"), [("linux", "xdg-open"), ("darwin", "open"), ("win32", "explorer")]
)
def test_folders_are_shown_by_the_desktop(
    monkeypatch: pytest.MonkeyPatch, platform: str, opener: str
) -> None:
    launched: list[list[str]] = []
    monkeypatch.setattr(programs, "launch", launched.append)
    open_folder(Path("/x y"), platform)
    assert launched == [[opener, os.fspath(Path("/x y"))]]


URL = "https://example.org/?a=1&b=2"


@pytest.mark.parametrize(("platform", "opener"), [("linux", "xdg-open"), ("darwin", "open")])
def test_a_page_is_opened_by_a_program_that_gets_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch, platform: str, opener: str
) -> None:
    launched: list[list[str]] = []
    monkeypatch.setattr(programs, "launch", lambda words: launched.append(words) or True)
    open_address(URL, platform)
    assert launched == [[opener, URL]]


def test_a_page_is_opened_where_the_desktop_has_no_opener(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr(programs, "launch", lambda words: False)
    monkeypatch.setattr(webbrowser, "open", opened.put)
    open_address(URL, "linux")
    assert opened.get(timeout=20) == URL
