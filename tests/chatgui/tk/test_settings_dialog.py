"""The settings over a real chat."""

import tkinter as tk
from pathlib import Path

import pytest
from msgspec import structs

from chatgui.app.settings import Settings
from chatgui.app.words import dialogs as words
from chatgui.tk import settings_dialog
from chatgui.tk.settings_dialog import DEPENDS, Place, SettingsDialog
from shared.tk.theme import Theme
from shared.tk.words import SETTINGS_DAMAGED
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import Bench, button_of
from tests.support.guard import assert_guarded
from tests.support.scene import empty_scene
from tests.support.windows import Wait

HOME = Path("/home/ada/parley")


@pytest.fixture
def bench(root: tk.Tk, theme: Theme, wait: Wait) -> Bench:
    return Bench(root, theme, wait, empty_scene())


def opened(bench: Bench, warning: str = "") -> tuple[SettingsDialog, list[str]]:
    called: list[str] = []
    place = Place(HOME, warning, lambda: called.append("test"), lambda: called.append("export"))
    dialog = SettingsDialog(bench.root, bench.theme, bench.chat, bench.do, place)
    bench.drawn = lambda parts: "settings" in parts and dialog.draw()
    bench.shown(dialog)
    return dialog, called


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (words.THEME_DARK, "theme", "dark"),
        (words.THEME_LIGHT, "theme", "light"),
        (words.HIGH_CONTRAST, "high_contrast", True),
        (words.ENTER_BREAKS, "enter_sends", False),
        (words.TELLS_READ, "tells_read", False),
        (words.CLOSES_TO_TRAY, "closes_to_tray", False),
        (words.NOTIFIES, "notifies", False),
        (words.SHOWS_TEXT, "shows_text", False),
        (words.MAKES_SOUND, "makes_sound", True),
        (words.DO_NOT_DISTURB, "do_not_disturb", True),
    ],
)
def test_each_choice_applies_at_once(bench: Bench, text: str, name: str, value: object) -> None:
    dialog, _ = opened(bench)
    bench.focus(button_of(dialog, text))
    bench.press("space")
    assert bench.chat.settings == structs.replace(Settings(), **{name: value})
    bench.left(dialog)


def test_what_means_nothing_without_notifications_is_off_then(bench: Bench) -> None:
    dialog, _ = opened(bench)
    notifies = button_of(dialog, words.NOTIFIES)
    others = [button_of(dialog, getattr(words, name.upper())) for name in DEPENDS]
    for is_off in (True, False):
        notifies.invoke()
        assert [button.instate(["disabled"]) for button in others] == [is_off] * len(DEPENDS)
    bench.left(dialog)


def test_a_size_applies_as_soon_as_it_is_one(bench: Bench) -> None:
    dialog, _ = opened(bench)
    field = dialog.points
    bench.focus(field)
    for typed, points in (("1", 10), ("14", 14), ("145", 14), ("1x", 14), ("40", 14), ("", 14)):
        field.delete(0, "end")
        for character in typed:
            bench.press(character)
        assert bench.chat.settings.font_points == points
    bench.focus(button_of(dialog, words.CLOSE))
    bench.wait(lambda: field.get() == "14")
    bench.focus(field)
    bench.press("Up")
    bench.wait(lambda: bench.chat.settings.font_points == 15)
    bench.left(dialog)


def test_it_follows_what_others_change(bench: Bench) -> None:
    dialog, _ = opened(bench)
    changed = Settings(theme="dark", font_points=12, makes_sound=True)
    bench.do(lambda: bench.chat.change_settings(changed))
    assert dialog.points.get() == "12"
    assert button_of(dialog, words.THEME_DARK).instate(["selected"])
    assert button_of(dialog, words.MAKES_SOUND).instate(["selected"])
    bench.left(dialog)


def test_where_data_lies_and_what_one_can_do_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(settings_dialog, "open_folder", lambda path: bool(shown.append(path)))
    dialog, called = opened(bench)
    assert words.DATA_PLACE.format(path=HOME) in texts(dialog)
    button_of(dialog, words.COPY_PATH).invoke()
    assert bench.root.clipboard_get() == str(HOME)
    assert words.PATH_COPIED in texts(dialog)
    button_of(dialog, words.OPEN_FOLDER).invoke()
    assert shown == [HOME]
    assert words.NO_FOLDER_WINDOW in texts(dialog)
    button_of(dialog, words.EXPORT).invoke()
    button_of(dialog, words.TEST).invoke()
    assert called == ["export", "test"]
    bench.left(dialog)


def test_a_damaged_file_is_said(bench: Bench) -> None:
    warning = SETTINGS_DAMAGED.format(path="settings.damaged")
    dialog, _ = opened(bench, warning)
    assert warning in texts(dialog)
    bench.left(dialog)


def test_its_field_is_guarded(bench: Bench) -> None:
    dialog, _ = opened(bench)
    assert assert_guarded(dialog) == 1
    bench.left(dialog)
