"""Settings of the server. Each group is saved by its own button and answered below it, in words."""

import tkinter as tk
from collections import Counter
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Final

from chatserver.control.operations import (
    AnyAnswer,
    AnyOperation,
    PauseGuests,
    RenameServer,
    SetLimits,
    SetRetention,
    SetWelcome,
    Told,
)
from chatserver.dashboard import words
from chatserver.dashboard.numbers import is_digits, read_number
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.paragraph import Paragraph
from shared.tk.dialog import Dialog, ask_which
from shared.tk.fields import Entry, Spinbox, clean
from shared.tk.theme import Theme

WIDTH, WELCOME_ROWS = 380, 3
MOST_NAME: Final = 48
MOST: Final = 1_000_000

Number = tuple[str, int]  # what it is, the least it can be
LIMITS: Final[Sequence[Number]] = (
    (words.LIMIT_CLIENTS, 1),
    (words.LIMIT_NETCAT, 0),
    (words.LIMIT_CLASSROOM, 0),
)
UNSAVED: Final = {
    "name": words.SERVER_NAME,
    "welcome": words.WELCOME,
    "limits": words.LIMITS,
    "keep": words.RETENTION,
}
RETENTION: Final[Sequence[Number]] = (
    (words.KEEP_DAYS, 1),
    (words.KEEP_MB, 1),
    (words.NEWCOMERS, 0),
)


