import tkinter as tk

import pytest

from chatgui.tk.place import describe_place, restore_place
from tests.support.windows import Wait

USUAL = (500, 300)


def size(root: tk.Tk) -> tuple[int, int]:
    return root.winfo_width(), root.winfo_height()


def restore(root: tk.Tk, wait: Wait, place: str) -> None:
    root.withdraw()
    restore_place(root, place, USUAL)
    root.deiconify()
    wait(root.winfo_viewable)
    root.update()


def test_a_place_is_found_again(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "640x480+40+60")
    place = describe_place(root)
    assert size(root) == (640, 480)
    restore(root, wait, "300x200+0+0")
    restore(root, wait, place)
    assert describe_place(root) == place


def test_a_place_that_the_window_manager_chose_is_kept_too(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "")
    chosen = root.winfo_x(), root.winfo_y()
    assert chosen > (10, 10)  # openbox: in the middle
    assert describe_place(root) == "500x300+{}+{}".format(*chosen)


def test_a_window_that_filled_the_screen_does_again(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "zoomed 640x480+40+60")
    wait(lambda: root.winfo_width() > 1000)
    wait(lambda: describe_place(root).startswith("zoomed "))


@pytest.mark.parametrize(
    "place",
    [
        "",
        "nonsense",
        "640x480",
        "640x480+99999+50",  # the screen it was on is gone
        "640x480+50+5000",
        "640x480+-2000+50",
        "640x480+50+-400",  # its title cannot be got hold of
        "640x480+1+1; exit",
    ],
)
def test_what_makes_no_sense_here_is_the_usual_size(root: tk.Tk, wait: Wait, place: str) -> None:
    restore(root, wait, place)
    assert size(root) == USUAL
