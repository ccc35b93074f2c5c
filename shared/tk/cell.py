"""One row of a List while it is drawn: where it is, how it looks, and what can be put into it."""

import tkinter as tk
from typing import Literal, NamedTuple

from shared.tk.fonts import Font
from shared.tk.theme import Theme

Anchor = Literal["nw", "n", "ne", "w", "center", "e", "sw", "s", "se"]


class Spot(NamedTuple):
    """A part of the list that does something of its own, or says something under the pointer."""

    left: int
    top: int
    right: int
    bottom: int
    word: str

    def holds(self, x: int, y: int) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom


class Cell:
    """Coordinates are the canvas's, in pixels of the screen: `top`, `middle`, `bottom`, and from
    `left` to `right`, which leave the list's margin free."""

    def __init__(
        self,
        canvas: tk.Canvas,
        theme: Theme,
        box: tuple[int, int, int, int],
        ground: str,
        bar: int = 0,
    ) -> None:
        """`ground`: the token of the colour under it. `bar`: room for the scroll bar, which is
        right of the cell."""
        self.canvas, self.theme, self.ground, self._bar = canvas, theme, ground, bar
        self.left, self.top, self.right, self.bottom = box
        self.middle = (self.top + self.bottom) // 2
        self.is_hovered = self.has_cursor = False
        self.zones: list[Spot] = []
        self.cuts: list[Spot] = []

    def is_at(self, y: int) -> bool:
        return self.top <= y < self.bottom

    def fill(self, ground: str, ring: str = "", radius: int = 10, inset: int = 8) -> None:
        """A rounded ground over the width of the list, all lengths at 96 dpi; `ring`: its edge."""
        px, behind = self.theme.px, self.ground
        self.ground = ground
        left, right = px(inset), self.canvas.winfo_width() - max(px(inset), self._bar)
        width, height = right - left, self.bottom - self.top - px(2)
        if width > 2 * px(radius) and height > 2 * px(radius):
            colours = ground, ring, 2.0, behind
            image = self.theme.images.rounded(width, height, px(radius), *colours)
            self.image(left, self.top + px(1), image, "nw")

    def image(self, x: int, y: int, image: tk.PhotoImage, anchor: Anchor = "w") -> int:
        """Returns where it ends, to the right."""
        self.canvas.create_image(x, y, image=image, anchor=anchor)
        return x + image.width()

    def icon(self, x: int, y: int, name: str, size: int, colour: str, anchor: Anchor = "w") -> int:
        """Returns its width."""
        image = self.theme.images.icon(name, size, colour)
        self.canvas.create_image(x, y, image=image, anchor=anchor)
        return image.width()

    def text(
        self,
        x: int,
        y: int,
        text: str,
        font: Font,
        colour: str = "text",
        anchor: Anchor = "w",
        width: int | None = None,
    ) -> int:
        """Text cut to `width` with an ellipsis; the whole is said under the pointer then. Returns
        the width it has."""
        shown = text if width is None else self.theme.fonts.fit(text, font, width)
        self.canvas.create_text(
            x, y, text=shown, font=font, fill=self.theme.colour(colour), anchor=anchor
        )
        if shown != text and width is not None:
            half = font.metrics("linespace") // 2
            left = x - width if anchor == "e" else x
            self.cuts.append(Spot(left, y - half, left + width, y + half, text))
        return self.theme.fonts.measure(shown, font)

    def zone(self, name: str, left: int, right: int) -> None:
        """Clicks between these x, over the whole height, are on `name`."""
        self.zones.append(Spot(left, self.top, right, self.bottom, name))

    def explain(self, left: int, right: int, text: str) -> None:
        """Said when the pointer rests there."""
        self.cuts.append(Spot(left, self.top, right, self.bottom, text))
