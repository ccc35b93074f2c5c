"""The parts of a chat, and what needs several of them at once."""

from collections.abc import Callable, Collection
from typing import Final, Literal, TypeVar, get_args

from chatgui.app import moments, recipients
from chatgui.app.alerts import Alerts
from chatgui.app.board import Delivery
from chatgui.app.condition import Condition
from chatgui.app.conversations import EVERYONE, Conversations
from chatgui.app.history import History, HistoryError
from chatgui.app.messages import Intent, MessageReceived
from chatgui.app.pace import Pace
from chatgui.app.people import People
from chatgui.app.reading import Reading
from chatgui.app.shown import Shown
from chatgui.app.writing import Writing

Part = Literal[
    "conversations",
    "people",
    "recipients",  # chips, header, send button
    "pane",
    "place",  # the pane is to bring the row `place` into view, or its end
    "draft",  # the entry has other text than the person typed
    "status",
    "title",
    "board",
    "hits",
    "settings",
    "end",
]

PANE_EVERY_MS: Final = 50
LIST_EVERY_MS: Final = 400
"""While much arrives, the history is read so often: what a person can follow, and no more."""

RECALLED: Final = 300
"""So many people are shown of whom only the history tells."""

Answer = TypeVar("Answer")


class Parts:
    """`stale`: what may look different, and is to be drawn. `post`, `wall_ms`: as of `Chat`."""

    def __init__(
        self,
        name: str,
        where: str,
        history: History,
        post: Callable[[Intent], None],
        wall_ms: Callable[[], int],
        person: int,
        is_kept: bool,
    ) -> None:
        self.name = name
        self.history = history
        self.post = post
        self.wall_ms = wall_ms
        self.people = People(post, person)
        self.list = Conversations(self.people, post)
        self.reading = Reading(history, self.people, self.list, post)
        self.writing = Writing(self.people, self.list, post)
        self.alerts = Alerts(self._title_of)
        self.delivery = Delivery(post)
        self.condition = Condition(where, name, is_kept)
        self.pane_pace, self.list_pace = Pace(PANE_EVERY_MS), Pace(LIST_EVERY_MS)
        self.has_focus = False
        self.is_list_owed = False
        self.stale: set[Part] = set(get_args(Part))
        self._day = moments.day_of(wall_ms())
        self._changed: set[bytes] | None = None  # conversations; None: perhaps all
        self.list_pace.want()

    def mark(self, *parts: Part) -> None:
        self.stale.update(parts)

    def mark_people(self) -> None:
        """Names, or who is here."""
        self.mark("conversations", "people", "recipients", "pane")

    # --- the history -------------------------------------------------------------------------

    def read(self, question: Callable[[], Answer]) -> Answer | None:
        """None, and a word in the status bar, if the history cannot be read."""
        try:
            answer = question()
        except HistoryError as trouble:
            self.condition.tell_history(str(trouble))
            answer = None
        else:
            self.condition.tell_history("")
        self.mark("status")
        return answer

    def read_due(self, now_ms: int) -> None:
        """What has changed in the history; one of the two at a time: the window draws between."""
        if self.pane_pace.take(now_ms):
            self.read(self.reading.reread)
            self._follow_board()
            self.mark("pane")
        elif self.list_pace.take(now_ms):
            self._read_list()
            self.mark("conversations", "recipients", "title", "pane", "draft")

    def _read_list(self) -> None:
        changed = None if self._changed is None else frozenset(self._changed)
        self._changed = set() if self.read(lambda: self._reread(changed)) else None
        self.writing.find()

    def _reread(self, changed: frozenset[bytes] | None) -> bool:
        self.list.reread(self.history, changed)
        if not self.people.is_told:
            self.people.recall(self.history.acquaintances(RECALLED))
            self.mark("people")
        return True

    def change(self, conversations: Collection[bytes] | None) -> None:
        """They are not in the history as before; None: nothing may be."""
        self.list_pace.want()
        if conversations is None:
            self._changed = None
            self.pane_pace.want()
            return
        if self._changed is not None:
            self._changed.update(conversations)
        if self.writing.conversation in conversations or self.delivery.id is not None:
            self.pane_pace.want()

    def due_ms(self) -> int | None:
        """In how many milliseconds to `read_due`; None: nothing has changed."""
        now = self.wall_ms()
        due = (self.pane_pace.due_ms(now), self.list_pace.due_ms(now))
        return min((one for one in due if one is not None), default=None)

    def _follow_board(self) -> None:
        id = self.delivery.id
        if id is not None:
            self.delivery.follow(self.read(lambda: self.history.find(id)))
            self.mark("board")

    # --- the open conversation ---------------------------------------------------------------

    def open(self, conversation: bytes, chosen: tuple[int, ...]) -> None:
        """`chosen`: its people; none: there is no such conversation."""
        if chosen and conversation != self.writing.conversation:
            self.writing.open(conversation, chosen)
            self.show_opened()

    def show_opened(self) -> None:
        """The recipients are others."""
        conversation, members = self.writing.conversation, frozenset(self.writing.members)
        self.read(lambda: self.reading.open(conversation, members))
        if conversation is not None:
            self.alerts.forget(conversation)
        self.mark_people()
        self.mark("draft")

    def people_of(self, conversation: bytes) -> tuple[int, ...]:
        """Whom to write to there; nobody if there is no such conversation."""
        known = self.list.find(conversation)
        if conversation == EVERYONE:
            return recipients.TO_EVERYONE
        if known is not None and (known.members or known.last):
            return known.members or (self.people.own,)
        last = self.read(lambda: self.history.newest(1, conversation))
        return self.people_in(last[0]) if last else ()

    def people_in(self, message: Shown) -> tuple[int, ...]:
        """Whom an answer to all would go to."""
        if message.conversation == EVERYONE:
            return recipients.TO_EVERYONE
        own = self.people.own
        return tuple(sorted({message.person, *message.to_ids} - {own})) or (own,)

    def is_watching(self, conversation: bytes | None) -> bool:
        """The person sees what is said there as it comes."""
        is_open = conversation is not None and conversation == self.writing.conversation
        return self.has_focus and is_open and self.reading.pane.is_view_at_end

    def see(self) -> None:
        if self.has_focus:
            self.reading.see()

    def note(self, text: str) -> None:
        """A line in the pane, for this person only."""
        self.reading.note(text)
        self.mark("pane")

    # --- times and titles --------------------------------------------------------------------

    def tick(self) -> None:
        now = self.wall_ms()
        self.alerts.tick(now)
        self.condition.tick(now)
        self.list.keep()
        self.people.watch(self.writing.chosen)
        if self._day != moments.day_of(now):  # "today" is another one
            self._day = moments.day_of(now)
            self.mark_people()
        self.mark("status")

    def title_of_hit(self, message: Shown) -> str:
        """Also where nobody in it is known otherwise."""
        self.people.name(zip(message.to_ids, message.to, strict=True))
        self.people.name([(message.person, message.sender)])
        return self.list.title_of(message.conversation, (message.person, *message.to_ids))

    def _title_of(self, message: MessageReceived) -> str:
        return self.list.title_of(message.conversation, (message.person, *message.to))
