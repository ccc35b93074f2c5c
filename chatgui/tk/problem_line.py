"""A sentence beside what it is about."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatgui.app.choice import Problem
from shared.tk.theme import Theme


class ProblemLine(ttk.Frame):
    """What is wrong with what stands above, and perhaps a button that mends it."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, width: int, mend: Callable[[], object] = lambda: None
    ) -> None:
        """`width`: of all of it, at 96 dpi."""
        super().__init__(parent)
        self._theme, self._width = theme, width
        icon = ttk.Label(self, image=theme.images.icon("warning", 16, "warn"))
        icon.grid(row=0, column=0, sticky="n", padx=(0, theme.px(8)))
        self.text = ttk.Label(self, style="Warning.TLabel")
        self.text.grid(row=0, column=1, sticky="w")
        self.button = ttk.Button(self, command=mend)
        self.button.grid(row=1, column=1, sticky="w", pady=(theme.px(6), 0))
        self.columnconfigure(1, weight=1)

    def show(self, problem: Problem | None) -> None:
        if problem is None:
            self.grid_remove()
            return
        width = self._theme.px(self._width - 28)
        self.text.configure(text=problem.text, wraplength=width)
        if problem.button:
            self.button.configure(text=problem.button)
            self.button.grid()
        else:
            self.button.grid_remove()
        self.grid()
