import tkinter as tk

import pytest

from chatgui.app.settings import Settings
from chatgui.app.words import dialogs as words
from chatgui.tk.help_dialog import HelpDialog
from chatgui.tk.shortcuts import SHORTCUTS, describe_keys
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import Bench
from tests.support.scene import empty_scene
from tests.support.windows import Wait


@pytest.fixture
def bench(root: tk.Tk, theme: Theme, wait: Wait) -> Bench:
    return Bench(root, theme, wait, empty_scene())


def test_every_shortcut_stands_in_it(bench: Bench) -> None:
    dialog = HelpDialog(bench.root, bench.theme, Settings())
    bench.shown(dialog)
    shown = texts(dialog)
    assert words.HELP_INTRO in shown
    for key, done in (*words.LIST_KEYS, *words.PANE_KEYS, *words.CHIP_KEYS):
        assert shown[shown.index(done) - 1] == key
    for name in SHORTCUTS:
        assert shown[shown.index(describe_keys(name)) + 1] == words.SHORTCUTS[name]
    bench.left(dialog)


@pytest.mark.parametrize(
    ("enter_sends", "sends", "breaks"),
    [(True, "Enter", "Shift+Enter"), (False, "Ctrl+Enter", "Enter")],
)
def test_enter_is_as_the_person_has_it(
    bench: Bench, enter_sends: bool, sends: str, breaks: str
) -> None:
    dialog = HelpDialog(bench.root, bench.theme, Settings(enter_sends=enter_sends))
    bench.shown(dialog)
    shown = texts(dialog)
    assert shown[shown.index(words.SENDS) - 1] == sends
    assert shown[shown.index(words.BREAKS) - 1] == breaks
    bench.left(dialog)
