"""Who may come into a private server, and the end of that."""

import tkinter as tk
from typing import Final

from chatserver.control.answers import AnyAnswer, MemberRow, Members
from chatserver.control.operations import AskMembers, RemoveMember
from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.list_dialog import ListDialog
from chatserver.dashboard.owner_dialog import Answered, Owner
from chatserver.dashboard.table import Table, TableRow
from shared.text import one_line
from shared.tk.theme import Theme

WIDTH: Final = 440
ROWS: Final = 7


class MembersDialog(ListDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.MEMBERS_TITLE, AskMembers(), words.MEMBER_GONE)
        self.table = Table(self.body, theme, words.NO_MEMBERS, self._remove, WIDTH, ROWS)
        self.table.pack(fill="both", expand=True)
        self.answer = Answered(self, self.body, WIDTH)
        self.answer.frame.pack(anchor="w", pady=(theme.px(6), 0))
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.ask_list()
        self.open(self.table.list.canvas)

    def show_list(self, answer: AnyAnswer) -> bool:
        if not isinstance(answer, Members):
            return False
        now_ms = self.owner.now_ms()
        self.table.show([describe_member(row, now_ms) for row in answer.rows])
        return True

    def _remove(self, _: str, id: str) -> None:
        name = next(row.name for row in self.table.rows if row.key == id)
        text = words.REMOVE_QUESTION.format(name=name)
        self.ask_first(text, words.REMOVE_YES, lambda: self.strike(RemoveMember(id), id))


def describe_member(row: MemberRow, now_ms: int) -> TableRow:
    since = describe_time(row.since_ms, now_ms)
    if row.invite:
        detail = words.MEMBER_BY.format(invite=one_line(row.invite), since=since)
    else:
        detail = words.MEMBER_SINCE.format(since=since)
    if row.is_here:
        detail = f"{words.MEMBER_HERE} · {detail}"
    return TableRow(row.id, one_line(row.name), detail, (words.REMOVE,))
