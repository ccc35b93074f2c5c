"""The clipboard of X11 holds nothing by itself: whoever copied something answers for it, until
somebody else copies something."""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Final

from shared.desktop.clipboard import copy
from shared.tk.signals import catch_signals

LOOK_MS: Final = 500
"""Signals are heard by Python only when it has something to do."""


def hand_over_clipboard(root: tk.Tk, keeper: Sequence[str]) -> None:
    """What this program has copied can be pasted when it has gone, too. Before its root is
    destroyed; `keeper`: see `copy`. Takes some seconds at most."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return
    try:  # Tk does not tell whether the clipboard is its own, but says who it is if asked by it
        owner = root.clipboard_get(type="TK_APPLICATION")
        if owner == root.tk.call("tk", "appname"):
            copy(root.clipboard_get(type="UTF8_STRING"), keeper)
    except tk.TclError:
        return  # nothing is in it, or what is has no text


def hold_clipboard(text: str, held: Callable[[], object]) -> None:
    """Returns when something else is in it. `held` is called as soon as it can be pasted.
    TclError if there is no screen."""
    root = tk.Tk(className="Parley")
    root.withdraw()
    is_over: list[bool] = []

    def answer(first: str, most: str) -> str:
        return text[int(first) : int(first) + int(most)]

    root.selection_handle(answer, selection="CLIPBOARD")  # Tk gives it as UTF-8, too
    root.selection_own(selection="CLIPBOARD", command=lambda: is_over.append(True))
    root.winfo_pointerxy()  # is answered by the screen when it has taken note of all before
    held()
    with catch_signals(lambda: is_over.append(True)):
        while not is_over:
            tick = root.after(LOOK_MS, lambda: None)
            root.tk.dooneevent(0)
            root.after_cancel(tick)
    root.destroy()
