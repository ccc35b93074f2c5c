"""A graph: figures in words, and a curve that moves without anything being made anew."""

import tkinter as tk

import pytest

from chatserver.dashboard.graph import Graph
from chatserver.dashboard.trend import Trend
from shared.tk.palette import DARK
from shared.tk.theme import Theme
from tests.support.dialogs import widgets_of
from tests.support.windows import Wait


@pytest.fixture
def graph(root: tk.Tk, theme: Theme, wait: Wait) -> Graph:
    root.geometry("300x120")
    made = Graph(root, theme, "Messages a second")
    made.pack(fill="both", expand=True)
    wait(lambda: made.canvas.winfo_height() > 40)
    return made


def texts(graph: Graph) -> list[str]:
    return [str(label["text"]) for label in widgets_of(graph, "TLabel")]


def make_trend(*counts: int) -> Trend:
    trend = Trend()
    for second, count in enumerate(counts):
        trend.add(float(second), count)
    return trend


def test_nothing_is_known_at_first(graph: Graph):
    graph.show(Trend())
    assert texts(graph) == ["Messages a second", "", ""]
    assert graph.canvas.itemcget(graph._curve, "state") == "hidden"


def test_figures_stand_above_the_curve(graph: Graph, wait: Wait):
    graph.show(make_trend(0, 7, 9))
    wait(lambda: texts(graph) == ["Messages a second", "now 2.0", "most 7.0"])


def test_in_little_room_the_peak_goes_first(graph: Graph, root: tk.Tk, wait: Wait):
    graph.show(make_trend(0, 7, 9))
    root.geometry("205x120")
    wait(lambda: texts(graph) == ["Messages a second", "now 2.0", ""])
    root.geometry("150x120")
    wait(lambda: texts(graph) == ["Messages a second", "", ""])


def test_the_curve_is_moved_not_made_anew(graph: Graph):
    graph.show(make_trend(0, 5, 10, 20))
    items = graph.canvas.find_all()
    first = graph.canvas.coords(graph._curve)
    graph.show(make_trend(0, 5, 10, 20, 90))
    assert graph.canvas.find_all() == items
    last = graph.canvas.coords(graph._curve)
    assert (len(first), len(last)) == (6, 8)
    width = graph.canvas.winfo_width()
    assert width - 8 < last[-2] < width, "now is at the right edge"
    assert min(last[1::2]) == last[-1], "and the highest"


def test_colours_follow_the_palette(graph: Graph, theme: Theme):
    theme.change(DARK)
    graph.update()
    assert graph.canvas["background"] == DARK.side
    assert graph.canvas.itemcget(graph._area, "fill") == DARK.select
