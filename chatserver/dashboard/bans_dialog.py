"""Who is banned, and the way back; and a ban of somebody who is not here."""

import tkinter as tk
from ipaddress import ip_network
from tkinter import ttk
from typing import Final

from chatserver.control.operations import AnyAnswer, AskBans, Ban, BanRow, Bans, Unban
from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.table import Table, TableRow
from shared.text import one_line
from shared.tk.dialog import ask
from shared.tk.fields import Field
from shared.tk.question import Question
from shared.tk.theme import Theme

WIDTH, ROWS = 440, 6
SHORT_ID: Final = 12
"""Of a key: enough to tell two apart; `Unban` takes the whole."""


class BansDialog(OwnerDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.BANS_TITLE)
        px = theme.px
        self.table = Table(self.body, theme, words.NO_BANS, self._unban, WIDTH, ROWS)
        self.table.pack(fill="both", expand=True)
        self.caption(self.body, words.BAN_FIELD).pack(anchor="w", pady=(px(12), px(4)))
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        self.field = Field(row, theme, words.BAN_FIELD_HINT)
        self.ban = ttk.Button(row, text=words.BAN_ADD, command=self._ban)
        self.field.pack(side="left", fill="x", expand=True, padx=(0, px(8)))
        self.ban.pack(side="left")
        self._answer = Answered(self, self.body, WIDTH)
        self._answer.frame.pack(anchor="w", pady=(px(6), 0))
        self.field.entry.bind("<Return>", lambda _: self._ban())
        self.add_button(words.CLOSE, self.close, is_default=True)
        self._ask()
        self.open(self.field.entry)

    def refresh(self) -> None:
        self.ask_server(AskBans(), self._show_list)

    def _ask(self, doubted: str = "") -> None:
        """`doubted`: who may not be banned any more."""
        self.ask_server(AskBans(), lambda answer: self._show(answer, doubted))

    def _show(self, answer: AnyAnswer, doubted: str) -> None:
        if not isinstance(answer, Bans):
            self._answer.hear(answer)
            return
        self._show_list(answer)
        if doubted and all(row.who != doubted for row in answer.rows):
            self._answer.say(words.UNBANNED)

    def _show_list(self, answer: AnyAnswer) -> None:
        if isinstance(answer, Bans):
            now_ms = self.owner.now_ms()
            self.table.show([describe_ban(row, now_ms) for row in answer.rows])

    def _ban(self) -> str:
        """Asks first, with what was understood: one digit too few in a network, and everybody is
        sent away."""
        who = self.field.get().strip()
        if not who:
            self._answer.say(words.BAN_MISSING, is_wrong=True)
            return "break"
        question = Question(describe_who(who), words.BAN_YES, words.CANCEL, is_grave=True)
        ask(self, self.theme, question, lambda is_sure: self._do_ban(who) if is_sure else None)
        return "break"

    def _do_ban(self, who: str) -> None:
        self.ask_server(Ban(who), self._banned)

    def _banned(self, answer: AnyAnswer) -> None:
        if self._answer.hear(answer):
            self.field.set("")
            self._ask()

    def _unban(self, _: str, who: str) -> None:
        self.ask_server(Unban(who), lambda answer: self._unbanned(who, answer))

    def _unbanned(self, who: str, answer: AnyAnswer) -> None:
        is_done = self._answer.hear(answer)
        self._ask("" if is_done else who)


def describe_who(typed: str) -> str:
    """The question: of a network how many addresses it has, which its short form hides."""
    try:
        network = ip_network(typed, strict=False)
    except ValueError:
        network = None
    if network is None or network.num_addresses == 1:
        return words.BAN_QUESTION.format(name=one_line(typed))
    return words.BAN_NETWORK_QUESTION.format(network=network, count=network.num_addresses)


def describe_ban(row: BanRow, now_ms: int) -> TableRow:
    who = one_line(row.who)
    shown = who if row.kind == "address" else who[:SHORT_ID] + "…"
    kind = words.BAN_KINDS.get(row.kind, row.kind)
    detail = words.BAN_DETAIL.format(kind=kind, since=describe_time(row.since_ms, now_ms))
    name = one_line(row.label)
    title = f"{name} ({shown})" if name else shown
    return TableRow(row.who, title, detail, (words.UNBAN,))
