"""Whom exactly a ban is to keep out: this person, or everybody at their address."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from chatserver.control.answers import AnyAnswer, PersonHere, ServerStatus
from chatserver.control.operations import Ban
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.persons import host_of, network_of
from shared.text import one_line
from shared.tk.theme import Theme

WIDTH: Final = 380


class BanDialog(OwnerDialog):
    """Return alone bans nobody."""

    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner, person: PersonHere) -> None:
        super().__init__(parent, theme, owner, words.BAN_YES)
        self._person = person
        name, host = one_line(person.name), host_of(person.address)
        question = words.BAN_QUESTION.format(name=name)
        self.add_text(self.body, question, WIDTH, "Bold.TLabel").pack(anchor="w")
        self.who = tk.StringVar(self, value="person" if person.verified else "address")
        first: ttk.Radiobutton | None = None
        if person.verified:
            hint = _explain_identity(owner.board.status)
            first = self._offer(words.BAN_IDENTITY, hint, "person")
        else:
            self._explain(words.BAN_GUEST)
        text = words.BAN_ADDRESS.format(address=host)
        second = self._offer(text, words.BAN_ADDRESS_HINT, "address")
        self._answer = Answered(self, self.body, WIDTH)
        self._answer.frame.pack(anchor="w", pady=(theme.px(8), 0))
        self.add_button(words.CANCEL, self.cancel, is_default=True)
        self.yes = self.add_button(words.BAN_YES, self._ban)
        self.open(first or second)

    def _offer(self, text: str, hint: str, who: str) -> ttk.Radiobutton:
        px = self.theme.px
        button = ttk.Radiobutton(self.body, text=text, value=who, variable=self.who)
        button.pack(anchor="w", pady=(px(10), 0))
        self._explain(hint, px(28))
        return button

    def _explain(self, hint: str, left: int = 0) -> None:
        label = self.add_text(self.body, hint, WIDTH - 30, "Sub.TLabel")
        label.pack(anchor="w", padx=(left, 0), pady=(self.theme.px(2), 0))

    def _ban(self) -> None:
        """Names change hands while the question is open."""
        person, is_person = self._person, self.who.get() == "person"
        self.yes.state(["disabled"])
        ban = Ban("", person.id) if is_person else Ban(network_of(person.address))
        self.ask_server(ban, self._hear)

    def _hear(self, answer: AnyAnswer) -> None:
        self.yes.state(["!disabled"])
        if self._answer.hear(answer):
            self.close()
            self.owner.tell(answer)


def _explain_identity(status: ServerStatus | None) -> str:
    is_private = status is not None and status.is_private
    return words.BAN_IDENTITY_PRIVATE if is_private else words.BAN_IDENTITY_HINT
