"""Whose names are kept, and a name set free that its owner does not need any more."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from chatserver.control.operations import AnyAnswer, AskNames, ReleaseName, Told
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.text_view import TextView
from shared.tk.fields import Field
from shared.tk.theme import Theme

WIDTH, HEIGHT = 420, 260
SCREEN_SHARE: Final = 0.4


class NamesDialog(OwnerDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.NAMES_TITLE)
        px = theme.px
        self._box = tk.Frame(self.body)
        self._box.pack_propagate(False)
        self.names = TextView(self._box, theme, most=100_000)
        self.names.pack(fill="both", expand=True, padx=1, pady=1)
        self._box.pack(fill="both", expand=True)
        self.caption(self.body, words.NAMES_FIELD).pack(anchor="w", pady=(px(12), px(4)))
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        self.field = Field(row, theme, words.NAMES_FIELD_HINT)
        self.release = ttk.Button(row, text=words.RELEASE_ADD, command=self._release)
        self.field.pack(side="left", fill="x", expand=True, padx=(0, px(8)))
        self.release.pack(side="left")
        self._answer = Answered(self, self.body, WIDTH)
        self._answer.frame.pack(anchor="w", pady=(px(6), 0))
        self.field.entry.bind("<Return>", lambda _: self._release())
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.bind("<<ThemeChanged>>", lambda _: self._measure(), add=True)
        self._measure()
        self._ask()
        self.open(self.field.entry)

    def _measure(self) -> None:
        most = round(self.winfo_screenheight() * SCREEN_SHARE)
        height = min(self.theme.tall(HEIGHT), most)
        colour = self.theme.colour("line")
        self._box.configure(width=self.theme.tall(WIDTH), height=height, background=colour)

    def _ask(self) -> None:
        self.ask_server(AskNames(), self._show)

    def _show(self, answer: AnyAnswer) -> None:
        if isinstance(answer, Told):
            self.names.show(answer.text)
        else:
            self._answer.hear(answer)

    def _release(self) -> str:
        name = self.field.get().strip()
        if name:
            self.ask_server(ReleaseName(name), self._released)
        else:
            self._answer.say(words.NAMES_MISSING, is_wrong=True)
        return "break"

    def _released(self, answer: AnyAnswer) -> None:
        if self._answer.hear(answer):
            self.field.set("")
            self._ask()
