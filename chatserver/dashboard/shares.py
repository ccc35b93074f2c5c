"""How the window's room is shared: most of it is for people, also where text is large."""

from collections.abc import Callable

SIDE_WIDTH, SIDE_LEAST, SIDE_SHARE, SIDE_MOST = 296, 244, 0.36, 0.42
"""Of the window's width."""
LOG_SHARE, LOG_LESS, LOG_LEAST, LOG_MOST = 0.34, 70, 60, 320
"""Of the window's height, and so much less: people come first where there is little room."""

Tall = Callable[[int], int]
"""A length at 96 dpi with text of the usual size, in pixels of this screen and text."""


def side_width(window: int, tall: Tall) -> int:
    """Of a window so wide, in pixels."""
    width = min(tall(SIDE_WIDTH), max(tall(SIDE_LEAST), round(window * SIDE_SHARE)))
    return min(width, round(window * SIDE_MOST))


def log_height(window: int, tall: Tall) -> int:
    """Of a window so high, in pixels."""
    return min(tall(LOG_MOST), max(tall(LOG_LEAST), round(window * LOG_SHARE) - tall(LOG_LESS)))
