"""Below the messages: who gets it, what is being written, and the buttons."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chatgui.app.chat import Chat
from chatgui.app.settings import Settings
from chatgui.app.words import window as words
from chatgui.tk.chips import Chips
from chatgui.tk.composer import Composer
from shared.tk.theme import Theme

Act = Callable[[], object]
Do = Callable[[Act], object]


class Foot(ttk.Frame):
    """`do(act)`: do what the person wants and draw what it changed."""

    def __init__(
        self,
        parent: tk.Misc,
        theme: Theme,
        chat: Chat,
        do: Do,
        send: Callable[[], None],
        help: Act,
        leave: Act,
        show_all: Act,
    ) -> None:
        px = theme.px
        super().__init__(parent, padding=(px(24), px(10), px(16), px(10)))
        self._chat, self._theme, self._do = chat, theme, do
        self.chips = Chips(self, theme, self._remove, show_all, self._write_on)
        self.composer = Composer(self, theme, self._edit, send, chat.recall)
        self._row = row = ttk.Frame(self)
        acts = ((words.LIST, self._list), (words.HELP, help), (words.QUIT, leave))
        self.buttons = [
            ttk.Button(row, text=text, style="Quiet.TButton", command=act, width=0)
            for text, act in acts
        ]
        self._hint = ttk.Label(row, style="Sub.TLabel")
        self.send_button = ttk.Button(row, style="Primary.TButton", command=send)
        # What is typed is taken before the click: it is what turns the button on.
        self.send_button.bind("<Button-1>", lambda _: do(lambda: None))
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        self.chips.pack(fill="x")
        self.composer.pack(fill="x", pady=px(8))
        self._row.pack(fill="x")
        for column, button in enumerate(self.buttons):
            button.grid(row=0, column=column, padx=(0, px(4)))
        self._row.columnconfigure(3, weight=1)
        self._hint.grid(row=0, column=3, sticky="e", padx=px(16))
        self.send_button.grid(row=0, column=4, sticky="e")
        self._row.bind("<Configure>", lambda _: self._fit())

    def show_recipients(self) -> None:
        chat = self._chat
        self.chips.show(chat.recipients, chat.more_recipients)
        button = chat.send_button
        self.send_button.configure(text=button.text)
        self.send_button.state(["!disabled" if button.is_enabled else "disabled"])
        self.composer.show_hint(button.hint)
        self._fit()

    def show_draft(self) -> None:
        self.composer.set(self._chat.draft)

    def follow(self, settings: Settings) -> None:
        self.composer.enter_sends = settings.enter_sends
        self._hint.configure(text=words.ENTER_SENDS if settings.enter_sends else words.ENTER_BREAKS)

    def _remove(self, person: int) -> None:
        self._do(lambda: self._chat.check([person], False))

    def _list(self) -> None:
        """The answer stands in the pane; then they write on."""
        self._do(self._chat.list_people)
        self._write_on()

    def _write_on(self) -> None:
        self.composer.focus_set()

    def _edit(self, text: str) -> None:
        self._do(lambda: self._chat.edit(text))

    def _fit(self) -> None:
        """Where there is no room for all, what the keys do is the first to go; then there are two
        rows."""
        px, whole = self._theme.px, self._row.winfo_width()
        taken = sum(button.winfo_reqwidth() + px(4) for button in (*self.buttons, self.send_button))
        self.send_button.grid(
            row=int(taken > whole),
            column=4 if taken <= whole else 0,
            columnspan=1 if taken <= whole else 5,
        )
        if taken + self._hint.winfo_reqwidth() + px(32) <= whole:
            self._hint.grid()
        else:
            self._hint.grid_remove()
