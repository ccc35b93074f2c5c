from pathlib import Path

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


def test_the_last_servers():
    known = Settings()
    for n in range(20):
        known = remember_server(known, f"box{n % 10}")
    assert known.recent == tuple(f"box{n}" for n in range(9, 9 - RECENT, -1))
