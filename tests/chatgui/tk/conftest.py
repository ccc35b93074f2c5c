"""`stage`: the main window on the screen, some of everything in it."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from chatgui.app.settings import Settings
from tests.support.scene import full_scene
from tests.support.stage import Stage
from tests.support.windows import Wait


@pytest.fixture
def stage(root: tk.Tk, wait: Wait) -> Iterator[Stage]:
    made = Stage(root, wait, full_scene(Settings(theme="light")))
    yield made
    made.appearance.close()
    for window in root.winfo_children():
        if isinstance(window, tk.Toplevel):
            window.destroy()
