"""A word of explanation beside the pointer, after a moment; it never takes the focus."""

import tkinter as tk
from collections.abc import Callable
from typing import Any

from shared.tk.theme import Theme

DELAY_MS = 500


class Tooltip:
    """One for a window is enough: `show_soon` replaces what it said before."""

    def __init__(self, theme: Theme, owner: tk.Misc) -> None:
        self._theme, self._owner = theme, owner
        self._timer: str | None = None
        self._window: tk.Toplevel | None = None
        self._said = ""
        owner.bind("<Destroy>", lambda _: self._stop(), add=True)

    def show_soon(self, text: str, x: int, y: int) -> None:
        """At that point of the screen; the same text again changes nothing."""
        if text == self._said:
            return
        self.hide()
        self._said = text
        if text:
            self._timer = self._owner.after(DELAY_MS, self._show, text, x, y)

    def hide(self) -> None:
        self._stop()
        self._said = ""
        if self._window is not None:
            self._window.destroy()
            self._window = None

    def _stop(self) -> None:
        if self._timer is not None:
            self._owner.after_cancel(self._timer)
            self._timer = None

    def _show(self, text: str, x: int, y: int) -> None:
        self._timer = None
        theme, px = self._theme, self._theme.px
        self._window = window = tk.Toplevel(self._owner, background=theme.colour("edge"))
        window.withdraw()
        window.wm_overrideredirect(True)
        label = tk.Label(
            window,
            text=text,
            font=theme.fonts.small,
            background=theme.colour("field"),
            foreground=theme.colour("text"),
            wraplength=px(360),
            justify="left",
            borderwidth=0,
            padx=px(8),
            pady=px(5),
        )
        label.pack(padx=px(1), pady=px(1))
        window.update_idletasks()
        left = min(x, window.winfo_screenwidth() - window.winfo_reqwidth())
        below = y + px(20)
        if below + window.winfo_reqheight() > window.winfo_screenheight():
            below = y - window.winfo_reqheight() - px(8)
        window.wm_geometry(f"+{max(0, left)}+{max(0, below)}")
        window.deiconify()


def explain(theme: Theme, widget: tk.Misc, text: str | Callable[[], str]) -> Tooltip:
    """Give a widget a tooltip; `text` may be asked for each time."""
    tip = Tooltip(theme, widget)

    def enter(event: "tk.Event[Any]") -> None:
        tip.show_soon(text() if callable(text) else text, event.x_root, event.y_root)

    widget.bind("<Enter>", enter, add=True)
    for event in ("<Leave>", "<ButtonPress>", "<KeyPress>"):
        widget.bind(event, lambda _: tip.hide(), add=True)
    return tip
