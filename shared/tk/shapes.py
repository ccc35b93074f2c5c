"""Rounded rectangles and line icons as PNGs, anti-aliased, computed without any library.

A shape is computed once, as numbers of colours; the colours are put in afterwards, which is cheap.
So each size is drawn once, whatever its colours are now and become later. No tkinter here.
"""

import math
import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

STEPS = 32
"""Shades between two colours along an edge one pixel wide."""

Rgb = tuple[int, int, int]


class Shape(NamedTuple):
    """`pixels`: compressed rows of numbers: 0 outside; STEPS on the edge; 2 * STEPS inside."""

    width: int
    height: int
    pixels: bytes


@lru_cache(1000)
def rounded(
    width: int, height: int, radii: tuple[float, float, float, float], edge: float
) -> Shape:
    """A rectangle with corners of these radii: left above, right above, right below, left below.
    `edge`: width of its rim; 0: none. All lengths in pixels of the screen."""
    reach = math.ceil(max(*radii, edge)) + 1
    first, second, third, fourth = (_corner(radius, reach, edge) for radius in radii)
    across = _share(width, max(radii[0], radii[3]), max(radii[1], radii[2]), edge)
    down = _share(height, max(radii[:2]), max(radii[2:]), edge)
    above = [_row(first[y], second[y], width, across) for y in range(min(reach, down))]
    below = [_row(fourth[y], third[y], width, across) for y in range(min(reach, height - down))]
    between = [_row(first[-1], second[-1], width, across)] * (height - len(above) - len(below))
    return Shape(width, height, _pack(above + between + below[::-1]))


def _share(length: int, before: float, behind: float, edge: float) -> int:
    """How much of a side may belong to its first corner: of a piece of a larger shape, which is
    round at one end only, all but the rim of the other."""
    if before == behind:
        return (length + 1) // 2
    rim = math.ceil(edge)
    return max(rim, min(length - rim, round(length * before / (before + behind))))


def _row(left: bytes, right: bytes, width: int, share: int) -> bytes:
    """The parts near the sides, and the last value of them in between."""
    left_part, right_part = left[:share], right[: width - share]
    return left_part + left[-1:] * (width - len(left_part) - len(right_part)) + right_part[::-1]


@lru_cache(200)
def _corner(radius: float, reach: int, edge: float) -> list[bytes]:
    """The corner left above, `reach` pixels square, from outside to where nothing changes."""
    rows = [bytearray(reach) for _ in range(reach)]
    for row in range(reach):
        for column in range(row + 1):  # the other half is its mirror image
            number = _number(_depth(column + 0.5, row + 0.5, radius), edge)
            rows[row][column] = rows[column][row] = number
    return [bytes(row) for row in rows]


def _depth(x: float, y: float, radius: float) -> float:
    """How far inside the rectangle, in pixels; below 0: outside."""
    if x < radius and y < radius:
        return radius - math.hypot(radius - x, radius - y)
    return min(x, y)


def _number(depth: float, edge: float) -> int:
    if depth <= -0.5:
        return 0
    if depth >= edge + 0.5:
        return 2 * STEPS
    outer = min(STEPS, max(0, round(STEPS * (depth + 0.5))))
    inner = min(STEPS, max(0, round(STEPS * (depth - edge + 0.5)))) if edge else outer
    return outer + inner if edge else 2 * outer


@lru_cache(200)
def drawn(strokes: tuple[tuple[float, ...], ...], size: int, width: float) -> Shape:
    """Strokes on a grid of 24 as a square of `size` pixels, `width` thick, with round ends. Three
    numbers: a circle (x, y, radius); more: a line through these points (x, y, x, y ...)."""
    unit = size / 24
    rows = [bytearray(size) for _ in range(size)]
    for stroke in strokes:
        scaled = [number * unit for number in stroke]
        if len(scaled) == 3:
            _draw_circle(rows, scaled, width)
        for start in range(0, len(scaled) - 3, 2):
            _draw_line(rows, scaled[start : start + 4], width)
    return Shape(size, size, _pack([bytes(row) for row in rows]))


def _draw_circle(rows: list[bytearray], circle: list[float], width: float) -> None:
    x, y, radius = circle
    for row, column in _near(rows, x - radius, y - radius, x + radius, y + radius, width):
        away = abs(math.hypot(column + 0.5 - x, row + 0.5 - y) - radius)
        _cover(rows, row, column, width / 2 - away)


def _draw_line(rows: list[bytearray], line: list[float], width: float) -> None:
    ax, ay, bx, by = line
    dx, dy = bx - ax, by - ay
    squared = dx * dx + dy * dy or 1.0
    box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    for row, column in _near(rows, *box, width):
        x, y = column + 0.5 - ax, row + 0.5 - ay
        along = min(1.0, max(0.0, (x * dx + y * dy) / squared))
        _cover(rows, row, column, width / 2 - math.hypot(x - along * dx, y - along * dy))


def _near(
    rows: list[bytearray], left: float, top: float, right: float, bottom: float, width: float
) -> list[tuple[int, int]]:
    """Rows and columns of the pixels that a stroke in this box can touch."""
    reach, last = width / 2 + 1, len(rows)
    columns = range(max(0, int(left - reach)), min(last, int(right + reach) + 1))
    lines = range(max(0, int(top - reach)), min(last, int(bottom + reach) + 1))
    return [(row, column) for row in lines for column in columns]


def _cover(rows: list[bytearray], row: int, column: int, depth: float) -> None:
    number = 2 * min(STEPS, max(0, round(STEPS * (depth + 0.5))))
    if number > rows[row][column]:
        rows[row][column] = number


def png(shape: Shape, fill: str, edge: str = "", back: str = "") -> bytes:
    """The shape in these colours ("#rrggbb"). `fill` empty: seen through, inside its edge.
    `back`: what stands behind it; empty: seen through, at some cost of drawing."""
    table, alphas = _shades(fill, edge, back)
    head = struct.pack(">IIBBBBB", shape.width, shape.height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", table), (b"tRNS", alphas), (b"IDAT", shape.pixels)]
    return join_png([*parts, (b"IEND", b"")])


def join_png(parts: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A file of these chunks, each with its name."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def numbers(shape: Shape) -> list[bytes]:
    """The rows of a shape, to be coloured by somebody else."""
    rows, stride = zlib.decompress(shape.pixels), shape.width + 1
    return [rows[at + 1 : at + stride] for at in range(0, len(rows), stride)]


@lru_cache(300)
def _shades(fill: str, edge: str, back: str) -> tuple[bytes, bytes]:
    """The colour of each number, and how much of it is seen. Kept: shapes are many, colours few."""
    colours = [_shade(number, fill, edge, back) for number in range(2 * STEPS + 1)]
    table = b"".join(bytes(colour[:3]) for colour in colours)
    return table, bytes(colour[3] for colour in colours)


def _shade(number: int, fill: str, edge: str, back: str) -> tuple[int, int, int, int]:
    if not edge:
        alpha = number / (2 * STEPS) if fill else 0.0
        colour = rgb(fill or "#000000")
    elif number <= STEPS:
        alpha, colour = number / STEPS, rgb(edge)
    elif fill:
        alpha, colour = 1.0, mix(rgb(edge), rgb(fill), (number - STEPS) / STEPS)
    else:
        alpha, colour = 1 - (number - STEPS) / STEPS, rgb(edge)
    if back:
        return (*mix(rgb(back), colour, alpha), 255)
    return (*colour, round(255 * alpha))


@lru_cache(1000)
def rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _pack(rows: list[bytes]) -> bytes:
    return zlib.compress(b"".join(b"\0" + row for row in rows), 1)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
