"""One of the settings: saved by itself, answered below it, in words."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from chatserver.control.answers import AnyAnswer, ServerStatus
from chatserver.control.operations import AnyOperation
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Answered, OwnerDialog

WIDTH: Final = 380

Heard = Callable[[AnyAnswer], object]


class Setting(ABC):
    """Its fields are built into `frame` by its own kind, and the frame is placed by the dialog;
    `caption` says what it is. `heard` is called with each answer, when that is shown and
    `is_unsaved` is true to it."""

    def __init__(self, dialog: OwnerDialog, caption: str, heard: Heard) -> None:
        self.dialog, self.theme, self.caption = dialog, dialog.theme, caption
        self.frame = ttk.Frame(dialog.body)
        self.button: ttk.Button | None = None
        self.answer = Answered(dialog, self.frame, WIDTH)
        self._heard = heard
        self._saved: list[str] = []
        self._asked = 0  # what the server has not answered

    # --- what each kind says of itself -------------------------------------------------------

    @abstractmethod
    def fill(self, status: ServerStatus) -> None:
        """Show what holds."""

    @abstractmethod
    def typed(self) -> list[str]:
        """What stands in the fields."""

    @abstractmethod
    def read(self) -> AnyOperation:
        """What saves it. ValueError, a sentence, where that cannot be."""

    # --- saved -------------------------------------------------------------------------------

    @property
    def is_unsaved(self) -> bool:
        return self.typed() != self._saved

    @property
    def is_asked(self) -> bool:
        """The server has not answered yet."""
        return self._asked > 0

    def keep(self) -> None:
        """What stands there holds."""
        self._saved = self.typed()

    def save(self) -> None:
        """Of a mistake nothing is asked: it is said beside the field."""
        try:
            operation = self.read()
        except ValueError as mistake:
            self._place_answer()
            self.answer.say(str(mistake), is_wrong=True)
            return
        typed = self.typed()
        self._asked += 1
        self._set_button("disabled")
        self.dialog.ask_server(operation, lambda answer: self._hear(answer, typed))

    def _hear(self, answer: AnyAnswer, typed: list[str]) -> None:
        self._asked -= 1
        if not self._asked:
            self._set_button("!disabled")
        self._place_answer()
        if self.answer.hear(answer):
            self._saved = typed
        self._heard(answer)

    def _set_button(self, state: str) -> None:
        if self.button is not None:
            self.button.state([state])

    def _place_answer(self) -> None:
        """It takes room only while it says something."""
        if not self.answer.frame.winfo_manager():
            self.answer.frame.pack(anchor="w", pady=(self.theme.px(4), 0))

    # --- built -------------------------------------------------------------------------------

    def add_row(self) -> ttk.Frame:
        row = ttk.Frame(self.frame)
        row.pack(fill="x")
        return row

    def add_button(self, row: ttk.Frame) -> ttk.Button:
        self.button = ttk.Button(row, text=words.SAVE, command=self.save)
        return self.button

    def explain(self, hint: str) -> None:
        label = self.dialog.add_text(self.frame, hint, WIDTH, "Sub.TLabel")
        label.pack(anchor="w", pady=(self.theme.px(2), 0))

    def save_by_key(self) -> str:
        self.save()
        return "break"
