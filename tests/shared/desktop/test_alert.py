import os
import shutil
import subprocess
import sys

import pytest

from shared.desktop import alert as module
from shared.desktop.alert import alert, show
from tests.support.processes import ROOT
from tests.support.screen import Screen
from tests.support.window_program import Hand

SCREEN = {"DISPLAY": ":7"}


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was tried; only notify-send and osascript are there."""
    tried: list[list[str]] = []

    def launch(words: list[str]) -> bool:
        tried.append(words)
        return words[0] in ("notify-send", "osascript")

    monkeypatch.setattr(module, "launch", launch)
    monkeypatch.setattr(module, "_show_window", lambda sentence: launch(["window", sentence]))
    return tried


def test_what_the_desktop_has_shows_it(launched: list[list[str]]) -> None:
    assert show("All is lost.", "linux", SCREEN)
    assert [words[0] for words in launched] == ["zenity", "kdialog", "window", "notify-send"]
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


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")
def test_a_desktop_that_has_nothing_gets_a_window_of_ours(
    screen: Screen | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_it = "from shared.desktop.alert import show; print(show('All is lost.', 'linux'))"
    environ = {**os.environ, "PATH": ""}
    with subprocess.Popen(
        [sys.executable, "-c", show_it], cwd=ROOT, env=environ, stdout=subprocess.PIPE
    ) as program:
        hand = Hand()
        hand.focus("^Parley$")
        hand.press("Return")
        assert program.communicate(timeout=20)[0] == b"True\n"
