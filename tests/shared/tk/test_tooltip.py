"""Tooltips come after a moment, stay on the screen, and never take the focus."""

import tkinter as tk

from shared.tk import tooltip
from shared.tk.theme import Theme
from shared.tk.tooltip import Tooltip, explain
from tests.support.windows import Wait


def windows_of(widget: tk.Misc) -> list[tk.Misc]:
    return [child for child in widget.winfo_children() if isinstance(child, tk.Toplevel)]


def test_it_comes_stays_on_the_screen_and_goes(root: tk.Tk, theme: Theme, wait: Wait):
    entry = tk.Text(root)
    entry.pack()
    wait(root.winfo_viewable)
    entry.focus_force()
    wait(lambda: root.focus_get() is entry)
    tip = Tooltip(theme, root)
    far = root.winfo_screenwidth() - 3, root.winfo_screenheight() - 3
    tip.show_soon("the whole of a long name", *far)
    assert not windows_of(root)
    wait(lambda: windows_of(root) and windows_of(root)[0].winfo_viewable())
    window = windows_of(root)[0]
    assert window.winfo_rootx() + window.winfo_width() <= root.winfo_screenwidth()
    assert window.winfo_rooty() + window.winfo_height() <= root.winfo_screenheight()
    assert root.focus_get() is entry
    tip.hide()
    assert not windows_of(root)


def test_leaving_in_time_shows_nothing(root: tk.Tk, theme: Theme, wait: Wait, monkeypatch):
    monkeypatch.setattr(tooltip, "DELAY_MS", 10**6)
    button = tk.Frame(root, width=50, height=50)
    button.pack()
    wait(button.winfo_viewable)
    explain(theme, button, lambda: "Search")
    button.event_generate("<Enter>")
    assert len(root.tk.splitlist(root.tk.call("after", "info"))) == 1
    button.event_generate("<Leave>")
    assert not root.tk.call("after", "info")


def test_it_ends_with_its_widget(root: tk.Tk, theme: Theme):
    frame = tk.Frame(root)
    Tooltip(theme, frame).show_soon("late", 0, 0)
    frame.destroy()
    assert not root.tk.call("after", "info")
