"""The wheel on every system, and a scrollbar that is there only when it is needed."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

from chatgui.tk.theme import Theme

WIDTH = 8


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


class Scrollbar(ttk.Scrollbar):
    """Lies at the right edge of its master, over what is there, while not everything is seen."""

    def __init__(self, master: tk.Misc, theme: Theme, ground: str = "", **options: Any) -> None:
        """`ground`: "Side." in the left column."""
        style = f"{ground}Vertical.TScrollbar"
        super().__init__(master, orient="vertical", style=style, takefocus=False, **options)
        self._theme = theme

    def set(self, first: float | str, last: float | str) -> None:
        super().set(first, last)
        px = self._theme.px
        if float(first) <= 0 and float(last) >= 1:
            self.place_forget()
        elif not self.winfo_manager():
            self.place(relx=1, x=-px(WIDTH), y=px(2), relheight=1, height=-px(4), width=px(6))
