"""Text to be read: followed at its end, still while it is read back, and only so much of it."""

import tkinter as tk

import pytest

from chatserver.dashboard.text_view import TextView
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.windows import Wait

LINES = [f"line {number}" for number in range(200)]


@pytest.fixture
def view(root: tk.Tk, theme: Theme, wait: Wait) -> TextView:
    root.geometry("400x200")
    made = TextView(root, theme, most=300)
    made.pack(fill="both", expand=True)
    wait(lambda: made.text.winfo_height() > 100)
    return made


def key(view: TextView, name: str) -> None:
    view.text.focus_force()
    view.update()
    view.text.event_generate(f"<{name}>")
    view.update()


def test_the_end_is_followed(view: TextView):
    view.append(LINES)
    assert view.text.yview()[1] == 1.0
    view.append(["one more"])
    assert view.text.yview()[1] == 1.0
    assert view.get().endswith("line 199\none more")


def test_who_reads_back_is_left_where_they_are(view: TextView):
    view.append(LINES)
    view.update()
    key(view, "Home")
    view.append(["one more"])
    assert view.text.yview()[0] == 0.0
    key(view, "End")
    view.append(["and another"])
    view.update()
    assert view.text.yview()[1] == 1.0


def test_a_smaller_window_still_shows_the_end(view: TextView, wait: Wait):
    view.append(LINES)
    view.update()
    view.winfo_toplevel().wm_geometry("400x120")
    wait(lambda: view.text.winfo_height() < 130)
    wait(lambda: view.text.yview()[1] == 1.0)


def test_old_lines_go(view: TextView):
    view.append(LINES)
    view.append(LINES)
    lines = view.get().split("\n")
    assert (len(lines), lines[0], lines[-1]) == (300, "line 100", "line 199")


def test_it_can_be_copied_and_not_changed(view: TextView):
    view.append(["one", "two"])
    key(view, "x")
    key(view, "BackSpace")
    assert view.get() == "one\ntwo"
    key(view, "Control-a")
    view.text.event_generate("<<Copy>>")
    assert view.clipboard_get() == "one\ntwo"


def test_another_text_begins_at_its_top(view: TextView):
    view.append(LINES)
    view.show("a report\n" * 100 + "\x1b")
    assert view.text.yview()[0] == 0.0
    assert view.get().endswith("␛")


def test_tab_leaves_it(view: TextView, root: tk.Tk, wait: Wait):
    after = tk.Button(root, text="next")
    after.pack(side="bottom", before=view)
    key(view, "Tab")
    wait(lambda: root.focus_get() is after)
    after.event_generate("<Shift-Tab>")
    wait(lambda: root.focus_get() is view.text)


def test_it_has_the_palettes_colours(view: TextView, theme: Theme):
    theme.change(DARK)
    view.update()
    assert (view.text["background"], view.text["foreground"]) == (DARK.pane, DARK.text)
