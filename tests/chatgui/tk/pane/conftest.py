"""`told`: a pane in a window of 600 by 500, and what it tells."""

import tkinter as tk

import pytest

from shared.tk.theme import Theme
from tests.support.pane_rows import Told


@pytest.fixture
def told(root: tk.Tk, theme: Theme) -> Told:
    return Told(root, theme)
