"""The open conversation as it is read: its rows, notes between them, what the person has seen."""

from collections.abc import Callable
from typing import Final

from chatgui.app.bubbles import Bubbles, Note, Surroundings, key_of
from chatgui.app.conversations import Conversations
from chatgui.app.history import History
from chatgui.app.messages import Intent, MoreHistory, Seen
from chatgui.app.pane import Pane
from chatgui.app.people import People
from chatgui.app.rows import NoteRow, Row
from chatgui.app.shown import Shown
from chatgui.app.words import window as words
from shared.text import sanitise

_NOTES: Final = 100
_PAGES_ASKED: Final = 3
"""Of older messages are asked for at a time: perhaps none of them is of this conversation."""


class Reading:
    """What reads the history may raise HistoryError. `place`: the key of the row that is to be in
    view, empty: the end; `is_placed` is true after it has changed, until it is reset."""

    def __init__(
        self,
        history: History,
        people: People,
        conversations: Conversations,
        post: Callable[[Intent], None],
    ) -> None:
        self.pane = Pane(history, self._get_older)
        self.rows: tuple[Row, ...] = ()
        self.place = ""
        self.is_placed = False
        self._people = people
        self._conversations = conversations
        self._post = post
        self._bubbles = Bubbles(self._name_of)
        self._members: frozenset[int] = frozenset()
        self._notes: list[tuple[bytes | None, Note]] = []
        self._notes_made = 0
        self._seen: dict[bytes, int] = {}
        self._has_older = True  # as far as is known, the server has
        self._is_asking = False
        self._pages_left = 0
        self._is_grown = False
        self._marks_new = False  # what comes now is new: the person looks elsewhere

    def open(self, conversation: bytes | None, members: frozenset[int]) -> None:
        self._members = members
        self._pages_left = _PAGES_ASKED
        self._marks_new = False
        try:
            self.pane.open(conversation)
        finally:
            self._put("" if self.pane.new is None else "new")

    def jump(self, message: Shown) -> str:
        """The key of its row."""
        self._pages_left = _PAGES_ASKED
        self.pane.jump(message)
        self._put(key_of(message.id))
        return self.place

    def go_to_newest(self) -> None:
        self._put("")
        self.pane.go_to_newest()

    def look(self, first: str, last: str, is_at_end: bool) -> bool:
        """True: there are other rows now."""
        return self.pane.look(self.rows, first, last, is_at_end)

    def reread(self) -> None:
        if self._is_grown:
            self._is_grown = False
            self.pane.grow()
        self.pane.reread()
        if self._marks_new:
            self._marks_new = not self.pane.mark_new()

    def focus(self, has_focus: bool) -> None:
        self._marks_new = not has_focus

    def see(self) -> None:
        """What is in view has been seen."""
        seen, conversation = self.pane.seen(), self.pane.conversation
        if seen is None or conversation is None:
            return
        if seen.position > self._seen.get(conversation, 0):
            self._seen[conversation] = seen.position
            self._post(Seen(conversation, seen.position))

    def begin_anew(self) -> None:
        """The server's positions mean something else now."""
        self._seen.clear()
        self._has_older = True

    def come_in(self) -> None:
        """What was asked before is not answered any more, perhaps."""
        self._is_asking = False

    def grow(self, more: bool) -> None:
        """Older messages have come; `reread` shows them."""
        self._has_older, self._is_asking, self._is_grown = more, False, True

    def note(self, text: str) -> None:
        """A line at the end, for this person only."""
        self._notes_made += 1
        row = NoteRow(f"n{self._notes_made}", sanitise(text))
        note = Note(self._newest(), row)
        self._notes = [*self._notes, (self.pane.conversation, note)][-_NOTES:]

    def draw(self, now_ms: int) -> bool:
        """Make `rows` of what was read; True: they look different."""
        pane = self.pane
        around = Surroundings(
            new=pane.new,
            hit=pane.hit,
            notes=[note for of, note in self._notes if of == pane.conversation],
            also=self._conversations.also(pane.conversation or b"", self._members),
            is_whole=pane.is_at_oldest,
            is_to_end=pane.is_at_newest,
        )
        rows = self._bubbles.rows(pane.messages, around, now_ms)
        if not rows and pane.conversation is not None and pane.is_at_oldest:
            rows = (NoteRow("nothing", words.NOTHING_SAID),)
        changed, self.rows = rows != self.rows, rows
        return changed

    @property
    def new_below(self) -> str:
        """What the pill says: how many wait below the view."""
        pane = self.pane
        if pane.conversation is None or pane.is_view_at_end:
            return ""
        count = self._conversations.unread_of(pane.conversation)
        return words.NEW_BELOW.format(count=count) if count else ""

    def _newest(self) -> int | None:
        """The id of the last message of the conversation, also while the person reads back."""
        pane = self.pane
        if pane.is_at_newest or pane.conversation is None:
            return pane.messages[-1].id if pane.messages else None
        known = self._conversations.find(pane.conversation)
        return known.last.id if known and known.last else None

    def _put(self, place: str) -> None:
        self.place, self.is_placed = place, True

    def _get_older(self) -> None:
        if self._has_older and not self._is_asking and self._pages_left:
            self._is_asking = True
            self._pages_left -= 1
            self._post(MoreHistory())

    def _name_of(self, person: int, name: str) -> str:
        return self._people.name_of(person, name)
