import tkinter as tk

import pytest

from chatgui.tk import attention
from chatgui.tk.announcer import Announcer
from shared.desktop.notification import Notification
from tests.shared.desktop.test_notifications import Board
from tests.support.windows import Wait


@pytest.fixture
def demanded(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []
    monkeypatch.setattr(attention, "demand_attention", found.append)
    return found


@pytest.fixture
def rung(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    found: list[bool] = []
    monkeypatch.setattr(root, "bell", lambda: found.append(True))
    return found


def note(*, makes_sound: bool = False) -> Notification:
    return Notification("bob", "hello", b"talk", makes_sound)


def test_what_is_announced_is_shown_and_the_window_marked(
    root: tk.Tk, wait: Wait, demanded: list[object], rung: list[bool]
) -> None:
    board = Board()
    announcer = Announcer(root, lambda _: None, board, lambda: 0.0)
    announcer.announce([])
    assert not demanded
    announcer.announce([note(), note()])
    assert (len(board.shown), demanded, rung) == (2, [root], [])
    announcer.announce([note(makes_sound=True)])
    assert rung == [True]
    announcer.close()
    assert board.is_closed


def test_a_window_that_has_the_focus_asks_for_nothing(
    root: tk.Tk, wait: Wait, demanded: list[object], rung: list[bool]
) -> None:
    wait(root.winfo_viewable)
    root.focus_force()
    wait(lambda: root.focus_displayof() is not None)
    board = Board()
    Announcer(root, lambda _: None, board).announce([note()])
    assert len(board.shown) == 1
    assert not demanded
