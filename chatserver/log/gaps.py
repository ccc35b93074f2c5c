"""Ranges of positions, few: as many as a client can be told of without noise."""

from bisect import insort
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

Gap = tuple[int, int]
"""Both ends included."""

GAPS_KEPT: Final = 64


def merge(gaps: Iterable[Gap], more: Iterable[Gap]) -> list[Gap]:
    """In order, disjoint; where there are too many, the nearest are told as one."""
    merged: list[Gap] = []
    for first, last in sorted((*gaps, *more)):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    while len(merged) > GAPS_KEPT:
        _, left, right = min((b[0] - a[1], a, b) for a, b in pairwise(merged))
        merged.remove(left)
        merged.remove(right)
        insort(merged, (left[0], right[1]))
    return merged
