"""The left column: a filter, the conversations, and the people, who are chosen by check boxes."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final

from chatgui.app.chat import Chat
from chatgui.app.rows import ConversationRow, PersonRow
from chatgui.app.words import window as words
from chatgui.tk import list_rows
from chatgui.tk.fields import Field
from chatgui.tk.listing import List, Section
from chatgui.tk.menu import pop_up
from chatgui.tk.theme import Theme

CONTROL: Final = 0x4
ALT: Final = 0x20008
"""On X11 and macOS one bit, on Windows another."""

Do = Callable[[Callable[[], object]], object]


class LeftColumn(ttk.Frame):
    """`do(act)`: do what the person wants, and draw what it changed. `write(text)`: they are about
    to write, and have begun so."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, chat: Chat, do: Do, write: Callable[[str], object]
    ) -> None:
        super().__init__(parent, style="Side.TFrame")
        self._theme, self._chat, self._do, self._write = theme, chat, do, write
        style = "Side.Field.TFrame"
        self.field = Field(self, theme, words.SEARCH, "search", self._filter, style)
        self.list = List(self, theme, self._act, self._ask)
        self.field.pack(fill="x", padx=theme.px(12), pady=(theme.px(12), theme.px(4)))
        self.list.pack(fill="both", expand=True)
        self.pack_propagate(False)
        self.field.entry.bind("<Return>", lambda _: self._open_meant())
        self.field.entry.bind("<Down>", lambda _: self.list.canvas.focus_set())
        self.list.canvas.bind("<Key>", self._type)

    def draw(self) -> None:
        chat, tall = self._chat, self._theme.tall
        rows = chat.conversations
        chosen = words.CHOSEN.format(count=chat.checked_count) if chat.checked_count else ""
        talks = Section(
            words.CONVERSATIONS if rows else "",
            "",
            len(rows),
            tall(list_rows.CONVERSATION_HEIGHT),
            lambda first, count: rows[first : first + count],
            list_rows.paint_conversation,
            lambda row: row.conversation,
        )
        people = Section(
            words.PEOPLE,
            chosen,
            chat.people_count,
            tall(list_rows.PERSON_HEIGHT),
            chat.people,
            list_rows.paint_person,
            lambda row: row.person,
        )
        self.list.show([talks, people, *self._hints()])

    def focus_filter(self) -> None:
        self.field.entry.focus_set()
        self.field.entry.selection_range(0, "end")

    def clear_filter(self) -> bool:
        """Whether there was anything to clear."""
        typed = bool(self.field.get())
        self.field.set("")
        return typed

    def _filter(self, text: str) -> None:
        self._do(lambda: self._chat.filter(text))

    def _hints(self) -> Sequence[Section]:
        if self._chat.people_count:
            return ()
        is_filtered = bool(self.field.get().strip())
        if is_filtered and self._chat.conversations:
            return ()
        hint = words.NOTHING_MATCHES if is_filtered else words.NOBODY_YET
        height = self._theme.tall(list_rows.HINT_HEIGHT)
        return [Section("", "", 1, height, lambda *_: [hint], list_rows.paint_hint, str)]

    def _act(self, zone: str, row: Any) -> None:
        chat = self._chat
        if zone == "extend":
            people = [one.person for one in row if isinstance(one, PersonRow)]
            self._do(lambda: chat.check(people, True))
        elif isinstance(row, ConversationRow):
            self._do(lambda: chat.open(row.conversation))
            if zone == "open":
                self._write("")
        elif isinstance(row, PersonRow):
            if zone == "open":
                self._do(lambda: chat.open_person(row.person))
                self._write("")
            else:
                self._do(lambda: chat.check([row.person], not row.is_checked))

    def _type(self, event: "tk.Event[tk.Misc]") -> None:
        """The list has no use for letters; they are meant for the open conversation."""
        is_letter = event.char.isprintable() and bool(event.char.strip())
        if is_letter and not int(event.state) & (CONTROL | ALT):
            self._write(event.char)

    def _open_meant(self) -> None:
        """Whom the person typed for; then they write, and the list shows everybody again."""
        typed = self.field.get()
        if not typed.strip():
            return
        found: list[bool] = []
        self._do(lambda: found.append(self._chat.open_meant(typed)))
        if found == [True]:
            self.clear_filter()
            self._write("")

    def _ask(self, row: Any, x: int, y: int) -> None:
        entries: list[tuple[str, Callable[[], object]]] = []
        if isinstance(row, ConversationRow):
            mute = words.UNMUTE if row.is_muted else words.MUTE
            entries = [
                (words.OPEN, lambda: self._act("open", row)),
                (mute, lambda: self._do(self._muter(row))),
            ]
        elif isinstance(row, PersonRow):
            choose = words.UNCHOOSE if row.is_checked else words.CHOOSE
            entries = [
                (words.OPEN, lambda: self._act("open", row)),
                (choose, lambda: self._act("check", row)),
            ]
        if entries:
            pop_up(self._theme, self.list, entries, x, y)

    def _muter(self, row: ConversationRow) -> Callable[[], None]:
        return lambda: self._chat.mute(row.conversation, not row.is_muted)
