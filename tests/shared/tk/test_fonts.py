"""Fonts follow the size a person chose; texts are cut to what fits."""

import tkinter as tk
from tkinter import ttk

import pytest

from shared.tk.fonts import ELLIPSIS, FAMILIES, Fonts
from tests.support.windows import Wait


def test_sizes_are_points_and_follow_the_text(root: tk.Tk):
    fonts = Fonts(root, 10)
    all_of_them = (fonts.body, fonts.bold, fonts.small, fonts.small_bold, fonts.title)
    assert [font.actual("size") for font in all_of_them] == [10, 10, 9, 9, 14]
    fonts.resize(14)
    assert [font.cget("size") for font in all_of_them] == [14, 14, 13, 13, 18]


def test_what_is_shown_is_laid_out_anew(root: tk.Tk, wait: Wait):
    fonts = Fonts(root, 10)
    label = ttk.Label(root, text="Everyone", font=fonts.body)
    label.pack()
    root.update()
    before = label.winfo_reqwidth()
    fonts.resize(20)
    wait(lambda: label.winfo_reqwidth() > 1.5 * before)


def test_the_first_family_there_is_is_taken(root: tk.Tk):
    some = "DejaVu Sans" if "DejaVu Sans" in root.tk.call("font", "families") else ""
    fonts = Fonts(root, 10, ("No Such Family", *FAMILIES))
    assert fonts.body.actual("family") != "No Such Family"
    assert not some or fonts.body.actual("family") in FAMILIES


@pytest.mark.parametrize("text", ["bob, carol, dave and many others", "x" * 100_000, "a b c d e f"])
def test_a_text_too_long_is_cut_as_late_as_possible(root: tk.Tk, text: str):
    fonts = Fonts(root, 10)
    width = 60
    shown = fonts.fit(text, fonts.body, width)
    if shown != text:
        kept = shown.removesuffix(ELLIPSIS)
        assert text.startswith(kept)
        assert fonts.body.measure(shown) <= width
        longer = text[: len(kept) + 3].rstrip(" ,") + ELLIPSIS
        assert fonts.body.measure(longer) > width


def test_what_fits_is_left_alone(root: tk.Tk):
    fonts = Fonts(root, 10)
    assert fonts.fit("bob", fonts.body, 500) == "bob"
    assert fonts.fit("", fonts.body, 0) == ""
    assert fonts.fit("bob", fonts.body, 0) == ELLIPSIS


def test_widths_are_measured_anew_at_another_size(root: tk.Tk):
    fonts = Fonts(root, 10)
    before = fonts.measure("Everyone", fonts.body)
    fonts.resize(20)
    assert fonts.measure("Everyone", fonts.body) > 1.5 * before
