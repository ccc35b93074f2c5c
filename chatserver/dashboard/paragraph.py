"""A field of several lines: Return breaks a line, Tab goes on to what comes next."""

import tkinter as tk
from tkinter import ttk

from shared.tk.looks import dress_text
from shared.tk.theme import Theme


class Paragraph(ttk.Frame):
    """It looks like the fields of one line, and has their ring while it has the focus."""

    def __init__(self, master: tk.Misc, theme: Theme, rows: int) -> None:
        super().__init__(master, style="Field.TFrame")
        self._theme = theme
        self.text = tk.Text(
            self,
            height=rows,
            width=24,
            wrap="word",
            borderwidth=0,
            highlightthickness=0,
            font=theme.fonts.body,
            padx=theme.px(8),
            pady=theme.px(2),
            undo=True,
        )
        self.text.pack(fill="both", expand=True, padx=theme.px(4), pady=theme.px(5))
        self.text.bind("<Tab>", lambda _: self._leave(self.text.tk_focusNext()))
        self.text.bind("<Shift-Tab>", lambda _: self._leave(self.text.tk_focusPrev()))
        self.text.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.text.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        self.bind("<<ThemeChanged>>", lambda _: self._dress())
        self._dress()

    def get(self) -> str:
        """Without blanks around it."""
        return str(self.text.get("1.0", "end-1c")).strip()

    def set(self, text: str) -> None:
        self.text.delete("1.0", "end")
        self.text.insert("1.0", text)
        self.text.edit_reset()

    def _leave(self, to: tk.Misc | None) -> str:
        if to is not None:
            to.focus_set()
        return "break"

    def _dress(self) -> None:
        dress_text(self._theme, self.text, "field")
