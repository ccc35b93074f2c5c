"""The wheel on every system, and a scrollbar that is there only when it is needed."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from shared.tk.theme import Theme

WIDTH = 8
ROOM = 12
"""Right of what must not lie under it: its width, and a gap."""


def bind_wheel(widget: tk.Misc, scroll: Callable[[float], None]) -> None:
    """`scroll` is told notches of the wheel, positive downwards; parts of one from fine wheels."""
    system = widget.tk.call("tk", "windowingsystem")
    notch = 1.0 if system == "aqua" and tk.TkVersion < 8.7 else 120.0

    def wheel(event: "tk.Event[Any]") -> str:
        scroll(-event.delta / notch)
        return "break"

    def button(notches: float) -> Callable[["tk.Event[Any]"], str]:
        def turn(_: "tk.Event[Any]") -> str:
            scroll(notches)
            return "break"

        return turn

    widget.bind("<MouseWheel>", wheel, add=True)
    if system == "x11":  # Tk 8.6 there; Tk 9 sends <MouseWheel>, and never both
        widget.bind("<Button-4>", button(-1.0), add=True)
        widget.bind("<Button-5>", button(1.0), add=True)


class Slide:
    """How far something drawn is scrolled: `offset` pixels of what `fit` was told last. `moved` is
    called when that changes."""

    def __init__(self, step: int, moved: Callable[[], object]) -> None:
        """`step`: pixels of one notch."""
        self.offset, self._step, self._moved = 0, step, moved
        self._total = self._seen = 1

    def fit(self, total: int, seen: int) -> tuple[float, float]:
        """So much there is, and so much of it is seen; what a scrollbar shows then."""
        self._total, self._seen = max(1, total), seen
        self.offset = self._within(self.offset)
        return self.offset / self._total, (self.offset + seen) / self._total

    def move(self, pixels: float) -> None:
        before, self.offset = self.offset, self._within(self.offset + round(pixels))
        if self.offset != before:
            self._moved()

    def turn(self, notches: float) -> None:
        self.move(notches * self._step)

    def bring(self, top: int, bottom: int) -> None:
        """Scroll as far as needed to see these; the top, if not both."""
        self.move(max(0, bottom - self._seen - self.offset))
        self.move(min(0, top - self.offset))

    def obey(self, what: str, number: str, unit: str = "") -> None:
        """What a Scrollbar commands."""
        if what == "moveto":
            self.move(float(number) * self._total - self.offset)
        else:
            self.move(float(number) * (self._seen if unit == "pages" else self._step))

    def _within(self, offset: int) -> int:
        return max(0, min(offset, self._total - self._seen))


class Scrollbar(ttk.Scrollbar):
    """Lies at the right edge of its master, over what is there, while not everything is seen."""

    def __init__(self, master: tk.Misc, theme: Theme, ground: str = "", **options: Any) -> None:
        """`ground`: "Side." in the left column."""
        style = f"{ground}Vertical.TScrollbar"
        super().__init__(master, orient="vertical", style=style, takefocus=False, **options)
        self._theme = theme

    @property
    def room(self) -> int:
        """Pixels at the master's right edge where nothing else should end; 0: there is no bar."""
        return self._theme.px(ROOM) if self.winfo_manager() else 0

    def set(self, first: float | str, last: float | str) -> None:
        super().set(first, last)
        px = self._theme.px
        if float(first) <= 0 and float(last) >= 1:
            self.place_forget()
        elif not self.winfo_manager():
            self.place(relx=1, x=-px(WIDTH), y=px(2), relheight=1, height=-px(4), width=px(6))
