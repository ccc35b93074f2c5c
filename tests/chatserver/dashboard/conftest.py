"""An owner's room: a window, a board that knows a server, and answers that come at once."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import pytest

from chatserver.control.answers import AnyAnswer
from chatserver.control.operations import AnyOperation
from chatserver.dashboard.board import Board
from chatserver.dashboard.owner_dialog import Owner
from shared.tk.dialog import Dialog
from shared.tk.listing import List
from shared.tk.theme import Theme
from tests.support.dialogs import button_of, texts_of_list, widgets_of
from tests.support.tiny_owner import NOON_MS, TinyOwner
from tests.support.windows import Wait


class Room:
    """`told`, `copied`: what the main window was given."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait) -> None:
        self.root, self.theme, self.wait = root, theme, wait
        self.server, self.board = TinyOwner(), Board()
        self.told: list[AnyAnswer] = []
        self.copied: list[str] = []
        self.owner = Owner(
            self.board, self.ask, self.copied.append, self.told.append, lambda: NOON_MS
        )
        root.geometry("900x640+60+40")
        wait(root.winfo_viewable)
        self.look()

    def ask(self, operation: AnyOperation, then: Callable[[AnyAnswer], object]) -> None:
        then(self.server.ask(operation))

    def look(self) -> None:
        """Ask what the board wants to know, as often as it does."""
        for _ in range(2):
            for operation in self.board.take_due(0.0):
                self.board.hear(operation, self.server.ask(operation))
        self.board._schedule._asked.clear()

    def done(self) -> AnyOperation:
        """What was asked last."""
        return self.server.asked[-1]

    def press(self, *keys: str) -> None:
        for key in keys:
            widget = self.root.focus_get()
            assert widget is not None, "nothing has the focus"
            widget.event_generate(f"<Key-{key}>" if len(key) == 1 else f"<{key}>")
            self.root.update()

    def shown(self, dialog: Dialog) -> None:
        """Wait until it is there and has the focus."""
        self.wait(dialog.winfo_viewable)
        self.wait(lambda: str(dialog.focus_get()).startswith(f"{dialog}."))

    def texts(self, widget: tk.Misc) -> list[str]:
        """Of labels below it."""
        labels = widgets_of(widget, "TLabel")
        return [text for text in (str(label["text"]).strip() for label in labels) if text]

    def button(self, widget: tk.Misc, text: str) -> ttk.Button:
        return button_of(widget, text)

    def rows(self, listing: List) -> list[str]:
        self.root.update()
        return texts_of_list(listing)


@pytest.fixture
def room(root: tk.Tk, theme: Theme, wait: Wait) -> Room:
    return Room(root, theme, wait)
