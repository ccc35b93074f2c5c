"""A field of several lines: Return breaks a line, Tab goes on to what comes next."""

import tkinter as tk

from shared.tk.theme import Theme


class Paragraph(tk.Frame):
    """Its frame is the edge of the field, and the ring while it has the focus."""

    def __init__(self, master: tk.Misc, theme: Theme, rows: int) -> None:
        super().__init__(master)
        self._theme = theme
        self.text = tk.Text(
            self,
            height=rows,
            width=24,
            wrap="word",
            borderwidth=0,
            highlightthickness=0,
            font=theme.fonts.body,
            padx=theme.px(10),
            pady=theme.px(6),
            undo=True,
        )
        self.text.pack(fill="both", expand=True, padx=theme.px(1), pady=theme.px(1))
        self.text.bind("<Tab>", lambda _: self._leave(self.text.tk_focusNext()))
        self.text.bind("<Shift-Tab>", lambda _: self._leave(self.text.tk_focusPrev()))
        for event in ("<FocusIn>", "<FocusOut>"):
            self.text.bind(event, lambda _: self._dress(), add=True)
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
        colour = self._theme.colour
        has_focus = self.focus_displayof() is self.text
        self.configure(background=colour("ring" if has_focus else "edge"))
        self.text.configure(
            background=colour("field"),
            foreground=colour("text"),
            insertbackground=colour("text"),
            selectbackground=colour("select"),
            selectforeground=colour("text"),
        )
