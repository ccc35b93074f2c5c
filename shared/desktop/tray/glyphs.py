"""Digits and signs as strokes on a grid of 24, as `shared.tk.shapes.drawn` takes them."""

from typing import Final

TOP, BOTTOM = 3, 21
HEIGHT: Final = BOTTOM - TOP
"""Of each, on the grid; 12 wide at most, in the middle."""

Strokes = tuple[tuple[float, ...], ...]

_SIX: Final = (17, 4, 13, 3, 8, 6, 6, 12, 6, 16, 8, 20, 12, 21, 16, 20, 18, 16, 16, 12, 12, 11)
_NINE: Final = tuple(24 - number for number in _SIX)

GLYPHS: Final[dict[str, Strokes]] = {
    "1": ((7, 7, 12, 3, 12, 21),),
    "2": ((6, 8, 7, 5, 10, 3, 14, 3, 17, 5, 18, 8, 16, 12, 6, 21, 18, 21),),
    "3": ((6, 3, 17, 3, 11, 10, 15, 11, 18, 14, 18, 17, 15, 20, 11, 21, 6, 19),),
    "4": ((15, 21, 15, 3, 5, 15, 19, 15),),
    "5": ((17, 3, 8, 3, 7, 11, 12, 10, 16, 11, 18, 15, 16, 19, 12, 21, 6, 19),),
    "6": ((*_SIX, 8, 12, 6, 15),),
    "7": ((6, 3, 18, 3, 10, 21),),
    "8": ((12, 7.4, 4.4), (12, 16.2, 4.8)),
    "9": ((*_NINE, 16, 12, 18, 9),),
    "+": ((12, 7, 12, 17), (7, 12, 17, 12)),
    "!": ((12, 3, 12, 14), (12, 20.5, 12, 20.5)),
}
