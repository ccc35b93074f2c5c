"""Avatars: a colour for each hue, presence by shape too."""

import tkinter as tk

import pytest

from shared.tk.avatars import disc, dot, draw_faces
from shared.tk.cell import Cell
from shared.tk.palette import LIGHT
from shared.tk.theme import Theme


def colour(image: tk.PhotoImage) -> str:
    middle = image.width() // 2
    return "#{:02x}{:02x}{:02x}".format(*image.get(middle, middle))


def test_each_hue_has_its_colour(theme: Theme):
    assert [colour(disc(theme, 28, hue)) for hue in range(8)] == list(LIGHT.avatars)
    assert disc(theme, 28, 8) is disc(theme, 28, 0)


def test_presence_differs_by_shape(theme: Theme):
    """Filled: here; hollow: away."""
    assert colour(dot(theme, "here", "side", True)) == LIGHT.here
    assert colour(dot(theme, "away", "side", True)) == LIGHT.side
    assert colour(dot(theme, "away", "select", True)) == LIGHT.select


def test_who_was_here_is_not_shown_as_here(theme: Theme):
    assert colour(dot(theme, "here", "side", False)) == LIGHT.sub


@pytest.mark.parametrize(
    ("faces", "texts"),
    [((), []), ((("Al", 1),), ["Al"]), ((("Bo", 1), ("Ca", 2)), ["B", "C"])],
)
def test_a_conversation_shows_up_to_two_faces(
    root: tk.Tk, theme: Theme, faces: tuple[tuple[str, int], ...], texts: list[str]
):
    canvas = tk.Canvas(root)
    draw_faces(Cell(canvas, theme, (0, 0, 200, 60), "side"), 30, faces)
    items = [item for item in canvas.find_all() if canvas.type(item) == "text"]
    assert sorted(canvas.itemcget(item, "text") for item in items) == texts
