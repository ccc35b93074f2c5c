"""A banner: there while something is wrong, whole, and closed where it is over."""

import tkinter as tk
from tkinter import ttk

import pytest

from shared.tk.banner import Banner
from shared.tk.theme import Theme
from tests.support.windows import Wait


@pytest.fixture
def banner(root: tk.Tk, theme: Theme, wait: Wait) -> Banner:
    root.geometry("400x200")
    root.columnconfigure(0, weight=1)
    made = Banner(root, theme, lambda: root.event_generate("<<Closed>>"))
    made.grid(sticky="we")
    wait(lambda: made.winfo_width() == 400)
    return made


def texts(banner: Banner) -> list[str]:
    labels = [child for child in banner.winfo_children() if isinstance(child, ttk.Label)]
    return [text for text in (str(label.cget("text")) for label in labels) if text]


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


@pytest.mark.parametrize("points", [10, 32])
def test_beside_a_button_it_has_as_much_room_as_is_left(
    banner: Banner, root: tk.Tk, theme: Theme, wait: Wait, points: int
) -> None:
    root.geometry("900x400")
    wait(lambda: banner.winfo_width() == 900)
    banner.add_button("What to do", lambda: None)
    banner.show("The disk is full. " * 9, can_close=True)
    wait(banner.winfo_ismapped)
    banner.show("The disk is full. " * 9, can_close=True, has_buttons=True)
    theme.resize(points)
    wait(banner.buttons[0].winfo_ismapped)
    wait(lambda: banner.winfo_reqheight() > 2 * theme.fonts.body.metrics("linespace"))
    wait(lambda: banner.text.winfo_reqwidth() <= banner.text.winfo_width())


def test_what_is_over_can_be_closed(banner: Banner, root: tk.Tk, wait: Wait) -> None:
    closed: list[object] = []
    root.bind("<<Closed>>", closed.append)
    banner.show("That is over.", can_close=True)
    wait(banner.close.winfo_ismapped)
    banner.close.invoke()
    assert len(closed) == 1
