"""Every icon is strokes on a grid of 24; that they show is tested with the shapes."""

import pytest

from shared.tk.icons import ICONS

WANTED = {
    *("search", "bell", "muted", "lock", "warning", "check", "checks", "close"),
    *("arrow_down", "settings", "people", "clock", "shield", "copy", "more"),
}


def test_the_wanted_ones_are_there():
    assert set(ICONS) >= WANTED


@pytest.mark.parametrize("name", ICONS)
def test_strokes_are_circles_or_lines_on_the_grid(name: str):
    for stroke in ICONS[name]:
        assert len(stroke) == 3 or len(stroke) % 2 == 0
        assert all(0 <= number <= 24 for number in stroke)
