import tkinter as tk

import pytest

from chatgui.tk.pane import styles
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.pane_rows import Told, message, messages


def test_what_no_line_has_any_more_is_dropped(told: Told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(styles, "MOST_KEPT", 20)
    told.pane._styles._most = 20
    for start in range(0, 600, 30):
        told.pane.show(messages(start, start + 30))
    names = told.pane.text.tag_names()
    assert len([n for n in names if n.partition(" ")[0] in styles.SIDES]) < 140


def test_the_selection_is_seen_on_every_bubble_and_never_outside(told: Told):
    told.pane.show(messages(0, 20))
    names = list(told.pane.text.tag_names())
    above = names.index("sel")
    bubbles = [n for n in names[above:] if n.partition(" ")[0] in styles.SIDES]
    assert {name.split(" ")[1] for name in bubbles} == {"cap"}
    assert [n for n in names[above:] if n in ("end", "outside")] == ["end", "outside"]


def test_my_bubbles_keep_to_the_right_side(told: Told, root: tk.Tk, theme: Theme):
    told.pane.show([message(1, "mine", is_mine=True)])
    text, gaps = told.pane.text, set()
    for width in (600, 700, 560):
        root.geometry(f"{width}x500")
        while text.winfo_width() != width:
            root.update()
        root.update()
        box = text.bbox("2.2")  # the right corner of the cap
        gaps.add(width - box[0] - box[2])
    assert len(gaps) == 1


def test_colours_change_at_run_time(told: Told, root: tk.Tk, theme: Theme):
    told.pane.show([message(1, "mine", is_mine=True), message(2)])
    theme.change(DARK)
    root.update()
    tags = told.pane.text.tag_names("3.1")
    assert told.pane.text.tag_cget(tags[0], "background") == DARK.mine
    assert told.pane.text.cget("background") == DARK.pane
    face = told.pane.text.window_names()[0]
    assert str(root.tk.call(face, "cget", "-background")) == DARK.pane
