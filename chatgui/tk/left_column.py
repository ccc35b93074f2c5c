"""The left column: a filter, the conversations, and the people, who are chosen by check boxes."""

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Any, Final

from chatgui.app.chat import Chat
from chatgui.app.rows import ConversationRow, PersonRow
from chatgui.app.words import window as words
from chatgui.tk import list_rows
from chatgui.tk.list_rows import More
from shared.plural import plural
from shared.tk.fields import Field
from shared.tk.layout import Place
from shared.tk.listing import HEAD, List, Section
from shared.tk.menu import pop_up
from shared.tk.theme import Theme

CONTROL: Final = 0x4
ALT: Final = 0x20008
"""On X11 and macOS one bit, on Windows another."""

LEAST_PEOPLE, LEAST_CONVERSATIONS = 3, 3
"""Rows that are seen of each, where the window has room for both."""

Do = Callable[[Callable[[], object]], object]


class LeftColumn(ttk.Frame):
    """`do(act)`: do what the person wants, and draw what it changed. `write(text)`: they are about
    to write, and have begun so."""

    def __init__(
        self, parent: tk.Misc, theme: Theme, chat: Chat, do: Do, write: Callable[[str], object]
    ) -> None:
        super().__init__(parent, style="Side.TFrame")
        self._theme, self._chat, self._do, self._write = theme, chat, do, write
        self._is_unfolded = self._is_acting = False
        self._had_room = 0
        self._opened: tuple[bytes | None, int | None] = (None, None)  # and its place
        style = "Side.Field.TFrame"
        self.field = Field(self, theme, words.SEARCH, "search", self._filter, style)
        self.list = List(self, theme, self._act, self._ask)
        self.field.pack(fill="x", padx=theme.px(12), pady=(theme.px(12), theme.px(4)))
        self.list.pack(fill="both", expand=True)
        self.pack_propagate(False)
        self.field.entry.bind("<Return>", lambda _: self._open_meant())
        self.field.entry.bind("<Down>", lambda _: self.list.canvas.focus_set())
        self.list.canvas.bind("<Key>", self._type)
        self.list.canvas.bind("<Configure>", lambda _: self._fit(), add=True)

    def draw(self) -> None:
        chat, tall = self._chat, self._theme.tall
        rows = self._shown_conversations()
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
            clear=self.choose_nobody if chat.checked_count else None,
        )
        self.list.show([talks, *self._more(), people, *self._hints()])
        self._follow(rows)

    def focus_filter(self) -> None:
        self.field.entry.focus_set()
        self.field.entry.selection_range(0, "end")

    def clear_filter(self) -> bool:
        """Whether there was anything to clear."""
        typed = bool(self.field.get())
        self.field.set("")
        return typed

    def choose_nobody(self) -> None:
        self._do(self._chat.choose_nobody)

    # --- what it shows -----------------------------------------------------------------------

    def _shown_conversations(self) -> Sequence[ConversationRow]:
        """So few that people are seen below them; but Everyone, and all that have something new."""
        if self._is_unfolded or self.field.get().strip():
            return self._chat.conversations
        return self._folded()

    def _folded(self) -> Sequence[ConversationRow]:
        rows = self._chat.conversations
        wanted = {row.conversation for row in rows if row.is_open or row.unread or not row.faces}
        others = [row.conversation for row in rows if row.conversation not in wanted]
        wanted.update(others[: max(0, self._room() - len(wanted))])
        return [row for row in rows if row.conversation in wanted]

    def _room(self) -> int:
        """For so many conversations."""
        tall, people = self._theme.tall, min(LEAST_PEOPLE, self._chat.people_count)
        taken = 2 * HEAD + list_rows.HINT_HEIGHT + people * list_rows.PERSON_HEIGHT
        room = self.list.canvas.winfo_height() - tall(taken)
        return max(LEAST_CONVERSATIONS, room // tall(list_rows.CONVERSATION_HEIGHT))

    def _more(self) -> Sequence[Section]:
        """A row that shows the others, or hides them again."""
        hidden = len(self._chat.conversations) - len(self._folded())
        if not hidden or self.field.get().strip():
            return ()
        text = plural(hidden, words.MORE_ONE, words.MORE_MANY)
        text = words.FEWER if self._is_unfolded else text
        height = self._theme.tall(list_rows.HINT_HEIGHT)
        return [Section("", "", 1, height, lambda *_: [More(text)], list_rows.paint_more, type)]

    def _fit(self) -> None:
        """Another height has room for others."""
        room = self._room()
        if room != self._had_room:
            self._had_room = room
            self.draw()

    def _follow(self, rows: Sequence[ConversationRow]) -> None:
        """What was opened elsewhere, or has gone up because something was said there, is brought
        into view, as soon as there is one."""
        if not self._had_room:
            return
        at = next((at for at, row in enumerate(rows) if row.is_open), None)
        opened, place = self._opened
        self._opened = self._chat.conversation, at
        if at is None or self._is_acting:
            return
        is_other = opened != self._chat.conversation
        is_higher = place is not None and at < place
        if is_other or (is_higher and not self.list.is_used):
            self.list.place_cursor(Place(0, at))

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
        self._is_acting = True
        try:
            self._do_to(zone, row)
        finally:
            self._is_acting = False

    def _do_to(self, zone: str, row: Any) -> None:
        chat = self._chat
        if isinstance(row, More):
            self._is_unfolded = not self._is_unfolded
            self.draw()
        elif zone == "extend":
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
            self._opened = None, None  # it stands elsewhere now
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
