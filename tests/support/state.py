"""What an object holds, all the way down: to show that nothing changed, or how much it weighs."""

import sys
from collections.abc import Iterator
from typing import Any


def parts(thing: Any) -> Iterator[tuple[str, Any]]:
    """(name, value) of what an object of ours refers to; nothing for plain values."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield str(key), value
    elif not isinstance(thing, str | bytes) and hasattr(thing, "__iter__"):
        for n, value in enumerate(thing):
            yield str(n), value
    for kind in type(thing).__mro__:
        for name in getattr(kind, "__slots__", ()):
            if hasattr(thing, name):
                yield name, getattr(thing, name)


def snapshot(thing: Any, path: str = "") -> dict[str, Any]:
    """Every plain value inside, by its path."""
    inside = list(parts(thing)) if not callable(thing) else []
    if not inside:
        plain = isinstance(thing, int | float | str | bytes | bool | None)
        return {path: thing if plain else type(thing).__name__}
    flat: dict[str, Any] = {}
    for name, value in inside:
        flat |= snapshot(value, f"{path}.{name}")
    return flat


def weigh(thing: Any, without: tuple[type, ...] = (), seen: set[int] | None = None) -> int:
    """Bytes of an object and all it holds, less the types named; shared constants count once
    per call, small ints and None not at all."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, without) or thing is None or callable(thing):
        return 0
    if isinstance(thing, int) and -5 <= thing <= 256:
        return 0
    seen.add(id(thing))
    inside = (weigh(value, without, seen) for _, value in parts(thing))
    return sys.getsizeof(thing) + sum(inside)
