"""Light and dark at run time, and lengths that follow the screen and the text."""

import tkinter as tk
from tkinter import ttk

import pytest

from shared.tk.palette import DARK, LIGHT
from shared.tk.theme import Theme
from tests.support.windows import Wait


def test_a_change_of_palette_reaches_what_is_there(root: tk.Tk, theme: Theme, wait: Wait):
    told: list[bool] = []
    canvas = tk.Canvas(root)
    canvas.bind("<<ThemeChanged>>", lambda _: told.append(theme.palette.is_dark))
    canvas.pack()
    wait(root.winfo_viewable)
    theme.change(DARK)
    wait(lambda: True in told)
    style = ttk.Style(root)
    assert style.lookup("TLabel", "foreground") == DARK.text
    assert style.lookup("Side.TLabel", "background") == DARK.side
    assert root.cget("background") == DARK.pane
    theme.change(LIGHT)
    assert style.lookup("TLabel", "foreground") == LIGHT.text


@pytest.mark.parametrize(("factor", "row"), [(1.0, 44), (1.5, 66), (2.0, 88)])
def test_lengths_are_scaled(root: tk.Tk, factor: float, row: int):
    theme = Theme(root, LIGHT, 10, factor)
    assert theme.px(44) == theme.tall(44) == row
    assert theme.px(0) == 0
    assert theme.px(0.1) == 1
    theme.resize(20)
    assert (theme.px(44), theme.tall(44)) == (row, 2 * row)
    theme.resize(8)
    assert theme.tall(44) == row


def test_colours_are_asked_for_by_name(theme: Theme):
    assert theme.colour("ring") == LIGHT.ring
