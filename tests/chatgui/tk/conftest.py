"""`theme`: light, at the scale of the tests' display."""

import tkinter as tk

import pytest

from chatgui.app.palette import LIGHT
from chatgui.tk.theme import Theme


@pytest.fixture
def theme(root: tk.Tk) -> Theme:
    return Theme(root, LIGHT)
