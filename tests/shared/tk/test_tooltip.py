"""Tooltips come after a moment, stay on the screen, and never take the focus."""

import tkinter as tk

import pytest

from shared.tk import tooltip
from shared.tk.theme import Theme
from shared.tk.tooltip import Tooltip, bare_window, explain
from tests.support.windows import Wait


def windows_of(widget: tk.Misc) -> list[tk.Misc]:
    return [child for child in widget.winfo_children() if isinstance(child, tk.Toplevel)]


def texts_of(widget: tk.Misc) -> list[str]:
    return [str(label["text"]) for w in windows_of(widget) for label in w.winfo_children()]


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


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tooltip, "DELAY_MS", 1)
    monkeypatch.setattr(tooltip, "LOOK_MS", 1)


@pytest.mark.usefixtures("at_once")
def test_it_says_what_is_true_by_now(root: tk.Tk, theme: Theme, wait: Wait):
    label = tk.Label(root, text="7 of 9")
    label.pack()
    wait(label.winfo_viewable)
    said = ["delivered to 7 of 9"]
    Tooltip(theme, label).show_soon(said[0], 10, 10, lambda: said[-1])
    wait(lambda: texts_of(label) == ["delivered to 7 of 9"])
    window = windows_of(label)
    said.append("read by all")
    wait(lambda: texts_of(label) == ["read by all"])
    assert windows_of(label) == window, "it does not flicker"
    said.append("")
    wait(lambda: not windows_of(label))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("is_there", [True, False], ids=["shown", "asked for"])
def test_it_goes_with_what_it_explains(root: tk.Tk, theme: Theme, wait: Wait, is_there: bool):
    frame = tk.Frame(root)
    label = tk.Label(frame, text="here")
    for widget in (frame, label):
        widget.pack()
    wait(label.winfo_viewable)
    tip = Tooltip(theme, label)
    tip.show_soon("words", 10, 10)
    if is_there:
        wait(lambda: windows_of(label))
    frame.pack_forget()
    wait(lambda: not windows_of(label) and not root.tk.call("after", "info"))
    frame.pack()
    wait(label.winfo_viewable)
    tip.show_soon("words", 10, 10)
    wait(lambda: windows_of(label))
    root.withdraw()
    wait(lambda: not windows_of(label))


def test_the_desktop_knows_what_it_is(root: tk.Tk):
    if root.tk.call("tk", "windowingsystem") != "x11":
        pytest.skip("only X11 has types of windows")
    window = bare_window(root, "white")
    assert "tooltip" in window.wm_attributes("-type")
    assert window.wm_overrideredirect()
    window.destroy()


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
