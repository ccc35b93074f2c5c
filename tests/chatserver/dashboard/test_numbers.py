"""Typed numbers."""

import pytest

from chatserver.dashboard.numbers import is_digits, read_number


@pytest.mark.parametrize(("typed", "number"), [("0", 0), (" 64 ", 64), ("1000000", 1_000_000)])
def test_numbers(typed: str, number: int):
    assert read_number(typed, 0, 1_000_000) == number


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "1000001", "9" * 30, "٣"])
def test_others_are_told_what_fits(typed: str):
    with pytest.raises(ValueError, match="A number from 1 to 1,000,000"):
        read_number(typed, 1, 1_000_000)


@pytest.mark.parametrize(("typed", "fits"), [("", True), ("12", True), ("1a", False), ("٣", False)])
def test_only_digits_can_be_typed(typed: str, fits: bool):
    assert is_digits(typed) is fits
