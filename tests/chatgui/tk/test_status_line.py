import tkinter as tk

import pytest

from chatgui.app.rows import StatusBar
from chatgui.tk.status_line import Banner, StatusLine
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


@pytest.fixture
def banner(root: tk.Tk, theme: Theme, wait: Wait) -> Banner:
    root.geometry("400x200")
    root.columnconfigure(0, weight=1)
    made = Banner(root, theme, lambda: root.event_generate("<<Closed>>"))
    made.grid(sticky="we")
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


def test_a_banner_is_there_while_something_is_wrong(banner: Banner, wait: Wait) -> None:
    banner.show("", can_close=False)
    wait(lambda: not banner.winfo_ismapped())
    banner.show("The disk is full: make room on it.", can_close=False)
    wait(lambda: texts(banner) == ["The disk is full: make room on it."])
    assert not banner.close.winfo_ismapped()


def test_a_long_sentence_wraps(banner: Banner, wait: Wait) -> None:
    banner.show("short", can_close=False)
    wait(banner.winfo_ismapped)
    low = banner.winfo_reqheight()
    banner.show("Parley made a mistake of its own; nothing is lost. " * 3, can_close=False)
    wait(lambda: banner.winfo_reqheight() > 1.5 * low)
    assert banner.winfo_reqwidth() <= 400


def test_what_is_over_can_be_closed(banner: Banner, root: tk.Tk, wait: Wait) -> None:
    closed: list[object] = []
    root.bind("<<Closed>>", closed.append)
    banner.show("That is over.", can_close=True)
    wait(banner.close.winfo_ismapped)
    banner.close.invoke()
    assert len(closed) == 1
