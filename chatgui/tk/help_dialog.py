"""Help: what one can do, and every key for it."""

import tkinter as tk
from collections.abc import Iterable
from tkinter import ttk

from chatgui.app.settings import Settings
from chatgui.app.words import dialogs as words
from chatgui.tk.shortcuts import describe_keys
from shared.tk.dialog import Dialog
from shared.tk.theme import Theme

WIDTH = 460


class HelpDialog(Dialog):
    """It may stay open while its keys are tried."""

    def __init__(self, parent: tk.Misc, theme: Theme, settings: Settings) -> None:
        super().__init__(parent, theme, words.HELP_TITLE, is_modal=False)
        for text in (words.HELP_INTRO, words.HELP_GUESTS):
            self.add_text(self.body, text, WIDTH).pack(anchor="w", pady=(0, theme.px(10)))
        table = ttk.Frame(self.body)
        table.pack(fill="x")
        table.columnconfigure(1, weight=1)
        self._row = 0
        self._list(table, words.HELP_WRITING, _writing_keys(settings))
        self._list(table, words.HELP_SHORTCUTS, _shortcuts())
        self._list(table, words.HELP_LIST, words.LIST_KEYS)
        self._list(table, words.HELP_PANE, words.PANE_KEYS)
        self._list(table, words.HELP_CHIPS, words.CHIP_KEYS)
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.open()

    def _list(self, table: ttk.Frame, head: str, keys: Iterable[tuple[str, str]]) -> None:
        px = self.theme.px
        caption = ttk.Label(table, text=head, style="Caption.TLabel")
        caption.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=(px(8), px(4)))
        for row, (key, done) in enumerate(keys, self._row + 1):
            self._row = row
            name = ttk.Label(table, text=key, style="Bold.TLabel")
            name.grid(row=row, column=0, sticky="w", padx=(0, px(20)), pady=px(2))
            ttk.Label(table, text=done).grid(row=row, column=1, sticky="w", pady=px(2))
        self._row += 1


def _writing_keys(settings: Settings) -> Iterable[tuple[str, str]]:
    """Enter does what the person has chosen."""
    if settings.enter_sends:
        yield from ((words.ENTER, words.SENDS), (words.SHIFT_ENTER, words.BREAKS))
    else:
        yield from ((words.CTRL_ENTER, words.SENDS), (words.ENTER, words.BREAKS))
    yield from words.WRITING_KEYS


def _shortcuts() -> Iterable[tuple[str, str]]:
    return ((describe_keys(name), done) for name, done in words.SHORTCUTS.items())
