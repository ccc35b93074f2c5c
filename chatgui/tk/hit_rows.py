"""How a message looks that was found: where, when, and two lines of it with the words in bold."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from chatgui.app.rows import Hit
from shared.tk.cell import Cell

HEIGHT = 78
LINES = 2


class Piece(NamedTuple):
    text: str
    is_marked: bool
    line: int
    x: int


Measure = Callable[[str, bool], int]


def paint_hit(cell: Cell, hit: Hit) -> None:
    theme, fonts = cell.theme, cell.theme.fonts
    ring = "ring" if cell.has_cursor else ""
    if cell.is_hovered or ring:
        cell.fill("hover" if cell.is_hovered else cell.ground, ring)
    upper, step = cell.middle - theme.tall(21), theme.tall(19)
    used = cell.text(cell.right, upper, hit.time, fonts.small, "sub", "e")
    room = cell.right - cell.left - used - theme.px(8)
    cell.text(cell.left, upper, hit.title, fonts.bold, width=room)

    def measure(text: str, is_marked: bool) -> int:
        return fonts.measure(text, fonts.small_bold if is_marked else fonts.small)

    for piece in flow(list(split(hit)), cell.right - cell.left, measure):
        y = upper + theme.tall(3) + (piece.line + 1) * step
        font, colour = (fonts.small_bold, "text") if piece.is_marked else (fonts.small, "sub")
        left = cell.left + piece.x
        cell.text(left, y, piece.text, font, colour, width=max(1, cell.right - left))


def split(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Who said it, then what: in pieces of one look."""
    yield f"{hit.sender}: ", False
    at = 0
    for start, end in hit.marks:
        yield hit.text[at:start], False
        yield hit.text[start:end], True
        at = end
    yield hit.text[at:], False


def flow(pieces: list[tuple[str, bool]], width: int, measure: Measure) -> list[Piece]:
    """In lines of that width, broken between words; the last line holds all the rest, to be cut."""
    placed: list[Piece] = []
    line = x = 0
    for text, is_marked in pieces:
        for word in re.findall(r"\S+\s*|\s+", text):
            if x and line < LINES - 1 and x + measure(word.rstrip(), is_marked) > width:
                line, x = line + 1, 0
            if x >= width:
                return placed
            placed.append(Piece(word, is_marked, line, x))
            x += measure(word, is_marked)
    return placed
