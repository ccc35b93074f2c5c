"""A word of explanation beside the pointer, after a moment; it never takes the focus."""

import tkinter as tk
from collections.abc import Callable
from typing import Any

from shared.tk.theme import Theme

DELAY_MS = 500
LOOK_MS = 250
"""So soon it is gone or says something else, when what it says is not true any more."""


class Tooltip:
    """One for a window is enough: `show_soon` replaces what it said before."""

    def __init__(self, theme: Theme, owner: tk.Misc) -> None:
        self._theme, self._owner = theme, owner
        self._timer: str | None = None
        self._window: tk.Toplevel | None = None
        self._label: tk.Label | None = None
        self._said = ""
        self._now: Callable[[], str] = str
        self._at = 0, 0
        owner.bind("<Destroy>", self._end, add=True)

    def show_soon(self, text: str, x: int, y: int, now: Callable[[], str] | None = None) -> None:
        """At that point of the screen; the same text again changes nothing. `now`: asked as long as
        it is shown, what is to be said there; nothing any more: it goes."""
        self._now = now or (lambda: text)
        if text == self._said:
            return
        self.hide()
        self._said, self._at = text, (x, y)
        if text:
            self._timer = self._owner.after(DELAY_MS, self._look)

    def hide(self) -> None:
        self._stop()
        self._said = ""
        if self._window is not None:
            self._window.destroy()
            self._window = self._label = None

    def _stop(self) -> None:
        if self._timer is not None:
            self._owner.after_cancel(self._timer)
            self._timer = None

    def _end(self, event: "tk.Event[Any]") -> None:
        """A window hears of the end of all that is in it, too."""
        if event.widget is self._owner:
            self._stop()

    def _look(self) -> None:
        self._timer = None
        text = self._now() if self._owner.winfo_viewable() else ""
        if not text:
            self.hide()
            return
        if self._window is None or text != self._said:
            self._said = text
            self._show(text)
        self._timer = self._owner.after(LOOK_MS, self._look)

    def _show(self, text: str) -> None:
        if self._window is None or self._label is None:
            self._window = bare_window(self._owner, self._theme.colour("edge"))
            self._label = self._make_label(self._window)
        self._label.configure(text=text)
        self._place(self._window)

    def _make_label(self, window: tk.Toplevel) -> tk.Label:
        theme, px = self._theme, self._theme.px
        label = tk.Label(
            window,
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
        return label

    def _place(self, window: tk.Toplevel) -> None:
        (x, y), px = self._at, self._theme.px
        window.update_idletasks()
        left = min(x, window.winfo_screenwidth() - window.winfo_reqwidth())
        below = y + px(20)
        if below + window.winfo_reqheight() > window.winfo_screenheight():
            below = y - window.winfo_reqheight() - px(8)
        window.wm_geometry(f"+{max(0, left)}+{max(0, below)}")
        window.deiconify()


def bare_window(owner: tk.Misc, ground: str) -> tk.Toplevel:
    """For a tooltip: not shown yet, and no window manager's. Who draws the desktop of X11 knows
    what it is, and gives it no shadow or animation of a window."""
    window = tk.Toplevel(owner, background=ground)
    window.withdraw()
    window.wm_overrideredirect(True)
    if window.tk.call("tk", "windowingsystem") == "x11":
        window.wm_attributes("-type", "tooltip")
    return window


def explain(theme: Theme, widget: tk.Misc, text: str | Callable[[], str]) -> Tooltip:
    """Give a widget a tooltip; `text` may be asked for each time, and while it is shown."""
    tip = Tooltip(theme, widget)

    def enter(event: "tk.Event[Any]") -> None:
        said, now = (text(), text) if callable(text) else (text, None)
        tip.show_soon(said, event.x_root, event.y_root, now)

    widget.bind("<Enter>", enter, add=True)
    for event in ("<Leave>", "<ButtonPress>", "<KeyPress>"):
        widget.bind(event, lambda _: tip.hide(), add=True)
    return tip
