import tkinter as tk

import pytest

from shared.tk.place import describe_place, fit_screen, restore_place, set_least_size
from shared.tk.theme import Theme
from tests.support.windows import Wait

USUAL = (500, 300)


def size(root: tk.Tk) -> tuple[int, int]:
    return root.winfo_width(), root.winfo_height()


def restore(root: tk.Tk, wait: Wait, place: str, factor: float = 1.0) -> None:
    root.withdraw()
    restore_place(root, place, USUAL, factor)
    root.deiconify()
    wait(root.winfo_viewable)
    root.update()


def test_a_place_is_found_again(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "640x480+40+60")
    place = describe_place(root, 1.0)
    assert size(root) == (640, 480)
    restore(root, wait, "300x200+0+0")
    restore(root, wait, place)
    assert describe_place(root, 1.0) == place


def test_a_place_that_the_window_manager_chose_is_kept_too(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "")
    chosen = root.winfo_x(), root.winfo_y()
    assert chosen > (10, 10)  # openbox: in the middle
    assert describe_place(root, 1.0) == "500x300+{}+{}".format(*chosen)


def test_a_window_that_filled_the_screen_does_again(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "zoomed 640x480+40+60")
    wait(lambda: root.winfo_width() > 1000)
    wait(lambda: describe_place(root, 1.0).startswith("zoomed "))


def test_a_place_is_as_large_to_the_eye_at_another_scale(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "400x300+40+60", factor=2.0)
    assert size(root) == (800, 600)
    assert describe_place(root, 2.0) == "400x300+40+60"


def test_no_window_is_larger_than_the_screen(root: tk.Tk, wait: Wait) -> None:
    restore(root, wait, "1000x680+150+100", factor=2.0)
    assert size(root) == fit_screen(root, 2000, 1360)
    assert root.winfo_rootx() + root.winfo_width() <= root.winfo_screenwidth()
    assert root.winfo_rooty() + root.winfo_height() <= root.winfo_screenheight()


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


def test_a_window_has_room_for_larger_text_and_no_more_than_there_is(
    root: tk.Tk, theme: Theme, wait: Wait
) -> None:
    restore(root, wait, "300x200+40+60")
    set_least_size(root, theme, 320, 240)
    usual = theme.px(320), theme.px(240)
    wait(lambda: size(root) == usual)
    theme.resize(2 * theme.fonts.points)
    set_least_size(root, theme, 320, 240)
    wait(lambda: all(is_ > 1.4 * was for is_, was in zip(size(root), usual, strict=True)))
    set_least_size(root, theme, 99_999, 240)
    wait(lambda: root.winfo_width() == fit_screen(root, 99_999, 240)[0])
