"""The code on the canvas is the code that segno made, with its quiet zone, in whole pixels."""

import tkinter as tk
from itertools import pairwise

import pytest

from chatserver.dashboard.qr import INK, PAPER, QUIET, QrCode, dark_runs, make_matrix
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.tiny_owner import LINK


def test_runs_are_the_dark_modules():
    matrix = [[True, True, False, True], [False] * 4, [True] * 4]
    assert dark_runs(matrix) == [(0, 0, 2), (0, 3, 4), (2, 0, 4)]


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_module_is_where_it_belongs(root: tk.Tk, theme: Theme, is_dark: bool):
    if is_dark:
        theme.change(DARK)
    code = QrCode(root, theme, 240)
    code.show(LINK)
    matrix = make_matrix(LINK)
    edge = int(code.cget("width"))
    unit, rest = divmod(edge, len(matrix) + 2 * QUIET)
    assert (rest, code.cget("height"), code.cget("background")) == (0, str(edge), PAPER)
    assert 180 < edge <= 240
    found = [[False] * len(matrix) for _ in matrix]
    for item in code.find_all():
        assert code.itemcget(item, "fill") == INK
        left, top, right, bottom = (round(x) for x in code.coords(item))
        assert bottom - top == unit
        for x, _ in pairwise(range(left, right + 1, unit)):
            found[top // unit - QUIET][x // unit - QUIET] = True
    assert found == matrix


def test_nothing_to_show_is_a_blank(root: tk.Tk, theme: Theme):
    code = QrCode(root, theme, 100)
    code.show(LINK)
    code.show("")
    assert [code.type(item) for item in code.find_all()] == ["rectangle"]
