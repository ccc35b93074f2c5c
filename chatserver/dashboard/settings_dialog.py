"""Settings of the server; and what is typed and not saved is not dropped without a word."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatserver.control.answers import AnyAnswer, Told
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Owner, OwnerDialog
from chatserver.dashboard.server_settings import (
    LIMITS,
    RETENTION,
    GuestsSetting,
    NameSetting,
    NumbersSetting,
    WelcomeSetting,
)
from chatserver.dashboard.setting import Setting
from shared.tk.dialog import Dialog, ask_which
from shared.tk.theme import Theme


class SettingsDialog(OwnerDialog):
    """It shows what holds when it is opened. `open_bans`: who is banned."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, owner: Owner, open_bans: Callable[[], object]
    ) -> None:
        super().__init__(parent, theme, owner, words.SETTINGS_TITLE)
        self._question: Dialog | None = None
        self._is_leaving = False
        self.name = NameSetting(self, self._heard)
        self.welcome = WelcomeSetting(self, self._heard)
        self.guests = GuestsSetting(self, self._heard_of_guests)
        self.limits = NumbersSetting(self, self._heard, LIMITS)
        self.keeps = NumbersSetting(self, self._heard, RETENTION)
        self.settings: tuple[Setting, ...] = (
            self.name,
            self.welcome,
            self.guests,
            self.limits,
            self.keeps,
        )
        bans = ttk.Frame(self.body)
        ttk.Button(bans, text=words.OPEN_BANS, command=open_bans).pack(anchor="w")
        self._arrange(bans)
        self.add_button(words.CLOSE, self.cancel, is_default=True)
        self._fill()
        self.open(self.name.field)

    def _arrange(self, bans: ttk.Frame) -> None:
        px = self.theme.px
        self.body.columnconfigure(1, weight=1)
        groups = [(setting.caption, setting.frame) for setting in self.settings]
        for row, (caption, frame) in enumerate([*groups, (words.BANS_CAPTION, bans)]):
            label = self.caption(self.body, caption)
            label.grid(row=row, column=0, sticky="nw", padx=(0, px(20)), pady=(px(8), px(14)))
            frame.grid(row=row, column=1, sticky="we", pady=(0, px(14)))

    def _fill(self) -> None:
        status = self.owner.board.status
        for setting in self.settings:
            if status is not None:
                setting.fill(status)
            setting.keep()

    def draw(self) -> None:
        """Guests may be paused elsewhere; the rest is not pulled away under the person's hands."""
        status = self.owner.board.status
        if status is not None:
            self.guests.fill(status)

    # --- left --------------------------------------------------------------------------------

    def cancel(self) -> None:
        self.leave(self.close)

    @property
    def unsaved(self) -> list[Setting]:
        """Something else stands there than what holds."""
        return [setting for setting in self.settings if setting.is_unsaved]

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
        whats = ", ".join(setting.caption for setting in self.unsaved)
        choices: dict[str, Callable[[], object]] = {
            words.DISCARD: lambda: self._then(),
            words.STAY: self._stay,
            words.SAVE: self._save_all,
        }
        text = words.UNSAVED.format(whats=whats)
        self._question = ask_which(self, self.theme, text, choices, words.SAVE, self._stay)

    def _stay(self) -> None:
        self._is_leaving = False

    def _save_all(self) -> None:
        for setting in self.unsaved:
            setting.save()
        self._is_leaving = True
        self._leave_if_answered()

    def _heard_of_guests(self, answer: AnyAnswer) -> None:
        """The box shows what holds, also where the server would not."""
        self.draw()
        self._heard(answer)

    def _heard(self, answer: AnyAnswer) -> None:
        if isinstance(answer, Told) and not answer.is_kept:
            self._is_leaving = False  # that is to be read; whoever leaves again has read it
        self._leave_if_answered()

    def _leave_if_answered(self) -> None:
        if self._is_leaving and not any(setting.is_asked for setting in self.settings):
            self._is_leaving = False
            if not self.unsaved:
                self._then()
