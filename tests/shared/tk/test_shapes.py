"""Shapes as numbers and as PNGs: smooth, symmetric, and the colours they were given."""

import struct
import tkinter as tk
import zlib

import pytest

from shared.tk.icons import ICONS
from shared.tk.shapes import STEPS, Shape, drawn, mix, png, rounded

INSIDE = 2 * STEPS
SQUARE = (0.0, 0.0, 0.0, 0.0)
ROUND = (8.0, 8.0, 8.0, 8.0)


def rows_of(shape: Shape) -> list[bytes]:
    data = zlib.decompress(shape.pixels)
    step = shape.width + 1
    return [data[at + 1 : at + step] for at in range(0, len(data), step)]


@pytest.mark.parametrize(("width", "height"), [(40, 24), (17, 16), (16, 33), (5, 5), (1, 1)])
def test_a_shape_has_its_size_and_is_symmetric(width: int, height: int):
    rows = rows_of(rounded(width, height, ROUND, 1.0))
    assert len(rows) == height
    assert {len(row) for row in rows} == {width}
    assert rows == rows[::-1]
    assert rows == [row[::-1] for row in rows]


def test_corners_are_outside_and_the_middle_is_inside():
    rows = rows_of(rounded(40, 24, ROUND, 0))
    assert rows[0][0] == 0
    assert 0 < rows[2][2] < INSIDE  # smooth where the curve passes
    assert rows[12][0] == rows[0][20] == rows[12][20] == INSIDE


def test_each_corner_has_its_own_radius():
    rows = rows_of(rounded(40, 24, (8.0, 0.0, 4.0, 0.0), 0))
    assert rows[0][0] == 0
    assert rows[0][-1] == INSIDE
    assert rows[-1][-1] < INSIDE
    assert rows[-1][0] == INSIDE


def test_an_edge_is_as_wide_as_asked():
    row = rows_of(rounded(40, 40, SQUARE, 3.0))[20]
    assert list(row[:4]) == [STEPS, STEPS, STEPS, INSIDE]


def test_a_line_covers_its_way_and_nothing_else():
    rows = rows_of(drawn(((4, 12, 20, 12),), 24, 2.0))
    assert rows[11][12] == rows[12][12] == INSIDE
    assert not any(rows[5])


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.parametrize("size", [16, 40])
def test_every_icon_has_ink_and_stays_off_the_border(name: str, size: int):
    rows = rows_of(drawn(ICONS[name], size, 1.6 * size / 20))
    assert max(max(row) for row in rows) > 0.9 * INSIDE
    corners = rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1]
    assert corners == (0, 0, 0, 0)


def test_a_png_is_well_made():
    data = png(rounded(4, 4, SQUARE, 0), "#102030")
    at = 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        assert check == zlib.crc32(kind + body)
        at += 12 + length
    assert kind == b"IEND"


@pytest.mark.parametrize(
    ("fill", "edge", "back", "inside", "rim", "outside"),
    [
        ("#ff0000", "", "", (255, 0, 0), (255, 0, 0), None),
        ("#ff0000", "#0000ff", "", (255, 0, 0), (0, 0, 255), None),
        ("", "#0000ff", "", None, (0, 0, 255), None),
        ("#ff0000", "#0000ff", "#00ff00", (255, 0, 0), (0, 0, 255), (0, 255, 0)),
        ("", "#0000ff", "#00ff00", (0, 255, 0), (0, 0, 255), (0, 255, 0)),
    ],
)
def test_tk_shows_the_colours(
    root: tk.Tk,
    fill: str,
    edge: str,
    back: str,
    inside: tuple[int, int, int] | None,
    rim: tuple[int, int, int],
    outside: tuple[int, int, int] | None,
):
    """None: seen through."""
    shape = rounded(40, 24, ROUND, 2.0 if edge else 0)
    image = tk.PhotoImage(master=root, data=png(shape, fill, edge, back))
    for at, colour in (((20, 12), inside), ((20, 0), rim), ((0, 0), outside)):
        assert image.transparency_get(*at) == (colour is None)
        assert colour is None or image.get(*at) == colour


def test_mixing_goes_from_one_to_the_other():
    assert mix((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)
