"""What is wrong, across the main window, and what the person can do about it."""

import tkinter as tk
from collections.abc import Callable
from typing import Final, Literal

from chatgui.app.chat import Chat
from chatgui.app.words import window as words
from shared.tk.banner import Banner
from shared.tk.theme import Theme

MOST_SAID: Final = 3
"""So many sentences are shown at a time; others when these are closed."""

NOBODY_ANSWERS: Final = ("no server", "lost server")
"""Ends of a chat that the doctor can say more about."""

Act = Callable[[], object]
Restart = Callable[[Literal["again", "change"]], object]
"""The chat is over, and the person wants the same once more, or something else."""


class TroubleBar(Banner):
    """What ended the chat is more than what is wrong now, and that more than what was: this one is
    closed by the person, who then writes on (`write_on`)."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        chat: Chat,
        restart: Restart,
        ask_doctor: Act,
        write_on: Act,
    ) -> None:
        super().__init__(parent, theme, self._close)
        self._chat, self._restart, self._write_on = chat, restart, write_on
        self._said: list[str] = []  # sentences that stay until they are closed
        self._said_for_now = ""
        self.add_button(words.TRY_AGAIN, self._try_again)
        self.add_button(words.CHANGE, self._change)
        self.add_button(words.DOCTOR, ask_doctor)

    def say(self, sentence: str) -> None:
        """Something that was wrong; it stays until it is closed, with what was said before."""
        if sentence in self._said:
            self._said.remove(sentence)
        self._said.append(sentence)
        self.draw()

    def say_for_now(self, sentence: str) -> None:
        """Likewise, in place of the one before; empty: that is over."""
        self._said_for_now = sentence
        self.draw()

    def draw(self) -> None:
        """What has changed since, of the chat too."""
        chat = self._chat
        lasting = chat.last_words if chat.ended is not None else chat.status.trouble
        is_over = chat.ended not in (None, "quit")
        said = "\n".join(filter(None, [*self._said[-MOST_SAID:], self._said_for_now]))
        has_doctor = chat.ended in NOBODY_ANSWERS if is_over else self._is_cut_off
        again, change, doctor = self.buttons
        hidden = [*([] if is_over else (again, change)), *([] if has_doctor else [doctor])]
        self.show(lasting or said, not lasting, is_over or has_doctor, hidden)

    @property
    def _is_cut_off(self) -> bool:
        """It is on, but for the server, and that has been said."""
        status = self._chat.status
        return self._chat.ended is None and bool(status.trouble) and not status.is_connected

    def _try_again(self) -> None:
        self._restart("again")

    def _change(self) -> None:
        self._restart("change")

    def _close(self) -> None:
        del self._said[-MOST_SAID:]
        self._said_for_now = ""
        self.draw()
        self._write_on()
