"""The ttk theme: every style there is shows, focus is seen, Return presses a button."""

import tkinter as tk
from tkinter import ttk

import pytest

from shared.tk.fields import Combobox, Entry, Spinbox
from shared.tk.palette import LIGHT
from shared.tk.style import check_image, dot_image
from shared.tk.theme import Theme
from tests.support.windows import Wait

BUTTONS = ("TButton", "Primary.TButton", "Quiet.TButton", "Icon.TButton", "Link.TButton")
LABELS = ("TLabel", "Title.TLabel", "Bold.TLabel", "Sub.TLabel", "Caption.TLabel", "Link.TLabel")


@pytest.mark.parametrize("prefix", ["", "Side."])
def test_every_style_is_there_on_both_grounds(root: tk.Tk, theme: Theme, prefix: str):
    ground = LIGHT.side if prefix else LIGHT.pane
    style = ttk.Style(root)
    for kind in (*BUTTONS, *LABELS, "TCheckbutton", "TRadiobutton"):
        make = getattr(ttk, kind.rpartition(".")[2][1:])
        make(root, text="Send to 3", style=prefix + kind).pack()
        assert str(style.lookup(prefix + kind, "background")) == ground
    for kind in ("TFrame", "Field.TFrame", "Chip.TFrame", "Warn.TFrame"):
        ttk.Frame(root, style=prefix + kind).pack()
    for make, kind in ((Entry, "TEntry"), (Combobox, "TCombobox"), (Spinbox, "TSpinbox")):
        make(root, style=prefix + kind).pack()
        assert str(style.lookup(prefix + kind, "background")) == ground
    root.update()


@pytest.mark.parametrize("kind", BUTTONS)
def test_a_button_is_not_wider_than_its_text_asks(root: tk.Tk, theme: Theme, kind: str):
    button = ttk.Button(root, text="Send", style=kind)
    assert theme.fonts.body.measure("Send") < button.winfo_reqwidth() < 100
    assert button.winfo_reqheight() < 40


@pytest.mark.parametrize("key", ["<Return>", "<space>"])
def test_keys_press_a_button(root: tk.Tk, theme: Theme, wait: Wait, key: str):
    pressed: list[int] = []
    button = ttk.Button(root, text="Send", command=lambda: pressed.append(1))
    button.pack()
    wait(root.winfo_viewable)
    button.focus_force()
    wait(lambda: root.focus_get() is button)
    button.event_generate(key)
    wait(lambda: pressed)
    root.update()
    assert pressed == [1]


@pytest.mark.parametrize("make", [check_image, dot_image])
def test_marks_differ_in_more_than_colour(root: tk.Tk, theme: Theme, make):
    """Unchecked: one colour inside its edge; checked: a sign in it."""
    size = theme.px(18)

    def colours(image: tk.PhotoImage) -> set[tuple[int, int, int]]:
        inner = range(5, size - 5)
        return {image.get(x, y) for x in inner for y in inner}

    assert len(colours(make(theme, False))) == 1
    assert len(colours(make(theme, True))) > 1
    assert make(theme, True) is not make(theme, True, "text")


@pytest.mark.parametrize("make", [ttk.Checkbutton, ttk.Radiobutton])
def test_marks_grow_with_the_text(root: tk.Tk, theme: Theme, make):
    button = make(root, text="")
    before = button.winfo_reqwidth()
    theme.resize(20)
    root.update()
    assert button.winfo_reqwidth() - before == theme.px(26)
