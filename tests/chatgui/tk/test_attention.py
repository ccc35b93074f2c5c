import subprocess
import sys
import tkinter as tk
from tkinter import ttk

import pytest

from chatgui.tk.attention import demand_attention
from tests.support.windows import Wait


def states(root: tk.Tk) -> str:
    """What the window manager has marked windows with; one that is just going has no marks."""
    words = ("xprop", "-root", "_NET_CLIENT_LIST")
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    ids = [word.strip(",") for word in listed.split() if word.startswith("0x")]
    marks = (("xprop", "-id", id, "_NET_WM_STATE") for id in ids)
    return "".join(subprocess.run(one, capture_output=True, text=True).stdout for one in marks)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="X11's way")
def test_the_window_is_marked_and_the_focus_stays(root: tk.Tk, wait: Wait) -> None:
    other = tk.Toplevel(root)
    entry = ttk.Button(other)
    entry.pack()
    root.iconify()
    wait(other.winfo_viewable)
    entry.focus_force()
    wait(lambda: root.focus_get() is entry)
    other.destroy()
    wait(lambda: root.state() == "iconic")
    demand_attention(root)
    wait(lambda: "DEMANDS_ATTENTION" in states(root))
    assert root.state() == "iconic"


def test_without_the_library_nothing_happens(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    def missing(_: str) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    demand_attention(root)
