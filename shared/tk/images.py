"""Tk's pictures of shapes, kept and coloured anew in place when the palette changes.

Colours are names of the palette ("accent", "avatars.3") or "#rrggbb". Because an image is changed
where it is, every widget and canvas that shows it changes along: nobody draws again for a theme.
In the same way icons and marks grow with the text.
"""

import tkinter as tk
from typing import NamedTuple

from shared.tk import shapes
from shared.tk.icons import ICONS
from shared.tk.palette import Palette

MOST_KEPT = 600
"""Above it the images that nothing shows any more are forgotten, the oldest half of all."""

Radii = tuple[float, float, float, float]


class Round(NamedTuple):
    """A rounded rectangle at (x, y). `fill` empty: only its edge; `back` empty: seen through.
    `grows`: with the text; whoever asks for it gives lengths for the usual size."""

    width: int
    height: int
    radii: Radii
    fill: str
    edge: str = ""
    edge_width: float = 0.0
    back: str = ""
    x: int = 0
    y: int = 0
    grows: bool = False


class Icon(NamedTuple):
    """Lengths for the usual size of text; it grows with it. `weight`: of strokes, for size 20."""

    name: str
    size: int
    colour: str
    weight: float = 1.6
    x: int = 0
    y: int = 0


Layer = Round | Icon


def colour_of(palette: Palette, name: str) -> str:
    """The colour with that name; "" and "#rrggbb" are themselves."""
    if not name or name.startswith("#"):
        return name
    token, _, number = name.partition(".")
    value = getattr(palette, token)
    return str(value[int(number)] if number else value)


class Images:
    """Of one root window. Lengths are pixels of the screen, except where points of 96 dpi are
    said. What is returned lives as long as something shows it or holds it. `growth`: of the text,
    1 at its usual size."""

    def __init__(self, root: tk.Misc, palette: Palette, factor: float, growth: float = 1.0) -> None:
        self._root, self._palette, self._factor = root, palette, factor
        self._growth = growth
        self._kept: dict[tuple[Layer, ...], tk.PhotoImage] = {}
        self._blanks: dict[int, tk.PhotoImage] = {}

    def rounded(
        self,
        width: int,
        height: int,
        radii: float | Radii,
        fill: str,
        edge: str = "",
        edge_width: float = 1.0,
        back: str = "",
    ) -> tk.PhotoImage:
        """`edge_width` in pixels of 96 dpi: it is scaled, and at least one of the screen's."""
        corners = radii if isinstance(radii, tuple) else (radii, radii, radii, radii)
        return self.layers(Round(width, height, corners, fill, *self.edge(edge, edge_width), back))

    def edge(self, edge: str, width: float) -> tuple[str, float]:
        return edge, max(1.0, width * self._factor) if edge else 0.0

    def disc(self, size: int, fill: str, edge: str = "", edge_width: float = 1.0) -> tk.PhotoImage:
        return self.rounded(size, size, size / 2, fill, edge, edge_width)

    def icon(self, name: str, size: int, colour: str) -> tk.PhotoImage:
        """`size` in pixels of 96 dpi, beside text of the usual size."""
        return self.layers(self.icon_layer(name, size, colour))

    def icon_layer(self, name: str, size: int, colour: str, x: int = 0, y: int = 0) -> Icon:
        return Icon(name, round(size * self._factor), colour, x=x, y=y)

    def blank(self, width: int) -> tk.PhotoImage:
        """A gap of exactly this width inside a line of a Text."""
        if width not in self._blanks:
            self._blanks[width] = tk.PhotoImage(master=self._root, width=width, height=1)
        return self._blanks[width]

    def layers(self, *layers: Layer) -> tk.PhotoImage:
        """One image of several, the first one lowest and the largest."""
        image = self._kept.pop(layers, None)
        if image is None:
            self._forget()
            image = tk.PhotoImage(master=self._root)
            self._paint(image, layers)
        self._kept[layers] = image  # at the end: used last
        return image

    def recolour(self, palette: Palette) -> None:
        """Give all images the colours of that palette, where they are."""
        self._palette = palette
        for layers, image in self._kept.items():
            self._paint(image, layers)

    def resize(self, growth: float) -> None:
        """Let what grows with the text do so, where it is."""
        self._growth = growth
        for layers, image in self._kept.items():
            if any(isinstance(layer, Icon) or layer.grows for layer in layers):
                self._paint(image, layers)

    def _paint(self, image: tk.PhotoImage, layers: tuple[Layer, ...]) -> None:
        lowest, *others = map(self._grown, layers)
        image.configure(data=self._png(lowest))
        for layer in others:
            upper = tk.PhotoImage(master=self._root, data=self._png(layer))
            self._root.tk.call(image, "copy", upper, "-to", layer.x, layer.y)

    def _grown(self, layer: Layer) -> Layer:
        by = self._growth
        x, y = round(layer.x * by), round(layer.y * by)
        if isinstance(layer, Icon):
            return layer._replace(size=round(layer.size * by), x=x, y=y)
        if not layer.grows:
            return layer
        first, second, third, fourth = (radius * by for radius in layer.radii)
        return layer._replace(
            width=round(layer.width * by),
            height=round(layer.height * by),
            radii=(first, second, third, fourth),
            x=x,
            y=y,
        )

    def _png(self, layer: Layer) -> bytes:
        if isinstance(layer, Icon):
            weight = max(1.25, layer.weight * layer.size / 20)
            shape = shapes.drawn(ICONS[layer.name], layer.size, weight)
            return shapes.png(shape, colour_of(self._palette, layer.colour))
        shape = shapes.rounded(layer.width, layer.height, layer.radii, layer.edge_width)
        names = layer.fill, layer.edge, layer.back
        return shapes.png(shape, *(colour_of(self._palette, name) for name in names))

    def _forget(self) -> None:
        if len(self._kept) < MOST_KEPT:
            return
        for layers in list(self._kept)[: MOST_KEPT // 2]:
            if not self._root.tk.getboolean(
                self._root.tk.call("image", "inuse", self._kept[layers])
            ):
                del self._kept[layers]
