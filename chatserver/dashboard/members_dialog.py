"""Who may come into a private server, and the end of that."""

import tkinter as tk
from typing import Final

from chatserver.control.operations import AnyAnswer, AskMembers, MemberRow, Members, RemoveMember
from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.table import Table, TableRow
from shared.text import one_line
from shared.tk.dialog import ask
from shared.tk.question import Question
from shared.tk.theme import Theme

WIDTH: Final = 440
ROWS: Final = 7


class MembersDialog(OwnerDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.MEMBERS_TITLE)
        self.table = Table(self.body, theme, words.NO_MEMBERS, self._remove, WIDTH, ROWS)
        self.table.pack(fill="both", expand=True)
        self._answer = Answered(self, self.body, WIDTH)
        self._answer.frame.pack(anchor="w", pady=(theme.px(6), 0))
        self.add_button(words.CLOSE, self.close, is_default=True)
        self._ask()
        self.open(self.table.list.canvas)

    def _ask(self, doubted: str = "") -> None:
        """`doubted`: who may be no member any more."""
        self.ask_server(AskMembers(), lambda answer: self._show(answer, doubted))

    def _show(self, answer: AnyAnswer, doubted: str) -> None:
        if not isinstance(answer, Members):
            self._answer.hear(answer)
            return
        now_ms = self.owner.now_ms()
        self.table.show([describe_member(row, now_ms) for row in answer.rows])
        if doubted and all(row.id != doubted for row in answer.rows):
            self._answer.say(words.MEMBER_GONE)

    def _remove(self, _: str, id: str) -> None:
        name = next(row.name for row in self.table.rows if row.key == id)
        text = words.REMOVE_QUESTION.format(name=name)
        question = Question(text, words.REMOVE_YES, words.CANCEL, is_grave=True)
        ask(self, self.theme, question, lambda is_sure: self._do_remove(id) if is_sure else None)

    def _do_remove(self, id: str) -> None:
        self.ask_server(RemoveMember(id), lambda answer: self._removed(id, answer))

    def _removed(self, id: str, answer: AnyAnswer) -> None:
        is_done = self._answer.hear(answer)
        self._ask("" if is_done else id)


def describe_member(row: MemberRow, now_ms: int) -> TableRow:
    since = describe_time(row.since_ms, now_ms)
    if row.invite:
        detail = words.MEMBER_BY.format(invite=one_line(row.invite), since=since)
    else:
        detail = words.MEMBER_SINCE.format(since=since)
    if row.is_here:
        detail = f"{words.MEMBER_HERE} · {detail}"
    return TableRow(row.id, one_line(row.name), detail, (words.REMOVE,))
