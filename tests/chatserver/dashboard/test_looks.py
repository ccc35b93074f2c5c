"""How the window looked: kept beside the server's data, and nowhere else."""

from pathlib import Path

from chatserver.dashboard.looks import Looks, LooksFile

CHOSEN = Looks(14, False, "zoomed 640x420+-5+12")


def test_what_is_kept_is_found(tmp_path: Path):
    assert LooksFile(tmp_path).load() == Looks()
    assert LooksFile(tmp_path).save(CHOSEN) == ""
    assert LooksFile(tmp_path).load() == CHOSEN
    text = (tmp_path / "dashboard.toml").read_text()
    assert "font_points = 14  # 6 to 32" in text


def test_without_a_server_no_folder_is_made(tmp_path: Path):
    assert LooksFile(tmp_path / "none").save(CHOSEN) == ""
    assert not (tmp_path / "none").exists()
