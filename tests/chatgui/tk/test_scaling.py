"""The factor is the desktop's: Xft.dpi on X11, which Tk 8.6 itself ignores for lengths."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from chatgui.tk.scaling import prepare, read_dpi, scale
from tests.support.screen import Screen


def test_without_a_resource_the_screen_says_it(root: tk.Tk):
    prepare()
    assert read_dpi(root) == pytest.approx(root.winfo_fpixels("1i"))
    assert scale(root) == pytest.approx(1.0, abs=0.05)


@pytest.fixture
def desktop(screen: Screen) -> Iterator[Screen]:
    yield screen
    screen.set_resources("")


@pytest.mark.parametrize(
    ("resource", "factor"),
    [("Xft.dpi:\t192", 2.0), ("Xft.dpi: 144", 1.5), ("Xft.dpi: 60", 1.0), ("Xft.dpi: many", 1.0)],
)
def test_the_resource_counts(desktop: Screen, quiet: None, resource: str, factor: float):
    desktop.set_resources(resource)
    root = tk.Tk()
    assert scale(root) == pytest.approx(factor, abs=0.05)
    assert root.winfo_fpixels("72p") == pytest.approx(96 * factor, abs=3)
    root.destroy()
