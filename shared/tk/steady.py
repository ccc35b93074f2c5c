"""What stays in its place on the screen while rows come and go above it. Plain arithmetic."""

from collections.abc import Hashable, Mapping
from typing import Final

Spans = Mapping[Hashable, tuple[int, int]]
"""By the key of a row: its top and bottom, from the top of the list."""

NOTHING: Final[Spans] = {}


def steady_rows(spans: Spans, offset: int, height: int, pointer: int | None) -> Spans:
    """Those in view that a person aims at or reads, where `offset` pixels are scrolled: from the
    one under the pointer down, else what they have scrolled to; none at the beginning, for what is
    new comes there, and is wanted in view."""
    if pointer is None and not offset:
        return NOTHING
    above, below = offset + (pointer or 0), offset + height
    return {key: span for key, span in spans.items() if span[1] > above and span[0] < below}


def shift(before: Spans, after: Spans) -> int:
    """Pixels that most of them have moved down by: a single one may have gone elsewhere."""
    moved = sorted(after[key][0] - top for key, (top, _) in before.items() if key in after)
    return moved[len(moved) // 2] if moved else 0
