"""A window for a moment: whether Tk, the theme and what draws it are all there."""

import tkinter as tk
from time import monotonic
from tkinter import ttk

from shared.self_test import PATIENCE_S
from shared.tk import scaling
from shared.tk.mark import draw_mark, set_icon
from shared.tk.palette import DARK, LIGHT
from shared.tk.theme import Theme


def show_sample() -> str:
    """What was shown by which Tk; TclError where there is no screen."""
    scaling.prepare()
    root = tk.Tk(className="Parley")
    try:
        theme = Theme(root, LIGHT)
        set_icon(theme)
        ttk.Label(root, image=draw_mark(theme, theme.px(52))).pack()
        ttk.Button(root, text="Parley").pack()
        theme.change(DARK)
        _wait_until_shown(root)
        size = f"{root.winfo_width()}x{root.winfo_height()}"
        return f"{size} by Tk {root.tk.call('info', 'patchlevel')}"
    finally:
        root.destroy()


def _wait_until_shown(root: tk.Tk) -> None:
    """Not by wait_visibility, which never returns where a screen is locked."""
    until = monotonic() + PATIENCE_S
    root.update()
    while not root.winfo_viewable():
        if monotonic() > until:
            raise TimeoutError("the window does not come up")
        root.update()
