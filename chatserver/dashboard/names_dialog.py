"""Whose names are kept, and a name set free that its owner does not need any more."""

import tkinter as tk
from typing import Final

from chatserver.control.answers import AnyAnswer, Told
from chatserver.control.operations import AskNames, ReleaseName
from chatserver.dashboard import words
from chatserver.dashboard.deed_field import DeedField
from chatserver.dashboard.owner_dialog import Owner, OwnerDialog
from chatserver.dashboard.text_view import TextView
from shared.tk.theme import Theme

WIDTH, HEIGHT = 420, 260
SCREEN_SHARE: Final = 0.4


class NamesDialog(OwnerDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.NAMES_TITLE)
        self._box = tk.Frame(self.body)
        self._box.pack_propagate(False)
        self.names = TextView(self._box, theme, most=100_000)
        self.names.pack(fill="both", expand=True, padx=1, pady=1)
        self._box.pack(fill="both", expand=True)
        self.release = DeedField(
            self,
            WIDTH,
            words.NAMES_FIELD,
            words.NAMES_FIELD_HINT,
            words.RELEASE_ADD,
            words.NAMES_MISSING,
            self._release,
        )
        self.release.pack(fill="x")
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.bind("<<ThemeChanged>>", lambda _: self._measure(), add=True)
        self._measure()
        self._ask()
        self.open(self.release.field.entry)

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
            self.release.answer.hear(answer)

    def _release(self, name: str) -> None:
        self.ask_server(ReleaseName(name), self._released)

    def _released(self, answer: AnyAnswer) -> None:
        if self.release.hear(answer):
            self._ask()
