"""The factor is the desktop's: Xft.dpi on X11, which Tk 8.6 itself ignores for lengths."""

import subprocess
import sys
import tkinter as tk
from collections.abc import Iterator

import pytest

from shared.tk.scaling import prepare, read_dpi, scale
from tests.support.processes import ROOT
from tests.support.screen import Screen

PROGRAM = """
import tkinter
from shared.tk.scaling import scale
root = tkinter.Tk()
print(scale(root), root.winfo_fpixels("72p"))
"""


def test_without_a_resource_the_screen_says_it(root: tk.Tk):
    prepare()
    assert read_dpi(root) == pytest.approx(root.winfo_fpixels("1i"))
    assert scale(root) == pytest.approx(1.0, abs=0.05)


@pytest.fixture
def desktop(screen: Screen) -> Iterator[Screen]:
    yield screen
    screen.set_resources("")


@pytest.mark.parametrize(
    ("resource", "factor"), [("Xft.dpi:\t192", 2.0), ("Xft.dpi: 60", 1.0), ("Xft.dpi: many", 1.0)]
)
def test_the_resource_counts(desktop: Screen, resource: str, factor: float):
    """In a program of its own: one connection to the screen reads the resources once."""
    desktop.set_resources(resource)
    words = (sys.executable, "-c", PROGRAM)
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found, inch = map(float, said.split())
    assert found == pytest.approx(factor, abs=0.05)
    assert inch == pytest.approx(96 * factor, abs=3)
