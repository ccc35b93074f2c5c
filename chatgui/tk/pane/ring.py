"""The frame around the row that has the keyboard: four thin strips above the Text."""

import tkinter as tk
from typing import NamedTuple

from shared.tk.theme import Theme

THICK, AWAY = 2, 3


class Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int


class Ring:
    def __init__(self, master: tk.Misc, theme: Theme) -> None:
        self._theme = theme
        self._strips = [tk.Frame(master, borderwidth=0, takefocus=False) for _ in range(4)]
        self._box: Box | None = None
        self.refresh()

    def refresh(self) -> None:
        for strip in self._strips:
            strip.configure(background=self._theme.palette.ring)

    def show(self, box: Box | None) -> None:
        """Around that; None: nowhere."""
        if box == self._box:
            return
        self._box = box
        if box is None:
            for strip in self._strips:
                strip.place_forget()
            return
        thick, away = self._theme.px(THICK), self._theme.px(AWAY)
        x, y = box.x - away, box.y - away
        width, height = box.width + 2 * away, box.height + 2 * away
        places = (
            (x, y, width, thick),
            (x, y + height - thick, width, thick),
            (x, y, thick, height),
            (x + width - thick, y, thick, height),
        )
        for strip, (left, top, wide, tall) in zip(self._strips, places, strict=True):
            strip.place(x=left, y=top, width=wide, height=tall)
