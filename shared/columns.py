"""Rows of cells as lines for a terminal, in columns."""

from collections.abc import Sequence
from typing import Final
from unicodedata import category, east_asian_width

GAP: Final = "  "


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """A line for each row; all have as many cells, each of one line. Columns are as wide as what
    stands in them."""
    widths = [max(map(cells_of, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(
            cell + " " * (width - cells_of(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def cells_of(text: str) -> int:
    """How wide it is on a terminal: wide characters have two cells, marks and joiners none."""
    seen = (char for char in text if category(char) not in ("Mn", "Me", "Cf"))
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in seen)
