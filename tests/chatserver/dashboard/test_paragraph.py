"""A field of several lines: breaks are kept, Tab is none of its letters."""

import tkinter as tk

import pytest

from chatserver.dashboard.paragraph import Paragraph
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.windows import Wait


@pytest.fixture
def field(root: tk.Tk, theme: Theme, wait: Wait) -> Paragraph:
    for place in ("before", "field", "after"):
        if place == "field":
            made = Paragraph(root, theme, 3)
            made.pack()
        else:
            tk.Button(root, text=place, name=place).pack()
    made.text.focus_force()
    wait(lambda: root.focus_get() is made.text)
    return made


def test_what_is_set_is_got_without_blanks_around(field: Paragraph):
    field.set(" Welcome.\nNo smoking.\n\n")
    assert field.get() == "Welcome.\nNo smoking."
    field.text.event_generate("<<Undo>>")
    assert field.get() == "Welcome.\nNo smoking.", "what was there before is not taken away"


@pytest.mark.parametrize(("key", "name"), [("Tab", "after"), ("Shift-Tab", "before")])
def test_tab_leaves_it(field: Paragraph, root: tk.Tk, wait: Wait, key: str, name: str):
    field.text.event_generate(f"<{key}>")
    wait(lambda: root.focus_get() is root.nametowidget(name))
    assert field.get() == ""


def test_the_focus_is_seen(field: Paragraph, root: tk.Tk, theme: Theme, wait: Wait):
    wait(lambda: field.instate(["focus"]))
    root.nametowidget("after").focus_set()
    wait(lambda: field.instate(["!focus"]))
    theme.change(DARK)
    wait(lambda: field.text["background"] == DARK.field)
