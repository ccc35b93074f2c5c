"""What is likely wrong with the server, in plain words, to be copied."""

import tkinter as tk

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.control.operations import Diagnose
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Answered, Owner, OwnerDialog
from chatserver.dashboard.text_view import TextView
from shared.tk.theme import Theme

WIDTH, HEIGHT = 560, 300
SCREEN_SHARE = 0.5


class DoctorDialog(OwnerDialog):
    def __init__(self, parent: tk.Misc, theme: Theme, owner: Owner) -> None:
        super().__init__(parent, theme, owner, words.DOCTOR_TITLE)
        box = self._box = tk.Frame(self.body, background=theme.colour("line"))
        box.pack_propagate(False)
        self.report = TextView(box, theme)
        self.report.pack(fill="both", expand=True, padx=1, pady=1)
        box.pack(fill="both", expand=True)
        self._answer = Answered(self, self.body, WIDTH)
        self._answer.frame.pack(anchor="w", pady=(theme.px(6), 0))
        self.again = self.add_button(words.AGAIN, self._ask)
        self.copy = self.add_button(words.COPY_REPORT, self._copy)
        self.add_button(words.CLOSE, self.close, is_default=True)
        self.bind("<<ThemeChanged>>", lambda _: self._measure(), add=True)
        self._measure()
        self._ask()
        self.open()

    def _measure(self) -> None:
        most = round(self.winfo_screenheight() * SCREEN_SHARE)
        wide = round(self.winfo_screenwidth() * 0.8)
        height = min(self.theme.tall(HEIGHT), most)
        self._box.configure(width=min(self.theme.tall(WIDTH), wide), height=height)
        self._box.configure(background=self.theme.colour("line"))

    def _ask(self) -> None:
        self._answer.say("")
        self.report.show(words.DOCTOR_ASKING)
        for button in (self.again, self.copy):
            button.state(["disabled"])
        self.ask_server(Diagnose(), self._hear)

    def _hear(self, answer: AnyAnswer) -> None:
        self.again.state(["!disabled"])
        if isinstance(answer, Told):
            self.copy.state(["!disabled"])
            self.report.show(answer.text)
        else:
            self.report.show("")
            self._answer.say(
                answer.text if isinstance(answer, Refused) else words.UNEXPECTED, is_wrong=True
            )

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self.report.get())
        self._answer.say(words.REPORT_COPIED)
