"""The servers to choose from, as they look. What is done to them: test_start_dialog."""

import tkinter as tk

from chatgui.app.nearby import ServerRow
from chatgui.app.starting import Starting
from chatgui.tk.server_list import ServerList
from shared.tk.theme import Theme
from tests.support.dialogs import texts_of_list
from tests.support.windows import Wait

FRONT = ServerRow("10.0.0.9:15000", "Front desk", "10.0.0.9 · 12 people", is_known=True)


def make(root: tk.Tk, theme: Theme, starting: Starting) -> ServerList:
    made = ServerList(root, theme, starting, starting.choose, lambda: None)
    made.pack(fill="x")
    made.draw()
    return made


def said(shown: ServerList) -> list[str]:
    return [text for text in texts_of_list(shown.list) if text]


def test_heads_say_which_are_here_now(root: tk.Tk, theme: Theme, wait: Wait) -> None:
    starting = Starting((), recent=["lab", "10.0.0.9"])
    shown = make(root, theme, starting)
    wait(lambda: said(shown) == ["Recent servers", "lab", "10.0.0.9"])
    starting.find([FRONT])
    shown.draw()
    here = ["On this network", "key known", "Front desk", "10.0.0.9 · 12 people"]
    wait(lambda: said(shown) == [*here, "Recent servers", "lab"])


def test_what_the_search_does_stands_below_what_was_before(
    root: tk.Tk, theme: Theme, wait: Wait
) -> None:
    starting = Starting((), recent=["lab"])
    shown = make(root, theme, starting)
    starting.find((), "Looking")
    shown.draw()
    wait(shown.nothing.winfo_viewable)
    assert shown.nothing.winfo_y() > shown.list.winfo_height() // 2
