import tkinter as tk

import pytest

from chatgui.app.rows import StatusBar
from chatgui.tk.status_line import StatusLine
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.windows import Wait

WELL = StatusBar("Front desk · 1.2 ms · 0 % lost", "", True, "")


@pytest.fixture
def line(root: tk.Tk, theme: Theme, wait: Wait) -> StatusLine:
    root.geometry("400x100")
    made = StatusLine(root, theme)
    made.pack(fill="x")
    wait(lambda: made.winfo_width() == 400)
    return made


def shown(line: StatusLine) -> str:
    return " | ".join(text.strip() for text in texts(line))


def test_it_says_where_and_what_waits(line: StatusLine, wait: Wait) -> None:
    line.show(WELL)
    wait(lambda: shown(line) == "Front desk · 1.2 ms · 0 % lost")
    line.show(StatusBar("Front desk", "2 waiting to be sent", True, ""))
    wait(lambda: shown(line) == "Front desk | 2 waiting to be sent")
    line.show(WELL)
    wait(lambda: "waiting" not in shown(line))


def test_that_something_is_wrong_is_not_told_by_colour_alone(line: StatusLine) -> None:
    def image() -> str:
        return str(line.winfo_children()[0].cget("image"))

    line.show(WELL)
    well = image()
    line.show(StatusBar("Front desk does not answer", "", False, ""))
    assert image() != well


def test_what_is_long_is_cut_before_what_waits(line: StatusLine, wait: Wait) -> None:
    line.show(StatusBar("a very long name of a server " * 5, "12 waiting to be sent", True, ""))
    wait(lambda: "…" in shown(line))
    assert shown(line).endswith("12 waiting to be sent")
