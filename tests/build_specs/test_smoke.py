"""The trial's own parts; what was built is tried out by `python3 run.py smoke` alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_specs.smoke import Failed, check_first_start, check_titles, copy, main


def test_a_bundle_keeps_its_name_which_its_programs_look_for(tmp_path: Path) -> None:
    inside = tmp_path / "Parley Server.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    (inside / "parley-server").touch()
    folder = copy(tmp_path / "Parley Server.app", tmp_path / "place")
    assert folder.parts[-3:] == ("Parley Server.app", "Contents", "MacOS")
    assert (folder / "parley-server").exists()


def test_a_folder_has_its_programs_at_the_top(tmp_path: Path) -> None:
    (tmp_path / "parley").mkdir()
    (tmp_path / "parley" / "parley").touch()
    assert (copy(tmp_path / "parley", tmp_path / "place") / "parley").exists()


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_nothing_does_not_work(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert "works" not in said.out
    path = tmp_path / name
    assert (
        said.err == f"FAILED: {path} has no program of Parley; python3 run.py build makes them.\n"
    )


MUTE = """#!/bin/sh
for number in 0 1 2; do
    if eval "(: 9>&$number)"; then exit 3; fi
done
test -z "$(ls "$HOME")"
"""


@pytest.mark.skipif(sys.platform == "win32", reason="programs are no scripts there")
def test_the_first_start_has_no_console_and_an_empty_home(tmp_path: Path) -> None:
    program = tmp_path / "parley"
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    program.write_text(MUTE)
    program.chmod(0o700)
    assert subprocess.run([program], env=environ, check=False).returncode == 3
    check_first_start(program, tmp_path, environ)
    program.write_text("#!/bin/sh\nexit 7\n")
    with pytest.raises(Failed, match="without a console ended with 7"):
        check_first_start(program, tmp_path, environ)


def test_a_message_is_no_window() -> None:
    check_titles(["smoke · Parley · 127.0.0.1:15000"])
    check_titles([""])
    for title in ("Parley", "Unhandled exception in script"):
        with pytest.raises(Failed, match=title):
            check_titles([title])
