import tkinter as tk

from chatgui.tk.timers import Timers
from tests.support.windows import Wait


def test_what_is_set_is_done_once(root: tk.Tk, wait: Wait) -> None:
    timers, done = Timers(root), []
    timers.set("draw", 1, lambda: done.append("draw" in timers))
    assert "draw" in timers
    wait(lambda: done)
    assert done == [False], "it may be set again by what it does"


def test_the_last_word_counts_and_others_are_others(root: tk.Tk, wait: Wait) -> None:
    timers, done = Timers(root), []
    timers.set("draw", 1, lambda: done.append("first"))
    timers.set("draw", 1, lambda: done.append("second"))
    timers.set("tick", 1, lambda: done.append("tick"))
    wait(lambda: "tick" in done)
    assert done == ["second", "tick"]


def test_what_is_cancelled_is_not_done(root: tk.Tk, wait: Wait) -> None:
    timers, done = Timers(root), []
    for name in ("draw", "tick", "leave"):
        timers.set(name, 1, lambda name=name: done.append(name))
    timers.cancel("tick")
    timers.cancel("never set")
    assert "tick" not in timers
    wait(lambda: done)
    timers.cancel_all()
    timers.set("end", 1, lambda: done.append("end"))
    wait(lambda: "end" in done)
    assert "tick" not in done
    assert "draw" not in timers
