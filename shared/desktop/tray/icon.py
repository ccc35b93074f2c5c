"""The picture in the tray, drawn without any library at whatever size the desktop asks for.

State is told by shape and by colour, since not everybody tells these colours apart: hollow bubbles
on grey are quiet, full ones on blue busy, and one bubble with an exclamation mark on amber means
trouble. The number of the badge stands in front, cut out of what is behind it. A server's is told
from a client's by shape and colour, too: round, green, and the number of its people on black, since
red wants somebody to read something.
"""

import struct
import zlib
from functools import lru_cache
from typing import Final, NamedTuple

from shared.desktop.tray.glyphs import GLYPHS, HEIGHT
from shared.desktop.tray.view import State
from shared.tk import shapes, sign
from shared.tk.shapes import Shape

MOST: Final = 9
"""More is told as "9+": two digits cannot be read at 16 pixels."""

QUIET, TROUBLE = "#6b7280", "#d97706"
BEFORE, ON_BADGE, WARNING = "#ffffff", "#ffffff", "#7a3a00"


class Dress(NamedTuple):
    """What a program's icon is told by. `busy`: its colour then."""

    tile: sign.Piece
    busy: str
    behind: str
    badge: str

    def colour(self, state: State) -> str:
        return {"quiet": QUIET, "busy": self.busy, "trouble": TROUBLE}[state]


CLIENT: Final = Dress(sign.TILE, "#3f5bd9", "#aebcf5", "#c81e3a")
SERVER: Final = Dress(sign.TILE._replace(radii=(26, 26, 26, 26)), "#0f766e", "#a3ddd5", "#111827")
ALONE: Final = sign.Piece(10, 11, 32, 26, (10, 10, 2, 10))
"""The bubble of trouble."""

_FULL: Final = 2 * shapes.STEPS


def rgba(size: int, state: State, badge: int = 0, is_server: bool = False) -> bytes:
    """Rows of red, green, blue and opacity, a byte each; a square of `size` pixels."""
    text = "" if badge <= 0 else str(badge) if badge <= MOST else f"{MOST}+"
    return _draw(size, state, text, SERVER if is_server else CLIENT)


def argb(size: int, state: State, badge: int = 0, is_server: bool = False) -> bytes:
    """Opacity first, as StatusNotifierItem wants it."""
    pixels, turned = rgba(size, state, badge, is_server), bytearray(4 * size * size)
    turned[0::4] = pixels[3::4]
    for place in range(3):
        turned[place + 1 :: 4] = pixels[place::4]
    return bytes(turned)


def png(size: int, state: State = "busy", badge: int = 0) -> bytes:
    pixels, stride = rgba(size, state, badge), 4 * size
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, len(pixels), stride))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return shapes.join_png(((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")))


@lru_cache(60)
def _draw(size: int, state: State, text: str, dress: Dress) -> bytes:
    picture = _Picture(size)
    picture.fill(dress.tile, dress.colour(state))
    if state == "quiet":
        for piece, colour in ((sign.BEHIND, dress.behind), (sign.BEFORE, BEFORE)):
            picture.fill(piece, colour)
            picture.fill(piece, dress.colour(state), inset=max(1, round(size / 14)))
    elif state == "busy":
        picture.fill(sign.BEHIND, dress.behind)
        picture.fill(sign.BEFORE, BEFORE)
    else:
        picture.fill(ALONE, BEFORE)
        picture.write("!", WARNING, ALONE.at(size), 0.66)
    if text and state != "trouble":  # which matters more, and both have no room
        _add_badge(picture, text, dress.badge)
    return bytes(picture.pixels)


def _add_badge(picture: "_Picture", text: str, colour: str) -> None:
    """In the corner right below, as large as still lets the sign be known."""
    size = picture.size
    height = max(9, round(size * 0.56))
    width = round(height * (1 if len(text) == 1 else 1.5))
    left, top, gap = size - width, size - height, max(1, round(size / 20))
    picture.paint(_pill(width + 2 * gap, height + 2 * gap), left - gap, top - gap, None)
    picture.paint(_pill(width, height), left, top, colour)
    picture.write(text, ON_BADGE, (left, top, size, size), 0.62)


def _pill(width: int, height: int) -> Shape:
    radius = height / 2
    return shapes.rounded(width, height, (radius, radius, radius, radius), 0)


class _Picture:
    """A square, seen through where nothing was painted."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pixels = bytearray(4 * size * size)

    def fill(self, piece: sign.Piece, colour: str, inset: int = 0) -> None:
        left, top, right, bottom = piece.at(self.size)
        width, height = right - left - 2 * inset, bottom - top - 2 * inset
        first, second, third, fourth = (max(0.0, r - inset) for r in piece.corners(self.size))
        shape = shapes.rounded(width, height, (first, second, third, fourth), 0)
        self.paint(shape, left + inset, top + inset, colour)

    def write(self, text: str, colour: str, box: tuple[int, int, int, int], share: float) -> None:
        """In the middle of that box, `share` of its height tall."""
        left, top, right, bottom = box
        side = round((bottom - top) * share * 24 / HEIGHT)
        step = round(side * 14 / 24)
        x = left + (right - left - side - step * (len(text) - 1)) / 2
        weight = max(1.2, side / (6 if text == "!" else 8))
        for number, letter in enumerate(text):
            glyph = shapes.drawn(GLYPHS[letter], side, weight)
            self.paint(glyph, round(x + number * step), (top + bottom - side + 1) // 2, colour)

    def paint(self, shape: Shape, left: int, top: int, colour: str | None) -> None:
        """None: cut it out. What stands beyond the square is left out."""
        ink = bytes((*shapes.rgb(colour), 255)) if colour else bytes(4)
        rows = shapes.numbers(shape)
        for row, numbers in enumerate(rows, top):
            if 0 <= row < self.size:
                self._paint_row(4 * row * self.size, numbers, left, ink)

    def _paint_row(self, start: int, numbers: bytes, left: int, ink: bytes) -> None:
        """What is wholly inside is filled at once; only along edges are colours mixed."""
        if left < 0:
            numbers, left = numbers[-left:], 0
        numbers = numbers[: self.size - left]
        first, last = numbers.find(_FULL), numbers.rfind(_FULL) + 1
        if first < 0:
            first = last = len(numbers)
        at = start + 4 * left
        run = numbers[first:last]
        if run.count(_FULL) == len(run):
            self.pixels[at + 4 * first : at + 4 * last] = ink * len(run)
            edges = [*range(first), *range(last, len(numbers))]
        else:
            edges = list(range(len(numbers)))
        for column in edges:
            if numbers[column]:
                self._mix(at + 4 * column, ink, numbers[column] / _FULL)

    def _mix(self, at: int, ink: bytes, share: float) -> None:
        """`ink` over what is there, weighted by how much of each is seen."""
        below = self.pixels[at : at + 4]
        kept = below[3] * (1 - share)
        alpha = kept + ink[3] * share
        if ink[3] and alpha:
            for place in range(3):
                part = below[place] * kept + ink[place] * 255 * share
                self.pixels[at + place] = round(part / alpha)
        self.pixels[at + 3] = round(alpha)
