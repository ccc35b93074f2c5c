"""Every key of the dashboard."""

import tkinter as tk
from tkinter import ttk

from chatserver.dashboard import words
from shared.tk.dialog import Dialog
from shared.tk.theme import Theme

WIDTH = 420


class HelpDialog(Dialog):
    """It may stay open while the keys are tried."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent, theme, words.HELP_TITLE, is_modal=False)
        px = theme.px
        self.add_text(self.body, words.HELP_INTRO, WIDTH).pack(anchor="w", pady=(0, px(12)))
        table = ttk.Frame(self.body)
        table.pack(fill="x")
        table.columnconfigure(1, weight=1)
        for row, (key, done) in enumerate(words.KEYS):
            name = ttk.Label(table, text=key, style="Bold.TLabel")
            name.grid(row=row, column=0, sticky="w", padx=(0, px(20)), pady=px(2))
            ttk.Label(table, text=done).grid(row=row, column=1, sticky="w", pady=px(2))
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.open()
