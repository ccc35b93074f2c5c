from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatgui.app.settings import RECENT, Settings, SettingsFile, remember_server

ANY = st.builds(
    Settings,
    theme=st.sampled_from(("system", "light", "dark")),
    font_points=st.integers(6, 32),
    enter_sends=st.booleans(),
    tells_read=st.booleans(),
    recent=st.lists(st.text(max_size=40), max_size=3).map(
        lambda typed: remember_server(Settings(), "\n".join(typed)).recent
    ),
    place=st.sampled_from(("", "640x420+0-12", "zoomed 1920x1080+-5+10")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(ANY)
def test_what_is_saved_is_loaded(tmp_path: Path, chosen: Settings):
    assert SettingsFile(tmp_path).save(chosen) == ""
    file = SettingsFile(tmp_path)
    assert file.load() == chosen
    assert file.warning == ""


def test_a_new_home_has_the_usual_ones_and_is_made_when_something_is_saved(tmp_path: Path):
    file = SettingsFile(tmp_path / "new")
    assert (file.load(), file.warning) == (Settings(), "")
    assert not (tmp_path / "new").exists()
    assert file.save(Settings(theme="dark")) == ""
    text = (tmp_path / "new" / "settings.toml").read_text()
    assert 'theme = "dark"  # system, light, dark' in text


@pytest.mark.parametrize("damage", [b"theme = ", b"\xff\xfe", b"[[[[[", b"\x00" * 100])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: bytes):
    path = tmp_path / "settings.toml"
    for name in ("settings.damaged", "settings.damaged-2"):
        path.write_bytes(damage)
        file = SettingsFile(tmp_path)
        assert file.load() == Settings()
        assert name in file.warning
        assert (tmp_path / name).read_bytes() == damage
        assert file.save(Settings(font_points=12)) == ""


def test_what_means_nothing_costs_itself_only(tmp_path: Path):
    (tmp_path / "settings.toml").write_text(
        'theme = "pink"\nfont_points = 99\nmakes_sound = "yes"\nnews = 1\n'
        "place = 7\ndo_not_disturb = true\n"
    )
    file = SettingsFile(tmp_path)
    assert file.load() == Settings(do_not_disturb=True)
    assert file.warning.endswith("left out: theme, font_points, makes_sound, news, place.")


def test_what_cannot_be_read_is_not_written_over(tmp_path: Path):
    (tmp_path / "settings.toml").mkdir()
    file = SettingsFile(tmp_path)
    assert file.load() == Settings()
    assert "cannot be read" in file.warning
    assert file.save(Settings()) == file.warning
    assert (tmp_path / "settings.toml").is_dir()


def test_what_cannot_be_saved_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    told = SettingsFile(tmp_path / "file").save(Settings())
    assert "cannot be written" in told


def test_the_last_servers():
    known = Settings()
    for n in range(20):
        known = remember_server(known, f"box{n % 10}")
    assert known.recent == tuple(f"box{n}" for n in range(9, 9 - RECENT, -1))
