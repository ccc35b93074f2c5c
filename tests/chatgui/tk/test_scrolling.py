"""The wheel's notches and the scrollbar that is only there when it is needed."""

import tkinter as tk

from chatgui.tk.scrolling import Scrollbar, bind_wheel
from chatgui.tk.theme import Theme
from tests.support.windows import Wait


def test_notches_are_counted_downwards(root: tk.Tk):
    turned: list[float] = []
    frame = tk.Frame(root, width=50, height=50)
    frame.pack()
    bind_wheel(frame, turned.append)
    root.update()
    frame.event_generate("<MouseWheel>", delta=-120)
    frame.event_generate("<MouseWheel>", delta=60)
    frame.event_generate("<Button-4>")
    frame.event_generate("<Button-5>")
    assert turned == [1.0, -0.5, -1.0, 1.0]


def test_the_bar_comes_and_goes(root: tk.Tk, theme: Theme, wait: Wait):
    bar = Scrollbar(root, theme)
    root.geometry("200x200")
    wait(root.winfo_viewable)
    bar.set(0.2, 0.5)
    wait(bar.winfo_ismapped)
    bar.set("0.0", "1.0")
    wait(lambda: not bar.winfo_ismapped())
