import tkinter as tk
from tkinter import ttk

import pytest

from chatgui.app.words import dialogs
from chatgui.tk.shortcuts import SHORTCUTS, bind_shortcuts, describe_keys
from shared.tk.fields import Entry
from tests.support.windows import Wait


@pytest.fixture
def done(root: tk.Tk, wait: Wait) -> list[str]:
    """What the keys did, in a window with a text and a field."""
    acts: list[str] = []
    bind_shortcuts(root, {name: lambda name=name: acts.append(name) for name in SHORTCUTS})
    wait(root.winfo_viewable)
    return acts


def test_every_key_does_its_one_thing_wherever_the_focus_is(
    root: tk.Tk, wait: Wait, done: list[str]
) -> None:
    text, field, button = tk.Text(root), Entry(root), ttk.Button(root)
    for widget in (text, field, button):
        widget.pack()
        widget.focus_force()
        wait(lambda widget=widget: root.focus_get() is widget)
        for name, keys in SHORTCUTS.items():
            for key in keys:
                done.clear()
                widget.event_generate(f"<{key}>")
                assert done == [name], f"{key} in {widget.winfo_class()}"


def test_the_keys_do_nothing_else_to_what_is_typed(
    root: tk.Tk, wait: Wait, done: list[str]
) -> None:
    """On X11 Ctrl+K deletes the rest of the line and Ctrl+E goes to its end."""
    text, field = tk.Text(root), Entry(root)
    for widget in (text, field):
        widget.pack()
        widget.insert("1.0" if widget is text else 0, "abc def")
        widget.focus_force()
        wait(lambda widget=widget: root.focus_get() is widget)
        widget.mark_set("insert", "1.3") if widget is text else widget.icursor(3)
        for keys in SHORTCUTS.values():
            for key in keys:
                if key.startswith("Control"):
                    widget.event_generate(f"<{key}>")
    assert text.get("1.0", "end-1c") == "abc def"
    assert text.index("insert") == "1.3"
    assert field.get() == "abc def"
    assert field.index("insert") == 3


def test_caps_lock_changes_nothing(root: tk.Tk, done: list[str]) -> None:
    root.focus_force()
    root.event_generate("<Control-F>")
    assert done == ["search"]


def test_help_has_words_for_every_one_of_them() -> None:
    assert set(dialogs.SHORTCUTS) == set(SHORTCUTS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("search", "Ctrl+F"),
        ("filter", "Ctrl+K, Ctrl+L"),
        ("larger", "Ctrl+Plus"),
        ("settings", "Ctrl+Comma"),
        ("back", "Esc"),
        ("previous_part", "Shift+F6"),
        ("next_unread", "Alt+Down"),
    ],
)
def test_keys_are_said_as_they_stand_on_keyboards(name: str, said: str) -> None:
    assert describe_keys(name) == said
