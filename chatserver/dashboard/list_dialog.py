"""What dialogs of a list have in common that the server keeps: others change it, too, so what is
done to an entry here may have been done already."""

import tkinter as tk
from abc import ABC, abstractmethod

from chatserver.control.answers import AnyAnswer
from chatserver.control.operations import AnyOperation
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.table import Table
from shared.tk.theme import Theme


class ListDialog(OwnerDialog, ABC):
    """`asks`: for the list. `gone`: said where an entry was struck off by somebody else. A kind
    makes `table` and `answer`, then it calls `ask_list`."""

    table: Table
    answer: Answered

    def __init__(
        self, parent: tk.Misc, theme: Theme, owner: Owner, title: str, asks: AnyOperation, gone: str
    ) -> None:
        super().__init__(parent, theme, owner, title)
        self._asks, self._gone = asks, gone

    @abstractmethod
    def show_list(self, answer: AnyAnswer) -> bool:
        """False: it is something else. The rows' keys are those of the server."""

    def refresh(self) -> None:
        self.ask_server(self._asks, self.show_list)

    def ask_list(self, doubted: str = "") -> None:
        """`doubted`: the key of an entry that may not be there any more."""
        self.ask_server(self._asks, lambda answer: self._hear(answer, doubted))

    def _hear(self, answer: AnyAnswer, doubted: str) -> None:
        if not self.show_list(answer):
            self.answer.hear(answer)
        elif doubted and all(row.key != doubted for row in self.table.rows):
            self.answer.say(self._gone)

    def strike(self, operation: AnyOperation, key: str) -> None:
        """Off the list, by that."""
        self.ask_server(operation, lambda answer: self._struck(key, answer))

    def _struck(self, key: str, answer: AnyAnswer) -> None:
        is_done = self.answer.hear(answer)
        self.ask_list("" if is_done else key)
