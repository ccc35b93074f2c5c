"""A line to say who is meant, the button that does it, and the answer below."""

from collections.abc import Callable
from tkinter import ttk

from chatserver.control.answers import AnyAnswer
from chatserver.dashboard.owner_dialog import Answered, OwnerDialog
from shared.tk.fields import Field


class DeedField(ttk.Frame):
    """`act(typed)`: done by Return and by the button; where nothing is typed, `missing` is said.
    Hand what the server answers to `hear`."""

    def __init__(
        self,
        dialog: OwnerDialog,
        width: int,
        caption: str,
        hint: str,
        deed: str,
        missing: str,
        act: Callable[[str], object],
    ) -> None:
        super().__init__(dialog.body)
        px = dialog.theme.px
        self._missing, self._act = missing, act
        dialog.caption(self, caption).pack(anchor="w", pady=(px(12), px(4)))
        row = ttk.Frame(self)
        row.pack(fill="x")
        self.field = Field(row, dialog.theme, hint)
        self.button = ttk.Button(row, text=deed, command=self._press)
        self.field.pack(side="left", fill="x", expand=True, padx=(0, px(8)))
        self.button.pack(side="left")
        self.answer = Answered(dialog, self, width)
        self.answer.frame.pack(anchor="w", pady=(px(6), 0))
        self.field.entry.bind("<Return>", lambda _: self._press())

    def hear(self, answer: AnyAnswer) -> bool:
        """Whether it was done; then the line is free for the next."""
        is_done = self.answer.hear(answer)
        if is_done:
            self.field.set("")
        return is_done

    def _press(self) -> str:
        typed = self.field.get().strip()
        if typed:
            self._act(typed)
        else:
            self.answer.say(self._missing, is_wrong=True)
        return "break"
