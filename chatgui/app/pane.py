"""A window of the history on one conversation: read near the edges, and anew when it changes."""

from collections.abc import Callable, Sequence
from typing import Final

from chatgui.app.history import History
from chatgui.app.rows import MessageRow, Row
from chatgui.app.shown import Shown

OPENED: Final = 200
"""Messages read when a conversation is opened; of what is shown at its end no more are kept."""

WINDOW: Final = 400
PAGE: Final = 100
NEAR: Final = 40
"""Rows left before an edge when more are read."""

_FEW_READ: Final = 50
"""Of what was read before, shown above what is new."""


class Pane:
    """`messages` are in order, at most WINDOW. Each method that reads may raise HistoryError: the
    conversation is the one asked for then, and what was read of it before is still there."""

    def __init__(self, history: History, get_older: Callable[[], None]) -> None:
        """`get_older`: the person looks for what is older than all here; the server may have it."""
        self._history = history
        self._get_older = get_older
        self.conversation: bytes | None = None
        self.messages: Sequence[Shown] = ()
        self.is_at_newest = True
        self.is_at_oldest = True
        self.is_view_at_end = True
        self.new: int | None = None
        """The first message that was not seen when the conversation was opened."""
        self.hit: int | None = None
        self._in_view: int | None = None
        self._skipped: int | None = None
        """The first message that was not seen where a jump may have gone over it."""
        self._is_landed = False  # where the jump ended, if that is the end: nobody went there

    def open(self, conversation: bytes | None) -> None:
        """At what is new, else at its end."""
        self._turn_to(conversation)
        if conversation is None:
            return
        self.new = self._history.first_unread(conversation)
        first = None if self.new is None else self._history.find(self.new)
        if first is None:
            self._read_newest(conversation)
        else:
            self._read_from(first, conversation)

    def _turn_to(self, conversation: bytes | None) -> None:
        self.conversation, self.new, self.hit = conversation, None, None
        self._in_view = self._skipped = None
        self._show((), True)
        self.is_at_oldest = conversation is None  # else nobody knows before it is read
        self.is_view_at_end = True

    def jump(self, message: Shown) -> None:
        """`message` of any conversation, which is the open one then, with what is around it."""
        if message.conversation != self.conversation:
            self._turn_to(message.conversation)
        found = self._history.around(message.id, WINDOW // 2 - 1, message.conversation)
        if not found:
            return  # it went meanwhile
        self.hit = message.id
        self._skipped, self._is_landed = self._history.first_unread(message.conversation), True
        self._show(found, not self._history.after(found[-1].id, 1, message.conversation))
        self.is_at_oldest = self.is_view_at_end = False

    def go_to_newest(self) -> None:
        if self.conversation is not None:
            self._read_newest(self.conversation)
        self.hit = self._skipped = None
        self.is_view_at_end = True

    def reread(self) -> None:
        """The history has changed. What is in view stays, unless that is the end."""
        if self.conversation is None:
            return
        if (self.is_at_newest and self.is_view_at_end) or not self.messages:
            self._read_newest(self.conversation)
            return
        first = self._first_kept()
        if first is None:
            self.go_to_newest()
            return
        found = [first, *self._history.after(first.id, WINDOW, self.conversation)]
        if self.is_at_oldest:
            self.is_at_oldest = not self._history.before(first.id, 1, self.conversation)
        self._show(found[:WINDOW], len(found) <= WINDOW)

    def mark_new(self) -> bool:
        """What was not seen by now is new; False: nothing is, and the mark stays where it was."""
        if self.conversation is None:
            return False
        found = self._history.first_unread(self.conversation)
        self.new = self.new if found is None else found
        return found is not None

    def look(self, rows: Sequence[Row], first: str, last: str, is_at_end: bool) -> bool:
        """Of `rows`, made of these messages, those with these keys are the first and the last in
        view. True: there are others now."""
        keys = [row.key for row in rows]
        if first not in keys or last not in keys or not self.messages:
            return False  # seen before the rows changed; the next look is on its way
        above, below = keys.index(first), keys.index(last)
        seen = [row.id for row in rows[above : below + 1] if isinstance(row, MessageRow)]
        self._in_view = seen[-1] if seen else self._in_view
        self.is_view_at_end = is_at_end and self.is_at_newest
        self._catch_up(rows[above:])
        if above < NEAR:
            return self._read_older(len(rows) - below)
        if len(rows) - below < NEAR and not self.is_at_newest:
            return self._read_newer(above)
        return False

    def _catch_up(self, rest: Sequence[Row]) -> None:
        """Nothing is skipped any more once the first of it stands in view or below that, or the
        person has gone to the end."""
        self._is_landed = self._is_landed and self.is_view_at_end
        is_met = any(isinstance(row, MessageRow) and row.id == self._skipped for row in rest)
        if is_met or (self.is_view_at_end and not self._is_landed):
            self._skipped = None

    def grow(self) -> bool:
        """Older messages have come from the server."""
        self.is_at_oldest = False
        return bool(self.messages) and self._read_older(0)

    def seen(self) -> Shown | None:
        """The last of others' messages that was in view; None also where others before it were
        not, because a jump went over them."""
        if self._skipped is not None:
            return None
        upto = [message.id for message in self.messages]
        if self._in_view not in upto:
            return None
        seen = self.messages[: upto.index(self._in_view) + 1]
        return next((m for m in reversed(seen) if m.state is None and not m.is_gone), None)

    def last_own(self) -> Shown | None:
        """What the person said last there, also where that is not read."""
        if self.conversation is None:
            return None
        return self._history.last_own(self.conversation)

    def _read_newest(self, conversation: bytes) -> None:
        messages = self._history.newest(OPENED, conversation)
        self._show(messages, True)
        self.is_at_oldest = len(messages) < OPENED

    def _read_from(self, first: Shown, conversation: bytes) -> None:
        above = self._history.before(first.id, _FEW_READ, conversation)
        below = self._history.after(first.id, WINDOW - _FEW_READ, conversation)
        room = WINDOW - _FEW_READ - 1
        self._show([*above, first, *below[:room]], len(below) <= room)
        self.is_at_oldest = len(above) < _FEW_READ
        self.is_view_at_end = False

    def _read_older(self, below: int) -> bool:
        """So many rows are below the view; none of those in it may go."""
        older: list[Shown] = []
        if not self.is_at_oldest:
            older = self._history.before(self.messages[0].id, PAGE, self.conversation)
            self.is_at_oldest = len(older) < PAGE
        if not older:
            self._get_older()
            return False
        messages = [*older, *self.messages]
        dropped = min(max(0, len(messages) - WINDOW), max(0, below - NEAR))
        self._show(messages[: len(messages) - dropped], self.is_at_newest and not dropped)
        return True

    def _read_newer(self, above: int) -> bool:
        newer = self._history.after(self.messages[-1].id, PAGE + 1, self.conversation)
        messages = [*self.messages, *newer[:PAGE]]
        dropped = min(max(0, len(messages) - WINDOW), max(0, above - NEAR))
        self.is_at_oldest = self.is_at_oldest and not dropped
        self._show(messages[dropped:], len(newer) <= PAGE)
        return bool(newer)

    def _first_kept(self) -> Shown | None:
        """Messages may leave (a server's log may), or move."""
        for message in self.messages[:PAGE]:
            found = self._history.find(message.id)
            if found is not None:
                return found
        return None

    def _show(self, messages: Sequence[Shown], is_at_newest: bool) -> None:
        self.messages, self.is_at_newest = messages, is_at_newest
