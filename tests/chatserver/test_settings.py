import pytest

from chatserver.config import read_config
from chatserver.settings import Settings


def test_what_is_remembered_holds_but_what_stands_on_the_command_line_wins() -> None:
    config = read_config(["--server-name", "typed", "--keep-days", "3"])
    settings = Settings(
        config, {"server_name": "old", "keep_days": 9, "keep_mb": 7, "welcome": "hi"}
    )
    found = settings.config
    assert (found.server_name, found.keep_days) == ("typed", 3)
    assert (found.keep_mb, found.welcome) == (7, "hi")
    assert not settings.is_changed


def test_a_change_holds_from_now_on_and_is_stored_once() -> None:
    settings = Settings(read_config(["--keep-mb", "5"]))
    assert settings.set(server_name="new", keep_mb=6) == ["keep_mb"]
    assert (settings.config.server_name, settings.config.keep_mb) == ("new", 6)
    assert settings.changes() == {"server_name": "new", "keep_mb": 6}
    assert settings.changes() == {}


def test_a_private_server_stays_so_until_it_is_opened_by_a_word() -> None:
    closed = Settings(read_config(["--private"]))
    assert closed.changes() == {"is_private": True}
    remembered = {"is_private": True}
    again = Settings(read_config(["--guests", "lan"]), remembered)
    assert again.config.is_private
    assert again.config.guests == "off", "a guest has no invite"
    assert not again.is_changed
    opened = Settings(read_config(["--public"]), remembered)
    assert not opened.config.is_private
    assert opened.config.guests == "lan"
    assert opened.changes() == {"is_private": False}
    assert not Settings(read_config(["--public"])).is_changed


def test_what_a_later_version_remembers_is_passed_over() -> None:
    assert Settings(read_config([]), {"colour": "red", "port": 1}).config == read_config([])


@pytest.mark.parametrize(
    "remembered", [{"keep_days": "9"}, {"guests_paused": 1}, {"server_name": None}]
)
def test_nonsense_is_refused(remembered) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Settings(read_config([]), remembered)
