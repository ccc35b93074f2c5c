"""The wheel's notches and the scrollbar that is only there when it is needed."""

import tkinter as tk

from shared.tk.scrolling import Scrollbar, Slide, bind_wheel
from shared.tk.theme import Theme
from tests.support.windows import Wait


def test_notches_are_counted_downwards(root: tk.Tk):
    turned: list[float] = []
    frame = tk.Frame(root, width=50, height=50)
    frame.pack()
    bind_wheel(frame, turned.append)
    root.update()
    frame.event_generate("<MouseWheel>", delta=-120)
    frame.event_generate("<MouseWheel>", delta=60)
    frame.event_generate("<Button-4>")
    frame.event_generate("<Button-5>")
    assert turned == [1.0, -0.5, -1.0, 1.0]


def test_the_bar_comes_and_goes(root: tk.Tk, theme: Theme, wait: Wait):
    bar = Scrollbar(root, theme)
    root.geometry("200x200")
    wait(root.winfo_viewable)
    bar.set(0.2, 0.5)
    wait(bar.winfo_ismapped)
    bar.set("0.0", "1.0")
    wait(lambda: not bar.winfo_ismapped())


def test_a_slide_stays_within_what_there_is():
    moves: list[int] = []
    slide = Slide(60, lambda: moves.append(slide.offset))
    assert slide.fit(1000, 200) == (0.0, 0.2)
    slide.turn(2)
    slide.turn(-5)
    slide.turn(-1)
    slide.move(10**6)
    assert moves == [120, 0, 800]
    assert slide.fit(300, 200) == (100 / 300, 1.0)
    assert slide.fit(100, 200)[0] == 0.0


def test_a_slide_brings_into_view_with_the_shortest_move():
    slide = Slide(60, lambda: None)
    slide.fit(1000, 200)
    for span, offset in (((150, 190), 0), ((190, 230), 30), ((0, 40), 0), ((500, 900), 500)):
        slide.bring(*span)
        assert slide.offset == offset


def test_a_slide_obeys_a_scrollbar():
    slide = Slide(60, lambda: None)
    slide.fit(1000, 200)
    slide.obey("moveto", "0.5")
    assert slide.offset == 500
    slide.obey("scroll", "-1", "pages")
    assert slide.offset == 300
    slide.obey("scroll", "1", "units")
    assert slide.offset == 360
