"""The clipboard of X11 holds nothing by itself: whoever copied something answers for it, until
somebody else copies something."""

import os
import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from shared.desktop.clipboard import copy
from shared.signals import catch_signals

LOOK_MS: Final = 500
"""Signals are heard by Python only when it has something to do."""


def hand_over_clipboard(root: tk.Tk, keeper: Sequence[str]) -> None:
    """What this program has copied can be pasted when it has gone, too. Before its root is
    destroyed; `keeper`: see `copy`. Takes some seconds at most."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return
    try:
        if _is_ours(root):
            copy(root.clipboard_get(type="UTF8_STRING"), keeper)
    except tk.TclError:
        return  # nothing is in it, or what is has no text


def hold_clipboard(text: str, held: Callable[[], object]) -> None:
    """Returns when something else is in it. `held` is called as soon as it can be pasted.
    TclError if there is no screen."""
    root = tk.Tk(className="Parley")
    root.withdraw()
    root.tk.call("tk", "appname", f"parley-keeper-{os.getpid()}")  # nobody else's, see _is_ours
    root.clipboard_clear()
    root.clipboard_append(text)
    root.winfo_pointerxy()  # is answered by the screen when it has taken note of all before
    held()
    is_over: list[bool] = []
    with catch_signals(lambda: is_over.append(True)):
        while not is_over and _is_ours(root):
            tick = root.after(LOOK_MS, lambda: None)
            root.tk.dooneevent(0)
            root.after_cancel(tick)
    root.destroy()


def _is_ours(root: tk.Tk) -> bool:
    """Tk holds the text itself: whoever is asked for parts of it has to cut characters as Tk does,
    which goes wrong at an emoji. But it does not tell whether the clipboard is its own, only who
    has it."""
    try:
        owner = root.clipboard_get(type="TK_APPLICATION")
    except tk.TclError:
        return False  # somebody else's, or empty
    return bool(owner == root.tk.call("tk", "appname"))
