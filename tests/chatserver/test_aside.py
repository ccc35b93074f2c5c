"""The processes beside a server in the tray: a question, and what was copied."""

import shutil
import sys
import tkinter as tk

import pytest

from chatserver.aside import KEEPER, Answer, ask_aside, run_aside
from chatserver.config import BadConfig
from shared.desktop import clipboard
from shared.desktop.clipboard import copy
from shared.desktop.siblings import server_command
from shared.tk import held_clipboard
from shared.tk.held_clipboard import hand_over_clipboard
from shared.tk.question import Question
from tests.support.background import Background
from tests.support.processes import PATIENCE_S, Program
from tests.support.screen import Screen
from tests.support.strays import wait_for_end
from tests.support.window_program import Hand

QUESTION = Question("12 people are online.", "Quit", "Keep running", True)
needs_xdotool = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is missing")


@pytest.fixture(autouse=True)
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which a keeper of the clipboard takes long to start."""
    monkeypatch.setattr(clipboard, "PATIENCE_S", PATIENCE_S)


@needs_xdotool
@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("Return",), "no"),
        (("Tab", "space"), "yes"),
        (("Escape",), "left"),
    ],
)
def test_a_question_is_answered_by_keys(
    screen: Screen | None, keys: tuple[str, ...], answer: Answer
) -> None:
    with Background(lambda: ask_aside("Parley server", QUESTION)) as asking:
        hand = Hand()
        hand.focus("^Parley server$")
        hand.press(*keys)
        assert asking.result() == answer


ASKS = """
import sys
from chatserver.aside import ask_aside
from shared.tk.question import Question
ask_aside("Parley server", Question("Quit?", "Quit", "No"), lambda p: print(p.pid, flush=True))
"""


@needs_xdotool
def test_a_question_ends_with_who_asks(screen: Screen | None) -> None:
    asker = Program(sys.executable, "-c", ASKS, stdin=False)
    asking = int(asker.out.expect(str.isdigit))
    Hand().focus("^Parley server$")
    asker.close()
    assert wait_for_end(asking, PATIENCE_S)


def test_nobody_is_asked_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":77777")
    assert ask_aside("Parley server", QUESTION) == "nobody"
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert ask_aside("Parley server", QUESTION) == "nobody"


def test_what_is_copied_can_be_pasted_until_something_else_is(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    long = "😀" * 1500 + "a" * 3000  # is given in parts
    for text in ("parley://10.0.0.7:15000/key", "Žluťoučký 会議", long):
        assert copy(text, server_command(*KEEPER))
        root.update()  # Tk learns that what it had copied itself is no more
        assert root.clipboard_get(type="UTF8_STRING") == text
    root.clipboard_clear()
    root.clipboard_append("else")
    assert root.clipboard_get() == "else"


def test_what_a_window_has_copied_outlives_it(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    window = tk.Tk(className="Parley")
    window.clipboard_clear()
    window.clipboard_append("parley://10.0.0.7:15000/Žluťoučký")
    hand_over_clipboard(window, server_command(*KEEPER))
    window.update()  # Tk learns it, or it would answer for a window whose memory was freed
    window.destroy()
    assert root.clipboard_get(type="UTF8_STRING") == "parley://10.0.0.7:15000/Žluťoučký"
    root.clipboard_clear()
    root.clipboard_append("else")
    assert root.clipboard_get() == "else"


def test_what_somebody_else_has_copied_is_theirs(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[str] = []
    monkeypatch.setattr(held_clipboard, "copy", lambda text, keeper: handed.append(text))
    root.clipboard_clear()
    root.clipboard_append("theirs")
    window = tk.Tk(className="Parley")
    hand_over_clipboard(window, ())
    window.destroy()
    assert handed == []


def test_it_is_not_for_people() -> None:
    with pytest.raises(BadConfig, match="for Parley itself"):
        run_aside(["dance"])
