"""How large text may be: points of message text, which everything else follows. No tkinter."""

from typing import Annotated, Final

from msgspec import Meta

FONT_POINTS: Final = (6, 32)
NORMAL_POINTS: Final = 10

Points = Annotated[int, Meta(ge=FONT_POINTS[0], le=FONT_POINTS[1])]


def step_points(points: int, by: int) -> int:
    """Larger or smaller, within bounds; by 0: the usual size."""
    low, high = FONT_POINTS
    return max(low, min(high, points + by)) if by else NORMAL_POINTS
