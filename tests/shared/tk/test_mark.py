"""The program's sign at every size a desktop asks for."""

import tkinter as tk

import pytest

from shared.tk.mark import BEFORE, ICON_SIZES, draw_mark, set_icon
from shared.tk.palette import LIGHT
from shared.tk.theme import Theme


def colour(image: tk.PhotoImage, x: float, y: float) -> str:
    size = image.width()
    return "#{:02x}{:02x}{:02x}".format(*image.get(int(x * size), int(y * size)))


@pytest.mark.parametrize("size", [*ICON_SIZES, 52, 104])
def test_two_bubbles_on_a_tile(theme: Theme, size: int):
    image = draw_mark(theme, size)
    assert (image.width(), image.height()) == (size, size)
    assert image.transparency_get(0, 0)
    assert colour(image, 0.1, 0.5) == LIGHT.accent
    assert colour(image, 0.58, 0.6) == BEFORE


def test_it_becomes_the_icon(root: tk.Tk, theme: Theme):
    set_icon(theme)
    root.update()
