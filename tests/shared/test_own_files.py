"""With an archive that does as PyInstaller's: it opens its file for each module anew."""

import os
import sys
from pathlib import Path

import pytest

from shared.own_files import MovedError, OwnFiles, guard_archive, hold_archive, is_moved


class Archive:
    def __init__(self, path: Path) -> None:
        self._filename = str(path)

    def extract(self, name: str, raw: bool = False) -> str:
        try:
            text = Path(self._filename).read_text()
        except FileNotFoundError:
            raise SystemExit("ERROR: appears to have been moved or deleted") from None
        if name not in text:
            raise ValueError("bad marshal data")
        return name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "parley"
    path.write_text("help_dialog")
    return path


def test_a_part_that_went_away_does_not_end_the_program(path: Path) -> None:
    archive = Archive(path)
    guard_archive(archive)
    assert archive.extract("help_dialog") == "help_dialog"
    path.unlink()
    with pytest.raises(MovedError, match="Close it and start it again"):
        archive.extract("help_dialog")


def test_another_build_at_its_place_is_not_taken_for_it(path: Path) -> None:
    archive = Archive(path)
    guard_archive(archive)
    path.write_text("another build")
    with pytest.raises(ImportError, match="moved or replaced"):
        archive.extract("help_dialog")


@pytest.mark.skipif(sys.platform != "linux", reason="it takes Linux's /proc")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_is_held_is_read_wherever_it_goes(path: Path, is_replaced: bool) -> None:
    archive = Archive(path)
    number = hold_archive(archive)
    assert number is not None
    try:
        path.rename(path.with_name("moved"))
        if is_replaced:
            path.write_text("another build")
        assert archive.extract("help_dialog") == "help_dialog"
    finally:
        os.close(number)


def test_an_archive_of_another_make_is_left_alone() -> None:
    assert hold_archive(object()) is None


def test_it_is_known_whether_the_files_are_the_same(path: Path) -> None:
    files = OwnFiles(path, path.parent)
    assert not files.are_others()
    (path.parent / "beside").touch()
    assert not files.are_others()
    path.write_text("another build")
    assert files.are_others()
    path.unlink()
    assert files.are_others()


def test_from_source_nothing_is_watched() -> None:
    assert not is_moved()
