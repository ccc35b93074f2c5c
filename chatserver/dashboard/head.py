"""Above the people: how many are here, and the ways to the server's dialogs."""

import tkinter as tk
from tkinter import ttk
from typing import Final

from chatserver.control.answers import ServerStatus
from chatserver.dashboard import words
from chatserver.dashboard.board import Board
from chatserver.dashboard.doors import Doors
from shared.tk.buttons import icon_button
from shared.tk.menu import Entry, pop_up
from shared.tk.theme import Theme

MENU_WIDTH: Final = 200


class Head(ttk.Frame):
    def __init__(self, parent: tk.Misc, theme: Theme, board: Board, doors: Doors) -> None:
        px = theme.px
        super().__init__(parent, padding=(px(16), px(12), px(10), px(8)))
        self._theme, self._board, self._doors = theme, board, doors
        texts = self._texts = ttk.Frame(self)
        ttk.Label(texts, text=words.PEOPLE, style="Title.TLabel").pack(anchor="w")
        self._note = ttk.Label(texts, style="Sub.TLabel")
        self._note.pack(anchor="w")
        self.invite = ttk.Button(
            self, text=words.INVITE, style="Primary.TButton", command=doors.invite
        )
        self.settings = icon_button(self, theme, "settings", words.SETTINGS, doors.settings)
        self.more = icon_button(self, theme, "more", words.MORE, self.show_menu)
        self.more.pack(side="right")
        self.settings.pack(side="right")
        self.invite.pack(side="right", padx=px(6))
        texts.pack(side="left", fill="x", expand=True)
        for button in (self.invite, self.settings, self.more):  # Tab goes from left to right
            button.lift()
        texts.bind("<Configure>", lambda _: self._fit())

    def draw(self) -> None:
        self._fit()
        state = ["!disabled" if self._board.status else "disabled"]
        for button in (self.invite, self.settings):
            button.state(state)

    def show_menu(self) -> None:
        button = self.more
        x = button.winfo_rootx() + button.winfo_width() - self._theme.tall(MENU_WIDTH)
        y = button.winfo_rooty() + button.winfo_height()
        self.menu = pop_up(self._theme, button, list_deeds(self._board.status, self._doors), x, y)

    def _fit(self) -> None:
        fonts, room = self._theme.fonts, max(1, self._texts.winfo_width() - self._theme.px(4))
        self._note.configure(text=fonts.fit(self._board.people_note, fonts.small, room))


def list_deeds(status: ServerStatus | None, doors: Doors) -> list[Entry]:
    """What can be done to a server that is so; None: nobody answers."""
    entries: list[Entry] = [(words.HELP, doors.help)]
    if status is None:
        return entries
    pause = words.RESUME_GUESTS if status.guests_paused else words.PAUSE_GUESTS
    members = [(words.MEMBERS, doors.members)] if status.is_private else []
    return [
        (words.DOCTOR, doors.doctor),
        (words.COPY_LINK, doors.copy_link),
        (pause, doors.pause_guests),
        *members,
        (words.NAMES, doors.names),
        (words.BANS, doors.bans),
        *entries,
    ]
