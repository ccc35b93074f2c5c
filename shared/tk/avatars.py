"""Round pictures of people: initials on their colour, and a dot for presence."""

import tkinter as tk
from collections.abc import Sequence

from shared.chat import Presence
from shared.tk.cell import Cell
from shared.tk.fonts import Font
from shared.tk.images import Round
from shared.tk.theme import Theme

WHITE = "#ffffff"
"""On the avatars' colours in light and dark."""

LARGE, SMALL, CHIP = 40, 28, 20
Face = tuple[str, int]  # initials, hue


def disc(theme: Theme, size: int, hue: int, rim: str = "", back: str = "") -> tk.PhotoImage:
    """`size` at 96 dpi. `rim`: token of an edge, which sets two overlapping ones apart."""
    real = theme.tall(size)
    fill = f"avatars.{hue % len(theme.palette.avatars)}"
    return theme.images.rounded(real, real, real / 2, fill, rim, 2, back)


def draw(cell: Cell, x: int, size: int, face: Face, y: int | None = None, rim: str = "") -> None:
    """Centred on x, and on y or the middle of the row."""
    initials, hue = face
    middle = cell.middle if y is None else y
    cell.image(x, middle, disc(cell.theme, size, hue, rim), "center")
    cell.text(x, middle, initials, font_of(cell.theme, size), WHITE, "center")


def font_of(theme: Theme, size: int) -> Font:
    return theme.fonts.bold if size >= LARGE else theme.fonts.small_bold


def draw_faces(cell: Cell, x: int, faces: Sequence[Face]) -> None:
    """Of a conversation: one person, two of several, or none for Everyone."""
    theme = cell.theme
    if len(faces) > 1:
        tall = theme.tall
        draw(cell, x + tall(8), 26, _first(faces[1]), cell.middle - tall(7))
        draw(cell, x - tall(7), 29, _first(faces[0]), cell.middle + tall(7), rim=cell.ground)
    elif faces:
        draw(cell, x, LARGE, faces[0])
    else:
        size = theme.tall(LARGE)
        cell.image(x, cell.middle, theme.images.disc(size, "accent"), "center")
        cell.icon(x, cell.middle, "people", 22, WHITE, "center")


def _first(face: Face) -> Face:
    return face[0][:1], face[1]


def draw_presence(cell: Cell, x: int, y: int, presence: Presence, is_current: bool) -> None:
    """Filled: here; hollow: away; none: not there. Grey: it was so. The words stand in the row's
    note."""
    if presence in ("here", "quiet", "away"):
        cell.image(x, y, dot(cell.theme, presence, cell.ground, is_current), "center")


def dot(theme: Theme, presence: Presence, ground: str, is_current: bool) -> tk.PhotoImage:
    """With a rim of the ground's colour, so that it stands out from the avatar."""
    size, rim = theme.tall(13), theme.tall(2)
    inner = size - 2 * rim
    colour = ("away" if presence == "away" else "here") if is_current else "sub"
    fill = colour if presence == "here" else ground
    edge, width = theme.images.edge(colour, 2.5)
    back = Round(size, size, _radii(size), ground)
    return theme.images.layers(
        back, Round(inner, inner, _radii(inner), fill, edge, width, x=rim, y=rim)
    )


def _radii(size: int) -> tuple[float, float, float, float]:
    half = size / 2
    return half, half, half, half
