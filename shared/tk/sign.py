"""The program's sign as shapes on a grid: two speech bubbles on a tile. No tkinter here."""

from typing import Final, NamedTuple

GRID: Final = 52
"""Side of the square that the pieces stand on."""


class Piece(NamedTuple):
    """A rectangle, with the radii of its corners: left above, right above, right below, left
    below."""

    left: int
    top: int
    width: int
    height: int
    radii: tuple[int, int, int, int]

    def at(self, size: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in a square of so many pixels; whole ones, so that straight
        edges are sharp."""
        left, top = round(self.left * size / GRID), round(self.top * size / GRID)
        right = round((self.left + self.width) * size / GRID)
        return left, top, right, round((self.top + self.height) * size / GRID)

    def corners(self, size: int) -> tuple[float, float, float, float]:
        first, second, third, fourth = (radius * size / GRID for radius in self.radii)
        return first, second, third, fourth


TILE: Final = Piece(0, 0, GRID, GRID, (14, 14, 14, 14))
BEHIND: Final = Piece(10, 12, 24, 18, (8, 8, 8, 2))
BEFORE: Final = Piece(18, 22, 24, 18, (8, 8, 2, 8))
