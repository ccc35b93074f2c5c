"""What tests of dialogs share: a window behind, a chat, and how to get at what is shown."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatgui.app.chat import Part
from shared.tk.dialog import Dialog
from shared.tk.listing import List
from shared.tk.theme import Theme
from tests.support.office import Desk
from tests.support.windows import Wait


class Bench:
    """`do` is what a dialog is given; `drawn` is called with what it changed."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait, desk: Desk) -> None:
        self.root, self.theme, self.wait, self.desk, self.chat = root, theme, wait, desk, desk.chat
        self.drawn: Callable[[set[Part]], object] = lambda parts: None
        root.geometry("700x500+100+100")
        self.home = ttk.Button(root, text="here")
        self.home.pack(side="bottom")
        wait(root.winfo_viewable)
        self.focus(self.home)

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.drawn(self.chat.take_changes())

    def focus(self, widget: tk.Misc) -> None:
        widget.focus_force()
        self.wait(lambda: self.root.focus_get() is widget)

    def press(self, *keys: str) -> None:
        for key in keys:
            widget = self.root.focus_get()
            assert widget is not None
            widget.event_generate(f"<Key-{key}>" if len(key) == 1 else f"<{key}>")
            self.root.update()

    def shown(self, dialog: Dialog) -> None:
        """Wait until it is there and has the focus."""
        self.wait(dialog.winfo_viewable)
        self.wait(lambda: str(dialog.focus_get()).startswith(f"{dialog}."))

    def left(self, dialog: Dialog) -> None:
        """Esc leaves it, and the focus goes back."""
        self.press("Escape")
        self.wait(lambda: not dialog.winfo_exists())
        self.wait(lambda: self.root.focus_get() is self.home)


def widgets_of(widget: tk.Misc, kind: str) -> list[tk.Misc]:
    """All of that class below it, in the order of Tab."""
    found = [widget] if widget.winfo_class() == kind else []
    return [*found, *(one for child in widget.winfo_children() for one in widgets_of(child, kind))]


def button_of(widget: tk.Misc, text: str) -> ttk.Button:
    """The one with that text, whatever kind of button it is."""
    kinds = ("TButton", "TCheckbutton", "TRadiobutton")
    for button in (one for kind in kinds for one in widgets_of(widget, kind)):
        if str(button.cget("text")) == text:
            assert isinstance(button, ttk.Button | ttk.Checkbutton | ttk.Radiobutton)
            return button  # type: ignore[return-value]
    raise LookupError(text)


def texts_of_list(listing: List) -> list[str]:
    canvas, tk_call = listing.canvas, listing.tk.call
    items = [item for item in canvas.find_all() if tk_call(canvas, "type", item) == "text"]
    return [str(tk_call(canvas, "itemcget", item, "-text")) for item in items]
