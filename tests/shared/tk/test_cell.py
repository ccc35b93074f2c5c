"""A row while it is drawn: text cut to its width, grounds, places that do or say something."""

import tkinter as tk

import pytest

from shared.tk.cell import Cell, Spot
from shared.tk.theme import Theme
from tests.support.windows import Wait


@pytest.fixture
def cell(root: tk.Tk, theme: Theme, wait: Wait) -> Cell:
    canvas = tk.Canvas(root, width=300, height=100, highlightthickness=0)
    canvas.pack()
    wait(lambda: canvas.winfo_width() == 300)
    return Cell(canvas, theme, (16, 10, 280, 54), "side")


def test_cut_text_is_kept_for_the_pointer(cell: Cell):
    fonts = cell.theme.fonts
    assert cell.text(20, cell.middle, "bob", fonts.body, width=100) == fonts.body.measure("bob")
    assert cell.cuts == []
    name = "somebody with a very long name"
    assert cell.text(200, cell.middle, name, fonts.body, anchor="e", width=100) <= 100
    (cut,) = cell.cuts
    assert cut.word == name
    assert cut.holds(150, cell.middle)
    assert not cut.holds(201, cell.middle)


def test_a_ground_is_as_wide_as_the_list_and_is_what_lies_under_the_rest(cell: Cell):
    cell.fill("select", "ring")
    (item,) = cell.canvas.find_all()
    assert cell.canvas.bbox(item) == (8, 11, 292, 53)
    assert cell.ground == "select"


def test_zones_are_as_high_as_the_row(cell: Cell):
    cell.zone("box", 0, 40)
    assert cell.zones == [Spot(0, 10, 40, 54, "box")]


def test_images_and_icons_say_how_much_room_they_take(cell: Cell):
    image = cell.theme.images.disc(20, "here")
    assert cell.image(30, cell.middle, image) == 50
    assert cell.icon(30, cell.middle, "search", 16, "sub") == cell.theme.px(16)
