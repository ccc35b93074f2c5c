"""Fields refuse characters above U+FFFF by every way in, and stay usable otherwise."""

import shutil
import subprocess
import tkinter as tk
from tkinter import ttk

import pytest

from shared.tk.fields import Combobox, Entry, Field, Spinbox
from shared.tk.palette import DARK, LIGHT
from shared.tk.theme import Theme
from tests.support.guard import GRIN, assert_guarded
from tests.support.windows import Wait

MAKERS = [Entry, Combobox, Spinbox]
each = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


@each
def test_it_is_refused_by_every_way_in(root: tk.Tk, theme: Theme, make: type[Entry]):
    make(root).pack()
    make(root, textvariable=tk.StringVar(root)).pack()
    assert assert_guarded(root) == 2


@each
@pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool")
def test_a_real_keyboard_cannot_type_it_either(
    root: tk.Tk, theme: Theme, wait: Wait, make: type[Entry]
):
    field = make(root)
    field.pack()
    wait(root.winfo_viewable)
    field.focus_force()
    wait(lambda: root.focus_get() is field)
    with subprocess.Popen(["xdotool", "type", "--delay", "5", f"a{GRIN}b"]) as typing:
        wait(lambda: field.get().endswith("b"))
        typing.wait(10)
    assert field.get() == "ab"


def test_a_field_with_a_hint_is_guarded_too(root: tk.Tk, theme: Theme):
    Field(root, theme, "Search", icon="search").pack()
    assert assert_guarded(root) == 1


@pytest.mark.parametrize("make", [tk.Entry, ttk.Entry, ttk.Combobox, ttk.Spinbox, tk.Spinbox])
def test_the_check_finds_unguarded_ones(root: tk.Tk, make: type[tk.Entry]):
    make(root).pack()
    with pytest.raises(AssertionError, match="by typing"):
        assert_guarded(root)


def test_the_check_finds_an_unguarded_variable(root: tk.Tk, theme: Theme):
    variable = tk.StringVar(root)
    entry = Entry(root)
    entry.tk.call(entry, "configure", "-textvariable", variable)
    with pytest.raises(AssertionError, match="by textvariable"):
        assert_guarded(root)


@each
def test_nobody_can_take_the_guard_off(root: tk.Tk, make: type[Entry]):
    field = make(root)
    with pytest.raises(TypeError, match="guard"):
        field.configure(validate="none")
    with pytest.raises(TypeError, match="guard"):
        field["textvariable"] = tk.StringVar(root)


@each
def test_other_text_comes_in_and_bounds_hold(root: tk.Tk, make: type[Entry]):
    field = make(root, accepts=lambda text: len(text) <= 4)
    field.insert("end", "grün")
    field.insert("end", "er")
    assert field.get() == "grün"


def test_pasting_keeps_what_is_allowed_on_one_line(root: tk.Tk, theme: Theme):
    entry = Entry(root)
    entry.insert(0, "old")
    entry.selection_range(0, "end")
    root.clipboard_clear()
    root.clipboard_append(f"one{GRIN}\ntwo\n")
    entry.event_generate("<<Paste>>")
    assert entry.get() == "one / two"


def test_what_a_combobox_offers_is_clean(root: tk.Tk, theme: Theme):
    box = Combobox(root, values=[f"a{GRIN}", "b"])
    assert box["values"] == ("a", "b")
    box.configure(values=[f"c{GRIN}"])
    box.current(0)
    assert box.get() == "c"


def test_the_list_of_a_combobox_follows_the_palette(root: tk.Tk, theme: Theme, wait: Wait):
    box = Combobox(root, values=["a", "b"])
    box.pack()
    listbox = box.tk.call("ttk::combobox::PopdownWindow", box) + ".f.l"

    def ground() -> str:
        return str(box.tk.call(listbox, "cget", "-background"))

    assert ground() == LIGHT.field
    theme.change(DARK)
    wait(lambda: ground() == DARK.field)


def test_a_field_tells_each_change_and_shows_its_hint_when_empty(
    root: tk.Tk, theme: Theme, wait: Wait
):
    told: list[str] = []
    field = Field(root, theme, "Search", changed=told.append)
    field.pack()
    hint = field.entry.winfo_children()[0]
    wait(hint.winfo_ismapped)
    field.entry.insert("end", "bob")
    wait(lambda: not hint.winfo_ismapped())
    field.set("")
    wait(hint.winfo_ismapped)
    assert told == ["bob", ""]


def test_its_frame_shows_the_focus(root: tk.Tk, theme: Theme, wait: Wait):
    field = Field(root, theme, "Search")
    field.pack()
    wait(root.winfo_viewable)
    field.entry.focus_force()
    wait(lambda: field.instate(["focus"]))


def test_a_key_selects_all(root: tk.Tk, wait: Wait):
    root.update()
    entry = Entry(root)
    entry.pack()
    entry.insert(0, "all of it")
    wait(root.winfo_viewable)
    entry.focus_force()
    wait(lambda: root.focus_get() is entry)
    entry.event_generate("<Control-a>")
    assert entry.selection_get() == "all of it"
