"""Buttons with an icon alone."""

import tkinter as tk

from shared.tk.buttons import icon_button
from shared.tk.theme import Theme
from tests.support.windows import Wait


def test_it_is_pressed_by_key_and_says_what_it_is(root: tk.Tk, theme: Theme, wait: Wait):
    pressed: list[int] = []
    button = icon_button(root, theme, "search", "Search", lambda: pressed.append(1))
    button.pack()
    wait(root.winfo_viewable)
    button.focus_force()
    wait(lambda: root.focus_get() is button)
    button.event_generate("<Return>")
    assert pressed == [1]
    button.event_generate("<Enter>")

    def tips() -> list[str]:
        return [str(x.cget("text")) for w in button.winfo_children() for x in w.winfo_children()]

    wait(tips)
    assert tips() == ["Search"]
    button.event_generate("<Leave>")
