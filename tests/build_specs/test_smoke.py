"""The trial's own parts; what was built is tried out by `python3 run.py smoke` alone."""

from pathlib import Path

import pytest

from build_specs.smoke import copy, main


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
