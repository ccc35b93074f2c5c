"""Reading past what is damaged: only what cannot be read is left out, not all that is behind it."""

from collections.abc import Callable
from typing import Final, TypeVar

from chatserver.log.interface import Page
from chatserver.log.shelves import Found, Shelves
from chatserver.store.database import DamagedError

Thing = TypeVar("Thing")

_FEWER: Final = (16, 4, 1)
"""Of a page that holds something damaged, this much is tried: what stands before the damage."""

Ask = Callable[[int, int], Thing]
"""Asks for what stands beyond a distance, at most so many; DamagedError if one cannot be read."""


_PARTS: Final = 32
"""Sound and damaged ones in turn, within one page of history. A few milliseconds."""


def read_around(shelves: Shelves, person: int, after: int, until: int) -> Page:
    """What stands before the damage; if nothing does, an empty page that reaches behind it. An
    empty one that reaches nowhere: the damage is gone, ask again."""

    def ask(distance: int, limit: int) -> Found:
        return shelves.read(person, after + distance, until, limit)

    found = read_before(ask)
    if found is None:
        return Page([], after + skip(ask, until - after))
    return Page(found, found[-1][0] if found else after)


def read_back_around(shelves: Shelves, person: int, until: int, limit: int) -> Found:
    """A page of what can be read, newest first."""
    found: Found = []
    for _ in range(_PARTS):
        part, until = _read_part_back(shelves, person, until)
        found += part
        if until <= 0 or len(found) >= limit:
            break
    return found[:limit]


def _read_part_back(shelves: Shelves, person: int, until: int) -> tuple[Found, int]:
    """And up to where to go on, 0 at the end."""

    def ask(distance: int, limit: int) -> Found:
        return shelves.read_back(person, until - distance, limit)

    found = read_before(ask)
    if found is None:
        return [], until - skip(ask, until)
    return found, found[-1][0] - 1 if found else 0


def read_before(ask: Ask[Thing]) -> Thing | None:
    """What stands right here, before the damage; None if it begins here."""
    for limit in _FEWER:
        try:
            return ask(0, limit)
        except DamagedError:  # a smaller page may end before it
            pass
    return None


def skip(ask: Ask[Thing], span: int) -> int:
    """How far the damage reaches that begins here: the least distance, `span` at most, beyond which
    the next can be read.

    In growing strides, then by halves between the last two: what is sound and stands between two
    damaged parts is not passed over. Some eighty questions at most.
    """
    bad, good = 0, 1
    while good < span and not _is_readable(ask, good):
        bad, good = good, 2 * good
    good = min(good, span)
    while good - bad > 1:
        middle = (bad + good) // 2
        if _is_readable(ask, middle):
            good = middle
        else:
            bad = middle
    return good


def _is_readable(ask: Ask[Thing], distance: int) -> bool:
    try:
        ask(distance, 1)
    except DamagedError:
        return False
    return True
