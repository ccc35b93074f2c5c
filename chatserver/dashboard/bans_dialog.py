"""Who is banned, and the way back; and a ban of somebody who is not here."""

import tkinter as tk
from ipaddress import ip_network
from typing import Final

from chatserver.control.answers import AnyAnswer, BanRow, Bans
from chatserver.control.operations import AskBans, Ban, Unban
from chatserver.dashboard import words
from chatserver.dashboard.deed_field import DeedField
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.list_dialog import ListDialog
from chatserver.dashboard.owner_dialog import Owner
from chatserver.dashboard.table import Table, TableRow
from shared.text import one_line
from shared.tk.theme import Theme

WIDTH, ROWS = 440, 6
SHORT_ID: Final = 12
"""Of a key: enough to tell two apart; `Unban` takes the whole."""


class BansDialog(ListDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.BANS_TITLE, AskBans(), words.UNBANNED)
        self.table = Table(self.body, theme, words.NO_BANS, self._unban, WIDTH, ROWS)
        self.table.pack(fill="both", expand=True)
        self.ban = DeedField(
            self,
            WIDTH,
            words.BAN_FIELD,
            words.BAN_FIELD_HINT,
            words.BAN_ADD,
            words.BAN_MISSING,
            self._ask_to_ban,
        )
        self.ban.pack(fill="x")
        self.answer = self.ban.answer
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.ask_list()
        self.open(self.ban.field.entry)

    def show_list(self, answer: AnyAnswer) -> bool:
        if not isinstance(answer, Bans):
            return False
        now_ms = self.owner.now_ms()
        self.table.show([describe_ban(row, now_ms) for row in answer.rows])
        return True

    def _ask_to_ban(self, who: str) -> None:
        """With what was understood: one digit too few in a network, and everybody is sent away."""
        self.ask_first(describe_who(who), words.BAN_YES, lambda: self._ban(who))

    def _ban(self, who: str) -> None:
        self.ask_server(Ban(who), self._banned)

    def _banned(self, answer: AnyAnswer) -> None:
        if self.ban.hear(answer):
            self.ask_list()

    def _unban(self, _: str, who: str) -> None:
        self.strike(Unban(who), who)


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
