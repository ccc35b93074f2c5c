import pytest

from shared.columns import cells_of, in_columns


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("ann", 3), ("\u6771\u4eac", 4), ("e\u0301", 1), ("a\u200db", 2)]
)
def test_how_wide_a_text_is(text: str, cells: int) -> None:
    assert cells_of(text) == cells


def test_columns() -> None:
    assert in_columns([]) == []
    assert in_columns([("\u6771\u4eac", "1", ""), ("ann", "12", "x")]) == [
        "\u6771\u4eac  1",
        "ann   12  x",
    ]
