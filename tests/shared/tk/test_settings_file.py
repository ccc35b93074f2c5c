"""Settings on the disk: found again, and nothing of what cannot be read is lost."""

from pathlib import Path
from typing import Literal

import pytest
from msgspec import Struct

from shared.tk.points import Points
from shared.tk.settings_file import SettingsFile


class Wishes(Struct, frozen=True):
    theme: Literal["light", "dark"] = "light"
    font_points: Points = 10
    sound: bool = False
    quiet: bool = False


def file_in(home: Path) -> SettingsFile[Wishes]:
    return SettingsFile(home / "wishes.toml", Wishes, "# Wishes.", {"theme": "light, dark"})


def test_what_is_saved_is_loaded(tmp_path: Path):
    wishes = Wishes("dark", 7)
    assert file_in(tmp_path).save(wishes) == ""
    assert file_in(tmp_path).load() == wishes
    text = (tmp_path / "wishes.toml").read_text()
    assert text.startswith('# Wishes.\ntheme = "dark"  # light, dark\n')


def test_a_file_that_an_editor_began_with_a_mark_is_read(tmp_path: Path):
    """Notepad's UTF-8, as some Windows write it."""
    (tmp_path / "wishes.toml").write_bytes(b'\xef\xbb\xbftheme = "dark"\r\n')
    file = file_in(tmp_path)
    assert (file.load(), file.warning) == (Wishes("dark"), "")


def test_any_text_comes_back(tmp_path: Path):
    class Names(Struct, frozen=True):
        recent: str = ""

    names = Names("".join(map(chr, range(0x300))) + "\u2028\U0001f600")
    file = SettingsFile(tmp_path / "names.toml", Names, "# Names.", {})
    assert file.save(names) == ""
    assert (file.load(), file.warning) == (names, "")


@pytest.mark.parametrize("damage", [b"theme = ", b"\xff\xfe", b"[[[[[", b"\x00" * 100])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: bytes):
    path = tmp_path / "wishes.toml"
    for name in ("wishes.damaged", "wishes.damaged-2"):
        path.write_bytes(damage)
        file = file_in(tmp_path)
        assert file.load() == Wishes()
        assert name in file.warning
        assert (tmp_path / name).read_bytes() == damage
        assert file.save(Wishes(font_points=12)) == ""


def test_what_means_nothing_costs_itself_only(tmp_path: Path):
    (tmp_path / "wishes.toml").write_text(
        'theme = "pink"\nfont_points = 99\nsound = "yes"\nnews = 1\nquiet = true\n'
    )
    file = file_in(tmp_path)
    assert file.load() == Wishes(quiet=True)
    assert file.warning.endswith("left out: theme, font_points, sound, news.")


def test_what_cannot_be_read_is_not_written_over(tmp_path: Path):
    (tmp_path / "wishes.toml").mkdir()
    file = file_in(tmp_path)
    assert file.load() == Wishes()
    assert "cannot be read" in file.warning
    assert file.save(Wishes()) == file.warning
    assert (tmp_path / "wishes.toml").is_dir()


def test_what_cannot_be_saved_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    told = file_in(tmp_path / "file").save(Wishes())
    assert "cannot be written" in told
