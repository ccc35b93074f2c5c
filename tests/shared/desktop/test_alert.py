import sys

import pytest

from shared.desktop import alert as module
from shared.desktop.alert import alert, show

SCREEN = {"DISPLAY": ":7"}


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was tried; only notify-send and osascript are there."""
    tried: list[list[str]] = []

    def launch(words: list[str]) -> bool:
        tried.append(words)
        return words[0] in ("notify-send", "osascript")

    monkeypatch.setattr(module, "launch", launch)
    return tried


def test_what_the_desktop_has_shows_it(launched: list[list[str]]) -> None:
    assert show("All is lost.", "linux", SCREEN)
    assert [words[0] for words in launched] == ["zenity", "kdialog", "notify-send"]
    assert all("All is lost." in words[-1] for words in launched)


def test_on_macos_the_sentence_is_no_part_of_the_script(launched: list[list[str]]) -> None:
    assert show('"; do shell script "rm', "darwin", {})
    assert launched[0][-1] == '"; do shell script "rm'


def test_without_a_desktop_nothing_is_started(launched: list[list[str]]) -> None:
    assert not show("All is lost.", "linux", {})
    assert not launched


@pytest.mark.parametrize("is_frozen", [True, False])
def test_only_who_has_double_clicked_is_shown_it(
    is_frozen: bool,
    launched: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "frozen", is_frozen, raising=False)
    monkeypatch.setattr(module, "has_terminal", lambda: False)
    monkeypatch.setenv("DISPLAY", ":7")
    alert("All is lost.")
    assert bool(launched) is (is_frozen and sys.platform not in ("win32",))
    assert capsys.readouterr().err == "All is lost.\n"