class SettingsDialog(OwnerDialog):
    """It shows what holds when it is opened. `open_bans`: who is banned."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, owner: Owner, open_bans: Callable[[], object]
    ) -> None:
        super().__init__(parent, theme, owner, words.SETTINGS_TITLE)
        self._row = 0
        self.answers: dict[str, Answered] = {}
        self.buttons: dict[str, ttk.Button] = {}
        self._savers: dict[str, Callable[[], object]] = {}
        self._asked: Counter[str] = Counter()  # what the server has not answered, of each group
        self._question: Dialog | None = None
        self._is_leaving = False
        self.body.columnconfigure(1, weight=1)
        self._build_name()
        self._build_welcome()
        self._build_guests()
        self.limits = self._build_numbers("limits", words.LIMITS, LIMITS, self._save_limits)
        self.keeps = self._build_numbers("keep", words.RETENTION, RETENTION, self._save_retention)
        bans = self._group(words.BANS_CAPTION)
        ttk.Button(bans, text=words.OPEN_BANS, command=open_bans).pack(anchor="w")
        self.add_button(words.CLOSE, self.cancel, is_default=True)
        self._fill()
        self._saved = self._typed()
        self.open(self.name)

    def draw(self) -> None:
        """Guests may be paused elsewhere; the rest is not pulled away under the person's hands."""
        status = self.owner.board.status
        if status is not None:
            self.paused.set(status.guests_paused)

    def cancel(self) -> None:
        self.leave(self.close)

    @property
    def unsaved(self) -> list[str]:
        """Groups in which something else stands than what holds."""
        typed = self._typed()
        return [name for name in typed if typed[name] != self._saved[name]]

    def leave(self, then: Callable[[], object]) -> None:
        """`then` is called as soon as nothing that was typed is lost by it without a word: saved,
        or to be dropped. It never is where the person goes on, or it cannot be saved; why not
        stands beside it. Who does not want to wait for that is asked again."""
        self._then = then
        if not self.unsaved:
            then()
        elif self._question is not None and self._question.winfo_exists():
            self._question.come_up()
        else:
            self._ask_what_to_do()

    def _ask_what_to_do(self) -> None:
        text = words.UNSAVED.format(whats=", ".join(UNSAVED[name] for name in self.unsaved))
        choices: dict[str, Callable[[], object]] = {
            words.DISCARD: lambda: self._then(),
            words.STAY: self._stay,
            words.SAVE: self._save_all,
        }
        self._question = ask_which(self, self.theme, text, choices, words.SAVE, self._stay)

    def _stay(self) -> None:
        self._is_leaving = False

    def _save_all(self) -> None:
        for name in self.unsaved:
            self._savers[name]()
        self._is_leaving = True
        self._leave_if_answered()

    def _leave_if_answered(self) -> None:
        if self._is_leaving and not self._asked.total():
            self._is_leaving = False
            if not self.unsaved:
                self._then()

    # --- built -------------------------------------------------------------------------------

    def _build_name(self) -> None:
        group = self._group(words.SERVER_NAME)
        row = ttk.Frame(group)
        row.pack(fill="x")
        self.name = Entry(row, font=self.theme.fonts.body, width=24)
        self.name.pack(side="left", fill="x", expand=True, padx=(0, self.theme.px(8)))
        self._add_save(row, "name", self._save_name).pack(side="left")
        self._explain(group, words.SERVER_NAME_HINT)
        self.name.bind("<Return>", lambda _: self._by_key(self._save_name))
        self._add_answer(group, "name")

    def _build_welcome(self) -> None:
        group = self._group(words.WELCOME)
        row = ttk.Frame(group)
        row.pack(fill="x")
        self.welcome = Paragraph(row, self.theme, WELCOME_ROWS)
        self.welcome.pack(side="left", fill="x", expand=True, padx=(0, self.theme.px(8)))
        self._add_save(row, "welcome", self._save_welcome).pack(side="left", anchor="n")
        self._explain(group, words.WELCOME_HINT)
        self._add_answer(group, "welcome")

    def _build_guests(self) -> None:
        group = self._group(words.GUESTS_CAPTION)
        self.paused = tk.BooleanVar(self)
        self.pause = ttk.Checkbutton(
            group, text=words.GUESTS_PAUSED, variable=self.paused, command=self._save_guests
        )
        self.pause.pack(anchor="w", pady=(self.theme.px(4), 0))
        self._add_answer(group, "guests")

    def _build_numbers(
        self, name: str, caption: str, numbers: Sequence[Number], save: Callable[[], None]
    ) -> list[Spinbox]:
        px, group = self.theme.px, self._group(caption)
        row = ttk.Frame(group)
        row.pack(fill="x")
        fields = []
        for column, (what, least) in enumerate(numbers):
            field = Spinbox(
                row, from_=least, to=MOST, width=5, accepts=is_digits, font=self.theme.fonts.body
            )
            field.bind("<Return>", lambda _: self._by_key(save))
            field.grid(row=0, column=column, sticky="we", padx=(0, px(8)))
            label = ttk.Label(row, text=what, style="Sub.TLabel")
            label.grid(row=1, column=column, sticky="w", padx=(px(2), px(8)))
            row.columnconfigure(column, weight=1, uniform=name)
            fields.append(field)
        self._add_save(row, name, save).grid(row=0, column=len(numbers))
        self._add_answer(group, name)
        return fields

    def _group(self, caption: str) -> ttk.Frame:
        px, group = self.theme.px, ttk.Frame(self.body)
        label = self.caption(self.body, caption)
        label.grid(row=self._row, column=0, sticky="nw", padx=(0, px(20)), pady=(px(8), px(14)))
        group.grid(row=self._row, column=1, sticky="we", pady=(0, px(14)))
        self._row += 1
        return group

    def _explain(self, group: ttk.Frame, hint: str) -> None:
        label = self.add_text(group, hint, WIDTH, "Sub.TLabel")
        label.pack(anchor="w", pady=(self.theme.px(2), 0))

    def _add_save(self, row: ttk.Frame, name: str, save: Callable[[], None]) -> ttk.Button:
        self._savers[name] = save
        self.buttons[name] = ttk.Button(row, text=words.SAVE, command=save)
        return self.buttons[name]

    def _add_answer(self, group: ttk.Frame, name: str) -> None:
        """It takes room only while it says something."""
        self.answers[name] = Answered(self, group, WIDTH)

    # --- done --------------------------------------------------------------------------------

    def _fill(self) -> None:
        status = self.owner.board.status
        if status is None:
            return
        self.name.insert(0, clean(status.name))
        self.name.selection_range(0, "end")
        self.welcome.set(status.welcome)
        self.paused.set(status.guests_paused)
        for fields, values in ((self.limits, status.places), (self.keeps, status.keeps)):
            for field, value in zip(fields, values, strict=True):
                field.set(value)

    def _typed(self) -> dict[str, list[str]]:
        """What stands in the fields of each group."""
        return {
            "name": [self.name.get()],
            "welcome": [self.welcome.get()],
            "limits": [field.get() for field in self.limits],
            "keep": [field.get() for field in self.keeps],
        }

    def _by_key(self, save: Callable[[], None]) -> str:
        save()
        return "break"

    def _save_name(self) -> None:
        name = self.name.get().strip()
        if not name:
            self._say("name", words.NAME_MISSING)
        elif len(name) > MOST_NAME:
            self._say("name", words.NAME_LONG.format(most=MOST_NAME))
        else:
            self._save("name", RenameServer(name))

    def _save_welcome(self) -> None:
        self._save("welcome", SetWelcome(self.welcome.get()))

    def _save_guests(self) -> None:
        self._save("guests", PauseGuests(self.paused.get()))

    def _save_limits(self) -> None:
        numbers = self._read("limits", self.limits, LIMITS)
        if numbers is not None:
            self._save("limits", SetLimits(*numbers))

    def _save_retention(self) -> None:
        numbers = self._read("keep", self.keeps, RETENTION)
        if numbers is not None:
            self._save("keep", SetRetention(*numbers))

    def _read(
        self, name: str, fields: Sequence[Spinbox], numbers: Sequence[Number]
    ) -> list[int] | None:
        found = []
        for field, (what, least) in zip(fields, numbers, strict=True):
            try:
                found.append(read_number(field.get(), least, MOST))
            except ValueError as mistake:
                self._say(name, f"{what}: {mistake}")
                field.focus_set()
                return None
        return found

    def _save(self, name: str, operation: AnyOperation) -> None:
        typed = self._typed()

        def heard(answer: AnyAnswer) -> None:
            self._asked[name] -= 1
            if not self._asked[name]:
                self._set_button(name, "!disabled")
            self._place_answer(name)
            if self.answers[name].hear(answer) and name in typed:
                self._saved[name] = typed[name]
            if name == "guests":
                self.draw()
            if isinstance(answer, Told) and not answer.is_kept:
                self._is_leaving = False  # that is to be read; whoever leaves again has read it
            self._leave_if_answered()

        self._asked[name] += 1
        self._set_button(name, "disabled")
        self.ask_server(operation, heard)

    def _set_button(self, name: str, state: str) -> None:
        button = self.buttons.get(name)
        if button is not None:
            button.state([state])

    def _say(self, name: str, mistake: str) -> None:
        self._place_answer(name)
        self.answers[name].say(mistake, is_wrong=True)

    def _place_answer(self, name: str) -> None:
        frame = self.answers[name].frame
        if not frame.winfo_manager():
            frame.pack(anchor="w", pady=(self.theme.px(4), 0))
