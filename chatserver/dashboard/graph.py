"""A small live graph: what it is about and its figures above, the curve below."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_rate, describe_trend
from chatserver.dashboard.trend import Trend
from shared.tk.theme import Theme
from shared.tk.tooltip import explain

HEIGHT, LEAST_HEIGHT = 64, 26
RADIUS: Final = 8


class Graph(ttk.Frame):
    """The curve is two items of a canvas that get other coordinates: nothing is made anew, so
    nothing flickers."""

    def __init__(self, parent: tk.Misc, theme: Theme, label: str) -> None:
        super().__init__(parent, style="Side.TFrame")
        self._theme = theme
        self._points: list[tuple[float, float]] = []
        self._peak = 0.0
        head = ttk.Frame(self, style="Side.TFrame")
        self._label = ttk.Label(head, text=label, style="Side.Caption.TLabel")
        self._label.pack(side="left")
        self._now = ttk.Label(head, style="Side.Caption.TLabel")
        self._most = ttk.Label(head, style="Side.Sub.TLabel")
        self._now.pack(side="right")
        self._most.pack(side="right", padx=theme.px(8))
        head.pack(fill="x")
        head.bind("<Configure>", lambda _: self._fit_head())
        self._figures = "", ""
        self.canvas = tk.Canvas(self, borderwidth=0, highlightthickness=0, width=10, takefocus=0)
        self.canvas.configure(height=theme.px(LEAST_HEIGHT))
        self.canvas.pack(fill="both", expand=True, pady=(theme.px(4), 0))
        self._frame = self.canvas.create_image(0, 0, anchor="nw")
        self._half = self.canvas.create_line(0, 0, 0, 0)
        self._area = self.canvas.create_polygon(0, 0, 0, 0, 0, 0)
        self._curve = self.canvas.create_line(0, 0, 0, 0, width=max(1.5, theme.px(1.5)))
        self.canvas.bind("<Configure>", lambda _: self._fit())
        self.canvas.bind("<<ThemeChanged>>", lambda _: self._dress())
        explain(theme, self.canvas, self._explain)
        self._dress()

    def show(self, trend: Trend) -> None:
        self._figures = describe_trend(trend)
        self._fit_head()
        self._points, self._peak = trend.points, trend.peak
        self._draw()

    def _fit_head(self) -> None:
        """What it is comes first, then what is now; the peak is said under the pointer, too."""
        fonts, (now, most) = self._theme.fonts, self._figures
        gap = self._theme.px(10)
        room = self.winfo_width() - self._label.winfo_reqwidth() - gap
        fits = fonts.measure(now, fonts.small_bold) <= room
        room -= fonts.measure(now, fonts.small_bold) + gap
        has_peak = fonts.measure(most, fonts.small) <= room
        self._now.configure(text=now if fits else "")
        self._most.configure(text=most if has_peak else "")

    def _explain(self) -> str:
        return words.GRAPH_HINT.format(peak=describe_rate(self._peak))

    def _dress(self) -> None:
        colour, canvas = self._theme.colour, self.canvas
        canvas.configure(background=colour("side"))
        canvas.itemconfigure(self._half, fill=colour("line"))
        canvas.itemconfigure(self._area, fill=colour("select"))
        canvas.itemconfigure(self._curve, fill=colour("accent" if not self._is_dark else "ring"))
        self._fit()

    @property
    def _is_dark(self) -> bool:
        return self._theme.palette.is_dark

    def _fit(self) -> None:
        width, height = self.canvas.winfo_width(), self.canvas.winfo_height()
        radius = self._theme.px(RADIUS)
        if width > 2 * radius and height > 2 * radius:
            looks = "pane", "line", 1.0
            image = self._theme.images.rounded(width, height, radius, *looks)
            self.canvas.itemconfigure(self._frame, image=image)
        self.canvas.coords(self._half, 2, height // 2, width - 3, height // 2)
        self._draw()

    def _draw(self) -> None:
        margin = self._theme.px(4)
        width = self.canvas.winfo_width() - 2 * margin
        height = self.canvas.winfo_height() - 2 * margin
        is_there = len(self._points) > 1 and width > 0 and height > 0
        state = "normal" if is_there else "hidden"
        self.canvas.itemconfigure(self._area, state=state)
        self.canvas.itemconfigure(self._curve, state=state)
        if not is_there:
            return
        floor = margin + height
        curve: list[float] = []
        for x, y in self._points:
            curve += [margin + x * width, floor - y * height]
        self.canvas.coords(self._curve, *curve)
        self.canvas.coords(self._area, curve[0], floor, *curve, curve[-2], floor)
