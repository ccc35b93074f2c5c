import tkinter as tk

from tests.support.pane_rows import Told


def strips(told: Told) -> list[tk.Widget]:
    return [c for c in told.pane.text.winfo_children() if isinstance(c, tk.Label)]


def words(told: Told) -> set[str]:
    return {str(strip.cget("text")) for strip in strips(told)} - {""}


def test_it_says_what_is_below_and_is_gone_when_nothing_is(told: Told, root: tk.Tk):
    for text in ("1 new", "2 new", "12,345 new"):
        told.pane.show_pill(text)
        root.update()
        assert words(told) == {f"\u2193  {text}"}
    told.pane.show_pill("")
    assert strips(told) == []


def test_a_click_goes_to_the_newest(told: Told, root: tk.Tk):
    told.pane.show_pill("37 new")
    root.update()
    for strip in (strips(told)[0], strips(told)[-1]):
        strip.event_generate("<Button-1>")
    assert told.newest == 2


def test_it_follows_the_size_of_text(told: Told, root: tk.Tk):
    told.pane.show_pill("37 new")
    root.update()
    before = max(strip.winfo_reqwidth() for strip in strips(told))
    told.pane._theme.resize(20)
    root.update()
    assert max(strip.winfo_reqwidth() for strip in strips(told)) > before
    assert words(told) == {"\u2193  37 new"}
