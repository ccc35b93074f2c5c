"""Light or dark as the desktop is, also where it answers late or never."""

import tkinter as tk

from shared.tk.appearance import Appearance
from shared.tk.palette import DARK, LIGHT
from shared.tk.system_theme import Inquiry
from tests.support.windows import Wait


def test_it_looks_like_the_desktop(root: tk.Tk):
    appearance = Appearance(root, Inquiry([], {"GTK_THEME": "Adwaita:dark"}))
    assert appearance.theme.palette is DARK
    appearance.close()


def test_a_late_answer_changes_it(root: tk.Tk, wait: Wait):
    class Late(Inquiry):
        asks = 0

        @property
        def is_over(self) -> bool:
            return self.asks > 1

        def answer(self) -> bool | None:
            self.asks += 1
            return True if self.asks > 3 else None

    appearance = Appearance(root, Late([], {}))
    assert appearance.theme.palette is LIGHT
    appearance.close()
    appearance._ask()
    appearance._ask()
    wait(lambda: appearance.theme.palette is DARK)
    appearance.close()
