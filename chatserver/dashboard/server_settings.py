"""What of a server can be set: its name, its welcome, guests, how many fit, and what is kept."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final, NamedTuple

from chatserver.control.answers import ServerStatus
from chatserver.control.operations import (
    AnyOperation,
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
)
from chatserver.dashboard import words
from chatserver.dashboard.numbers import is_digits, read_number
from chatserver.dashboard.owner_dialog import OwnerDialog
from chatserver.dashboard.paragraph import Paragraph
from chatserver.dashboard.setting import Heard, Setting
from shared.tk.fields import Entry, Spinbox, clean

WELCOME_ROWS: Final = 3
MOST_NAME: Final = 48
MOST: Final = 1_000_000


class NameSetting(Setting):
    def __init__(self, dialog: OwnerDialog, heard: Heard) -> None:
        super().__init__(dialog, words.SERVER_NAME, heard)
        row = self.add_row()
        self.field = Entry(row, font=self.theme.fonts.body, width=24)
        self.field.pack(side="left", fill="x", expand=True, padx=(0, self.theme.px(8)))
        self.add_button(row).pack(side="left")
        self.explain(words.SERVER_NAME_HINT)
        self.field.bind("<Return>", lambda _: self.save_by_key())

    def fill(self, status: ServerStatus) -> None:
        self.field.insert(0, clean(status.name))
        self.field.selection_range(0, "end")

    def typed(self) -> list[str]:
        return [self.field.get()]

    def read(self) -> AnyOperation:
        name = self.field.get().strip()
        if not name:
            raise ValueError(words.NAME_MISSING)
        if len(name) > MOST_NAME:
            raise ValueError(words.NAME_LONG.format(most=MOST_NAME))
        return RenameServer(name)


class WelcomeSetting(Setting):
    def __init__(self, dialog: OwnerDialog, heard: Heard) -> None:
        super().__init__(dialog, words.WELCOME, heard)
        row = self.add_row()
        self.field = Paragraph(row, self.theme, WELCOME_ROWS)
        self.field.pack(side="left", fill="x", expand=True, padx=(0, self.theme.px(8)))
        self.add_button(row).pack(side="left", anchor="n")
        self.explain(words.WELCOME_HINT)

    def fill(self, status: ServerStatus) -> None:
        self.field.set(status.welcome)

    def typed(self) -> list[str]:
        return [self.field.get()]

    def read(self) -> AnyOperation:
        return SetWelcome(self.field.get())


class GuestsSetting(Setting):
    """A click is all there is to it, so it has no button, and nothing of it is ever unsaved."""

    def __init__(self, dialog: OwnerDialog, heard: Heard) -> None:
        super().__init__(dialog, words.GUESTS_CAPTION, heard)
        self.paused = tk.BooleanVar(dialog)
        self.box = ttk.Checkbutton(
            self.frame, text=words.GUESTS_PAUSED, variable=self.paused, command=self.save
        )
        self.box.pack(anchor="w", pady=(self.theme.px(4), 0))

    def fill(self, status: ServerStatus) -> None:
        self.paused.set(status.guests_paused)

    def typed(self) -> list[str]:
        return []

    def read(self) -> AnyOperation:
        return PauseGuests(self.paused.get())


class Number(NamedTuple):
    what: str
    least: int


class Numbers(NamedTuple):
    """Some that are saved together. `held`: as they are now; `save`: takes them in this order."""

    caption: str
    each: Sequence[Number]
    held: Callable[[ServerStatus], Sequence[int]]
    save: Callable[..., AnyOperation]


LIMITS: Final = Numbers(
    words.LIMITS,
    (
        Number(words.LIMIT_CLIENTS, 1),
        Number(words.LIMIT_NETCAT, 0),
        Number(words.LIMIT_CLASSROOM, 0),
    ),
    lambda status: status.places,
    SetLimits,
)
RETENTION: Final = Numbers(
    words.RETENTION,
    (Number(words.KEEP_DAYS, 1), Number(words.KEEP_MB, 1), Number(words.NEWCOMERS, 0)),
    lambda status: status.keeps,
    SetRetention,
)


class NumbersSetting(Setting):
    def __init__(self, dialog: OwnerDialog, heard: Heard, numbers: Numbers) -> None:
        super().__init__(dialog, numbers.caption, heard)
        self._numbers, row = numbers, self.add_row()
        self.fields = [
            self._add_field(row, column, number) for column, number in enumerate(numbers.each)
        ]
        self.add_button(row).grid(row=0, column=len(self.fields))

    def _add_field(self, row: ttk.Frame, column: int, number: Number) -> Spinbox:
        px, font = self.theme.px, self.theme.fonts.body
        field = Spinbox(row, from_=number.least, to=MOST, width=5, accepts=is_digits, font=font)
        field.bind("<Return>", lambda _: self.save_by_key())
        field.grid(row=0, column=column, sticky="we", padx=(0, px(8)))
        label = ttk.Label(row, text=number.what, style="Sub.TLabel")
        label.grid(row=1, column=column, sticky="w", padx=(px(2), px(8)))
        row.columnconfigure(column, weight=1, uniform="numbers")
        return field

    def fill(self, status: ServerStatus) -> None:
        for field, value in zip(self.fields, self._numbers.held(status), strict=True):
            field.set(value)

    def typed(self) -> list[str]:
        return [field.get() for field in self.fields]

    def read(self) -> AnyOperation:
        """The first that is none has the focus then."""
        found = []
        for field, (what, least) in zip(self.fields, self._numbers.each, strict=True):
            try:
                found.append(read_number(field.get(), least, MOST))
            except ValueError as mistake:
                field.focus_set()
                raise ValueError(f"{what}: {mistake}") from None
        return self._numbers.save(*found)
