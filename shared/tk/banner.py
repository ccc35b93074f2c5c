"""A warning across the window."""

import tkinter as tk
from collections.abc import Callable, Collection
from tkinter import ttk

from shared.tk.theme import Theme


class Banner(ttk.Frame):
    """A sentence that stays: until it is over, or until the person has closed it."""

    def __init__(self, parent: tk.Misc, theme: Theme, on_close: Callable[[], object]) -> None:
        px = theme.px
        super().__init__(parent, style="WarnBar.TFrame", padding=(px(16), px(4), px(8), px(4)))
        self._theme = theme
        self._shown: tuple[object, ...] | None = None
        image = theme.images.icon("warning", 16, "warn")
        self._icon = ttk.Label(self, image=image, style="WarnBar.TLabel")
        self.text = ttk.Label(self, style="WarnBar.Warning.TLabel")
        cross = theme.images.icon("close", 16, "warn")
        self.close = ttk.Button(self, image=cross, style="WarnBar.Icon.TButton", command=on_close)
        self._icon.pack(side="left")
        self.text.pack(side="left", padx=px(8), fill="x", expand=True)
        self.buttons: list[ttk.Button] = []
        self.text.bind("<Configure>", lambda _: self._wrap())

    def add_button(self, text: str, command: Callable[[], object]) -> None:
        """From left to right; `show` says when they are there."""
        self.buttons.append(ttk.Button(self, text=text, command=command))

    def show(
        self,
        text: str,
        can_close: bool,
        has_buttons: bool = False,
        without: Collection[ttk.Button] = (),
    ) -> None:
        """`text` empty: hide. `without`: these buttons."""
        if (text, can_close, has_buttons, without) == self._shown:
            return
        self._shown = text, can_close, has_buttons, without
        for button in reversed(self.buttons):
            button.pack_forget()
            if has_buttons and button not in without:
                button.pack(side="right", padx=self._theme.px(4), before=self.text)
        self.text.configure(text=text)
        if can_close:
            self.close.pack(side="right", before=self._icon)
        else:
            self.close.pack_forget()
        if text:
            self.grid()
        else:
            self.grid_remove()

    def _wrap(self) -> None:
        """At the room that the buttons leave it, of which there is less when they or the text
        grow."""
        self.text.configure(wraplength=max(1, self.text.winfo_width()))
