"""One, a few and many."""

from collections.abc import Sequence
from typing import Final

MOST_NAMED: Final = 3


def plural(count: int, one: str, many: str) -> str:
    """Either text with its `{count}`."""
    return (one if count == 1 else many).format(count=count)


def name_some(names: Sequence[str]) -> str:
    """Such as: Attic, Cellar, Front desk and 60 more. For what others decide the number of."""
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
