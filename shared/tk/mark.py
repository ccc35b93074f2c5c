"""The program's sign: two speech bubbles on a tile; in dialogs and as the window's icon."""

import tkinter as tk

from shared.tk.images import Layer, Round
from shared.tk.theme import Theme

GRID = 52
BEHIND, BEFORE = "#aebcf5", "#ffffff"
ICON_SIZES = (16, 32, 48, 128)


def draw_mark(theme: Theme, size: int) -> tk.PhotoImage:
    """`size`: of the square, in pixels of the screen."""

    def piece(x: int, y: int, width: int, height: int, radii: tuple[int, ...], fill: str) -> Layer:
        left, top = round(x * size / GRID), round(y * size / GRID)
        right, bottom = round((x + width) * size / GRID), round((y + height) * size / GRID)
        first, second, third, fourth = (radius * size / GRID for radius in radii)
        corners = (first, second, third, fourth)
        return Round(right - left, bottom - top, corners, fill, x=left, y=top)

    return theme.images.layers(
        piece(0, 0, GRID, GRID, (14, 14, 14, 14), "accent"),
        piece(10, 12, 24, 18, (8, 8, 8, 2), BEHIND),
        piece(18, 22, 24, 18, (8, 8, 2, 8), BEFORE),
    )


def set_icon(theme: Theme) -> None:
    """For this window and all that come: the desktop chooses the size that fits."""
    images = [draw_mark(theme, size) for size in reversed(ICON_SIZES)]
    theme.root.iconphoto(True, *images)
