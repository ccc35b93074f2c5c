"""The program's sign in dialogs and as the window's icon."""

import tkinter as tk

from shared.tk import sign
from shared.tk.images import Layer, Round
from shared.tk.theme import Theme

BEHIND, BEFORE = "#aebcf5", "#ffffff"
ICON_SIZES = (16, 32, 48, 128)


def draw_mark(theme: Theme, size: int) -> tk.PhotoImage:
    """`size`: of the square, in pixels of the screen."""

    def layer(piece: sign.Piece, fill: str) -> Layer:
        left, top, right, bottom = piece.at(size)
        return Round(right - left, bottom - top, piece.corners(size), fill, x=left, y=top)

    return theme.images.layers(
        layer(sign.TILE, "accent"), layer(sign.BEHIND, BEHIND), layer(sign.BEFORE, BEFORE)
    )


def set_icon(theme: Theme) -> None:
    """For this window and all that come: the desktop chooses the size that fits."""
    images = [draw_mark(theme, size) for size in reversed(ICON_SIZES)]
    theme.root.iconphoto(True, *images)
