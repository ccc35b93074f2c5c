"""Which numbers an option of the benchmark takes; argparse says the sentence."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from math import isfinite


def whole_from(least: int, *, or_none: bool = False) -> Callable[[str], int]:
    """For whole numbers; `or_none`: 0 too, which leaves that measurement out."""
    also = "0 or " if or_none else ""

    def read(word: str) -> int:
        value = int(word) if word.isascii() and word.isdecimal() else -1
        if value < least and not (or_none and value == 0):
            raise ArgumentTypeError(f"takes {also}a whole number from {least} up, not '{word}'.")
        return value

    return read


def number_from(least: float) -> Callable[[str], float]:
    """For numbers with a fraction, too."""

    def read(word: str) -> float:
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if not isfinite(value) or value < least:
            raise ArgumentTypeError(f"takes a number from {least:g} up, not '{word}'.")
        return value

    return read
