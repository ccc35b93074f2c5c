"""Invite people: a link and its QR code; and the invites that are open."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from chatserver.control.answers import AnyAnswer, InviteRow, Invites
from chatserver.control.operations import AskInvites, MakeInvite, RevokeInvite
from chatserver.dashboard import words
from chatserver.dashboard.figures import describe_time
from chatserver.dashboard.list_dialog import ListDialog
from chatserver.dashboard.numbers import is_digits, read_number
from chatserver.dashboard.owner_dialog import Answered, Owner
from chatserver.dashboard.qr import QrCode
from chatserver.dashboard.table import Table, TableRow
from shared.plural import plural
from shared.text import one_line
from shared.tk.fields import Entry, Spinbox
from shared.tk.theme import Theme

WIDTH, ROWS, QR_SIZE = 580, 3, 250
FORM_WIDTH: Final = 290
MOST_USES, MOST_DAYS, MOST_LABEL = 1_000_000, 3650, 48


class InviteDialog(ListDialog):
    """Of a public server the plain link is shown at first: it needs no invite."""

    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.INVITE_TITLE, AskInvites(), words.INVITE_GONE)
        self._link, self._wide = "", self.within_screen(WIDTH)
        self._rows: tuple[InviteRow, ...] = ()
        upper = ttk.Frame(self.body)
        upper.pack(fill="x")
        upper.columnconfigure(0, weight=1)
        self._build_form(upper)
        self._build_code(upper)
        self._build_list()
        self.add_button(words.CLOSE, self.close, is_default=True)
        self._show_plain()
        self.ask_list()
        self.open(self.label)

    # --- built -------------------------------------------------------------------------------

    def _build_form(self, master: ttk.Frame) -> None:
        px, theme = self.theme.px, self.theme
        form = ttk.Frame(master)
        form.grid(row=0, column=0, sticky="nwe", padx=(0, px(24)))
        self.caption(form, words.INVITE_LABEL).pack(anchor="w")
        self.label = Entry(form, width=10, font=theme.fonts.body)
        self.label.pack(fill="x", pady=(px(4), px(2)))
        hint = self.add_text(form, words.INVITE_LABEL_HINT, FORM_WIDTH, "Sub.TLabel")
        hint.pack(anchor="w")
        numbers = ttk.Frame(form)
        numbers.pack(fill="x", pady=(px(10), px(2)))
        numbers.columnconfigure((0, 1), weight=1, uniform="numbers")
        self.uses = self._number(numbers, words.INVITE_USES, 0, "1", MOST_USES)
        self.days = self._number(numbers, words.INVITE_DAYS, 1, "7", MOST_DAYS)
        self.add_text(form, words.INVITE_ANY, FORM_WIDTH, "Sub.TLabel").pack(anchor="w")
        self.make = ttk.Button(form, text=words.MAKE_INVITE, command=self._make)
        self.make.pack(anchor="w", pady=(px(12), 0))
        self.answer = Answered(self, form, FORM_WIDTH)
        self.answer.frame.pack(anchor="w", pady=(px(8), 0))
        for field in (self.label, self.uses, self.days):
            field.bind("<Return>", lambda _: self._make_by_key())

    def _number(self, master: ttk.Frame, text: str, column: int, value: str, most: int) -> Spinbox:
        px = self.theme.px
        cell = ttk.Frame(master)
        cell.grid(row=0, column=column, sticky="we", padx=(px(12) if column else 0, 0))
        self.caption(cell, text).pack(anchor="w", pady=(0, px(4)))
        font = self.theme.fonts.body
        field = Spinbox(cell, from_=0, to=most, width=6, font=font, accepts=is_digits)
        field.set(value)
        field.pack(fill="x")
        return field

    def _build_code(self, master: ttk.Frame) -> None:
        px = self.theme.px
        side = ttk.Frame(master)
        side.grid(row=0, column=1, sticky="ne")
        self.code = QrCode(side, self.theme, QR_SIZE)
        self.code.pack()
        self.copy = ttk.Button(
            side, text=words.COPY_INVITE, style="Primary.TButton", command=self._copy
        )
        self.copy.pack(fill="x", pady=(px(10), 0))

    def _build_list(self) -> None:
        px = self.theme.px
        self._about = self.add_text(self.body, "", self._wide, "Sub.TLabel")
        self._about.pack(anchor="w", pady=(px(12), 0))
        self.link_label = self.add_text(self.body, "", self._wide, "Link.TLabel")
        self.link_label.pack(anchor="w", pady=(px(2), px(12)))
        self.caption(self.body, words.INVITES).pack(anchor="w", pady=(0, px(4)))
        self.table = Table(self.body, self.theme, words.NO_INVITES, self._act, self._wide, ROWS)
        self.table.pack(fill="both", expand=True)

    # --- shown -------------------------------------------------------------------------------

    def _show_plain(self) -> None:
        status = self.owner.board.status
        if status is not None and not status.is_private:
            told = words.INVITE_HERE if status.is_local else words.INVITE_PUBLIC
            self._show_link(status.link, told)
        else:
            self._show_link("", words.INVITE_PRIVATE)

    def _show_link(self, link: str, about: str) -> None:
        self._link = link
        self.code.show(link)
        self.copy.state(["!disabled" if link else "disabled"])
        self._about.configure(text=about)
        self.link_label.configure(text=one_line(link))

    def show_list(self, answer: AnyAnswer) -> bool:
        """The link of one that is gone is not given away any more."""
        if not isinstance(answer, Invites):
            return False
        gone = {row.link for row in self._rows} - {row.link for row in answer.rows}
        if self._link in gone:
            self._show_plain()
        self._rows = answer.rows
        now_ms = self.owner.now_ms()
        self.table.show([describe_invite(row, now_ms) for row in answer.rows])
        return True

    # --- done --------------------------------------------------------------------------------

    def _make_by_key(self) -> str:
        self._make()
        return "break"

    def _make(self) -> None:
        label = self.label.get().strip()
        try:
            if len(label) > MOST_LABEL:
                raise ValueError(words.LABEL_LONG.format(most=MOST_LABEL))
            uses = read_number(self.uses.get(), 0, MOST_USES)
            days = read_number(self.days.get(), 0, MOST_DAYS)
        except ValueError as mistake:
            self.answer.say(str(mistake), is_wrong=True)
            return
        self.make.state(["disabled"])
        self.ask_server(MakeInvite(label, uses, days), self._made)

    def _made(self, answer: AnyAnswer) -> None:
        self.make.state(["!disabled"])
        if isinstance(answer, Invites) and answer.rows:
            self.answer.say("")
            self._show_link(answer.rows[-1].link, words.INVITE_MADE)
            self.ask_list()
        else:
            self.answer.hear(answer)

    def _act(self, deed: str, id: str) -> None:
        row = next((row for row in self._rows if row.id == id), None)
        if row is None:
            return
        if deed == words.SHOW:
            self._show_link(row.link, words.INVITE_MADE)
            return
        name = one_line(row.label)
        text = words.REVOKE_NAMED.format(name=name) if name else words.REVOKE_QUESTION
        self.ask_first(text, words.REVOKE, lambda: self.strike(RevokeInvite(row.id), row.id))

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self._link)
        self.answer.say(words.LINK_COPIED)


def describe_invite(row: InviteRow, now_ms: int) -> TableRow:
    uses = words.USES_ANY if row.uses_left < 0 else words.USES_NONE
    if row.uses_left > 0:
        uses = plural(row.uses_left, words.USES_ONE, words.USES_MANY)
    until = words.FOR_EVER
    if row.until_ms:
        until = words.UNTIL.format(until=describe_time(row.until_ms, now_ms))
    detail = words.INVITE_DETAIL.format(uses=uses, until=until)
    deeds = (words.SHOW, words.REVOKE) if row.link else (words.REVOKE,)
    return TableRow(row.id, one_line(row.label) or words.NO_LABEL, detail, deeds)
