"""The keyboard in the main window: what a key does, and where one types then."""

import tkinter as tk
from collections.abc import Callable

import pytest

from chatgui.app.words import window as words
from chatgui.tk.shortcuts import SHORTCUTS
from tests.support.stage import Stage


def test_pages_are_turned_from_the_entry(stage: Stage) -> None:
    stage.root.geometry("640x420")
    stage.open("bob, carol, dave")
    stage.wait(lambda: "Looking at it now." in stage.messages())
    view = stage.window.pane.text.yview
    stage.wait(lambda: view() != (0.0, 1.0))
    stage.press("Next", "Next", "Next")
    at_end = view()[0]
    stage.press("Prior")
    stage.wait(lambda: view()[0] < at_end)
    assert stage.root.focus_get() is stage.entry


def test_f6_goes_from_part_to_part_and_shift_f6_back(stage: Stage) -> None:
    window = stage.window
    parts = [window.left.field.entry, window.left.list.canvas, window.pane.text, stage.entry]
    for part in parts:
        stage.press("F6")
        assert stage.root.focus_get() is part
    for part in parts[-2::-1]:
        stage.press("Shift-F6")
        assert stage.root.focus_get() is part


def test_tab_goes_through_everything_and_round(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    window = stage.window
    stage.write("x")
    order: list[tk.Misc] = [
        window.left.field.entry,
        window.left.list.canvas,
        window.header.search,
        window.header.settings,
        window.pane.text,
        window.foot.chips,
        stage.entry,
        *window.foot.buttons,
        window.foot.send_button,
    ]
    widget: tk.Misc | None = order[0]
    for expected in (*order, order[0]):
        assert widget is expected
        widget = expected.tk_focusNext()
    for expected, before in zip(order[1:], order, strict=False):
        assert expected.tk_focusPrev() is before


@pytest.mark.parametrize("name", SHORTCUTS)
def test_every_shortcut_does_what_help_says(stage: Stage, name: str) -> None:
    window, chat, before = stage.window, stage.chat, stage.chat.settings
    opened: list[str] = []
    for door in ("help", "settings"):
        setattr(window.doors, door, lambda door=door: opened.append(door))
    done: dict[str, Callable[[], object]] = {
        "search": lambda: stage.root.focus_get() is window.side.search.field.entry,
        "help": lambda: opened == ["help"],
        "settings": lambda: opened == ["settings"],
        "filter": lambda: stage.root.focus_get() is window.left.field.entry,
        "next_unread": lambda: chat.header.title == "alice",
        "previous_unread": lambda: chat.header.title == words.EVERYONE,
        "everyone": lambda: chat.header.title == words.EVERYONE,
        "quit": lambda: stage.left == [True],
        "back": lambda: stage.root.focus_get() is stage.entry,
        "larger": lambda: stage.kept[-1].font_points == before.font_points + 1,
        "smaller": lambda: stage.kept[-1].font_points == before.font_points - 1,
        "usual_size": lambda: stage.chat.settings == before,
        "next_part": lambda: stage.root.focus_get() is window.left.field.entry,
        "previous_part": lambda: stage.root.focus_get() is window.pane.text,
    }
    stage.open("bob, carol, dave")
    stage.press(SHORTCUTS[name][0])
    assert done[name]()


def test_escape_clears_the_filter_and_leads_to_the_entry(stage: Stage) -> None:
    field = stage.window.left.field
    field.set("car")
    stage.focus(field.entry)
    stage.press("Escape")
    assert field.get() == ""
    assert stage.root.focus_get() is stage.entry


def test_escape_in_the_list_chooses_nobody_first(stage: Stage) -> None:
    canvas = stage.window.left.list.canvas
    stage.open("bob, carol, dave")
    stage.focus(canvas)
    stage.press("Escape")
    assert stage.chat.recipients == ()
    assert stage.root.focus_get() is canvas
    stage.press("Escape")
    assert stage.root.focus_get() is stage.entry


def test_search_takes_the_place_of_the_left_column_and_gives_it_back(stage: Stage) -> None:
    window = stage.window
    stage.press("Control-f")
    panel = window.side.search
    assert panel is not None
    stage.wait(lambda: stage.root.focus_get() is panel.field.entry)
    assert not window.left.winfo_ismapped()
    panel.field.set("terrace")
    stage.press("Return")
    stage.settle()
    stage.wait(lambda: "lunch is on the terrace" in stage.messages())
    for part in (window.pane.text, stage.entry, panel.field.entry, panel.list.canvas):
        stage.press("F6")
        assert stage.root.focus_get() is part
    assert panel.field.entry.tk_focusPrev() is window.foot.buttons[-1]
    stage.press("Escape")
    assert stage.root.focus_get() is stage.entry
    stage.wait(window.left.winfo_ismapped)
    assert not panel.winfo_ismapped()
    stage.press("Control-f")
    stage.press("Control-k")
    assert stage.root.focus_get() is window.left.field.entry
