"""The chat as one person sees it: what a window shows, and what the person does there.

    hear(event)              the link's events, in their order
    tick()                   about once a second: times pass, drafts are kept
    take_changes()           which parts look different now; read them, draw them
    due_ms()                 when to ask that again though nothing else happens
    take_notifications()     what is to be announced

Everything shown is plain data (`rows.py`); everything done is a method, which posts intents to the
link at most. No window, no network, no clock of its own: the terminal's and the window's tests
need neither.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

from chatgui.app import finds, moments, recipients
from chatgui.app.alerts import Alerts, sample_notification
from chatgui.app.board import Delivery
from chatgui.app.condition import Condition
from chatgui.app.conversations import EVERYONE, Conversations
from chatgui.app.export import export
from chatgui.app.history import History, HistoryError
from chatgui.app.listing import list_people
from chatgui.app.messages import (
    AskList,
    End,
    Ended,
    Event,
    HistoryBegan,
    HistoryChanged,
    HistoryGrew,
    HoldersReceived,
    Intent,
    Joined,
    LineMeasured,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NoticeReceived,
    NotSent,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    Quit,
    StatusChanged,
    WaitingChanged,
    Warned,
)
from chatgui.app.pace import Pace
from chatgui.app.people import People
from chatgui.app.reading import Reading
from chatgui.app.rows import (
    Board,
    Chip,
    ConversationRow,
    Header,
    Hit,
    Notification,
    PersonRow,
    Question,
    Row,
    SendButton,
    StatusBar,
)
from chatgui.app.settings import Settings
from chatgui.app.words import window as words
from chatgui.app.writing import Writing

PANE_EVERY_MS: Final = 50
LIST_EVERY_MS: Final = 250
"""While much arrives, the history is read so often: what a person can follow, and no more."""

Part = Literal[
    "conversations",
    "people",
    "recipients",  # chips, header, send button
    "pane",
    "place",  # the pane is to show the row `place` at its top, or its end
    "draft",  # the entry has other text than the person typed
    "status",
    "title",
    "board",
    "hits",
    "settings",
    "end",
]

Answer = TypeVar("Answer")


class Chat:
    """`post` hands an intent to the link. `wall_ms`: now, in milliseconds since 1970. `person`: the
    own id, if it is known before the server says it. What is shown is as of `take_changes`."""

    def __init__(
        self,
        name: str,
        where: str,
        history: History,
        settings: Settings,
        post: Callable[[Intent], None],
        wall_ms: Callable[[], int],
        person: int = 0,
    ) -> None:
        self.name = name
        self._where = where
        self._history = history
        self._post = post
        self._wall_ms = wall_ms
        self._people = People(post, person)
        self._list = Conversations(self._people, post)
        self._reading = Reading(history, self._people, self._list, post)
        self._writing = Writing(self._people, self._list, post)
        self._alerts = Alerts(self._title_of)
        self._delivery = Delivery(post)
        self._condition = Condition(where)
        self._pane_pace, self._list_pace = Pace(PANE_EVERY_MS), Pace(LIST_EVERY_MS)
        self._filter = ""
        self._has_focus = False
        self._is_list_owed = False
        self._unsent = ""
        self._day = moments.day_of(wall_ms())
        self._stale: set[Part] = set(get_args(Part))
        self._changed: set[Part] = set()
        self.rows, self.place = (), ""
        self.settings = settings
        self.ended: End | None = None
        self.last_words = ""
        self.hits: tuple[Hit, ...] = ()
        self._list_pace.want()
        self._refresh()

    # --- shown -------------------------------------------------------------------------------

    conversations: tuple[ConversationRow, ...]  # Everyone, then newest first, as the filter leaves
    people_count: int  # how many rows of people there are; of thousands not all are known here
    checked_count: int
    recipients: tuple[Chip, ...]  # at most 20; `more_recipients` says how many others
    more_recipients: int
    header: Header
    send_button: SendButton
    draft: str
    rows: Sequence[Row]  # of the pane: a window of about 400 messages on the conversation
    place: str  # the key of the row to be brought into view when "place" changes; empty: the end
    is_at_newest: bool  # the rows end with the newest message there is
    new_below: str  # what the pill says while the person reads back: "37 new", or empty
    status: StatusBar
    title: str  # of the window, with what is unread
    unread: int  # for a badge: messages of conversations that are not muted
    board: Board | None
    hits: tuple[Hit, ...]
    ended: End | None
    last_words: str  # why it ended, as a sentence, and what to do
    quit_words: str  # what the person should know before leaving; empty: nothing
    settings: Settings

    def people(self, first: int, count: int) -> Sequence[PersonRow]:
        """Rows of people to be drawn. What is not known yet is asked for: "people" changes then."""
        return self._people.rows(first, count, self._writing.chosen, self._wall_ms())

    @property
    def conversation(self) -> bytes | None:
        """The open one."""
        return self._writing.conversation

    def take_changes(self) -> set[Part]:
        self._refresh()
        changed, self._changed = self._changed, set()
        return changed

    def due_ms(self) -> int | None:
        """In how many milliseconds `take_changes` has more; None: only when something happens."""
        now = self._wall_ms()
        due = [pace.due_ms(now) for pace in (self._pane_pace, self._list_pace)]
        return min((one for one in due if one is not None), default=None)

    def take_notifications(self) -> list[Notification]:
        return self._alerts.take(self.settings, self._wall_ms())

    # --- happens -----------------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        match event:
            case MessageReceived():
                self._hear_message(event)
            case HistoryChanged(conversations):
                self._list_pace.want()
                if self.conversation in conversations:
                    self._pane_pace.want()
            case PeopleChanged(people, is_whole):
                self._people.change(people, is_whole)
                self._stale |= _OF_PEOPLE
            case PeopleCounted(known, here):
                self._people.count(known, here)
                self._stale |= {"recipients"}
            case PeopleFound():
                self._people.find(event)
                self._stale |= _OF_PEOPLE
            case HistoryGrew(_, more):
                self._reading.grow(more)
                self._pane_pace.want()
            case HoldersReceived():
                self._delivery.hear(event)
                self._stale |= {"board"}
            case Joined() | HistoryBegan():
                self._hear_of_server(event)
            case ListReceived(names):
                self._hear_list(names)
            case Ended(why, reason):
                self._end(why, reason)
            case _:
                self._hear_of_line(event)

    def tick(self) -> None:
        now = self._wall_ms()
        self._alerts.tick(now)
        self._condition.tick(now)
        self._list.keep()
        self._people.watch(self._writing.chosen)
        if self._day != moments.day_of(now):  # "today" is another one
            self._day = moments.day_of(now)
            self._stale |= _OF_PEOPLE
        self._stale |= {"status"}

    def focus(self, has_focus: bool) -> None:
        """Whether the window is the one the person works in: what is shown then is seen."""
        self._has_focus = has_focus
        self._reading.focus(has_focus)
        self._see()

    # --- the left column ---------------------------------------------------------------------

    def filter(self, text: str) -> None:
        """Of conversations and of people."""
        self._filter = text
        self._people.filter(text)
        self._stale |= {"conversations", "people"}

    def open(self, conversation: bytes) -> None:
        """Its people become the recipients. What was being written stays with what was open."""
        known = self._list.find(conversation)
        if conversation == EVERYONE:
            self._open(conversation, recipients.TO_EVERYONE)
        elif known is not None:
            self._open(conversation, known.members or (self._people.own,))

    def open_person(self, person: int) -> None:
        """The conversation with that person alone."""
        self._open(self._writing.key_of((person,)), (person,))

    def check(self, people: Sequence[int], is_checked: bool) -> None:
        """Recipients more or less: the selection is the conversation. What is being written moves
        along. Everyone excludes others."""
        self._writing.check(people, is_checked)
        self._read_opened()

    def open_next_unread(self, step: int = 1) -> None:
        """The next one in the list; -1: the one before."""
        found = self._list.next_unread(self.conversation, step)
        if found is not None:
            self.open(found)

    def mute(self, conversation: bytes, is_muted: bool) -> None:
        self._list.mute(conversation, is_muted)
        self._alerts.forget(conversation)
        self._stale |= {"conversations", "title"}

    # --- the pane ----------------------------------------------------------------------------

    def look(self, first: str, last: str, is_at_end: bool) -> None:
        """The rows with these keys are the first and the last in view. Near an edge older or newer
        ones are read; what is in view, while the window has the focus, is seen."""
        if self._read(lambda: self._reading.look(first, last, is_at_end)):
            self._stale |= {"pane"}
        self._see()

    def go_to_newest(self) -> None:
        self._read(self._reading.go_to_newest)
        self._stale |= {"pane"}

    def jump(self, id: int) -> str | None:
        """Show that message in its conversation, marked; the key of its row, None: it is gone."""
        message = self._read(lambda: self._history.find(id))
        if message is None:
            return None
        if message.conversation != self.conversation:
            own = self._people.own
            people = {message.person, *message.to_ids} - {own}
            everyone = message.conversation == EVERYONE
            chosen = recipients.TO_EVERYONE if everyone else tuple(sorted(people)) or (own,)
            self._writing.open(message.conversation, chosen)
            self._read_opened()
        self._stale |= {"pane"}
        return self._read(lambda: self._reading.jump(message))

    # --- the entry ---------------------------------------------------------------------------

    def edit(self, text: str) -> None:
        """What the entry holds now."""
        self._writing.edit(text)
        self.draft = text
        self._stale |= {"recipients"}

    def send(self, is_sure: bool = False) -> Question | None:
        """Send the draft to the recipients; a question if that is to be confirmed first."""
        if self.ended is not None or not self._writing.is_ready:
            return None
        refusal = self._writing.refusal()
        if refusal:
            self._note(refusal)
            return None
        question = None if is_sure else self._writing.question()
        if question is None:
            self._writing.send()
            self.go_to_newest()
            self._stale |= {"conversations", "recipients", "draft"}
        return question

    def recall(self) -> str | None:
        """The last text of this person's in the open conversation, to begin a new draft with."""
        last = self._reading.pane.last_own()
        return None if last is None else last.text

    # --- buttons and dialogs -----------------------------------------------------------------

    def list_people(self) -> None:
        """A note in the pane: who is here."""
        if self._people.has_all:
            self._note(list_people(self._people, self._wall_ms()))
        else:
            self._is_list_owed = True
            self._post(AskList())

    def ask_board(self, id: int, page: int = 0) -> None:
        """Who has that message; `board` is it from now on, None after `close_board`."""
        message = self._read(lambda: self._history.find(id))
        if message is not None:
            self._delivery.open(message, page)
            self._stale |= {"board"}

    def close_board(self) -> None:
        self._delivery.close()
        self._stale |= {"board"}

    def search(self, text: str) -> None:
        """`hits` are what holds all these words, newest first."""
        found = self._read(lambda: self._history.search(text, finds.FOUND)) or []
        self.hits = finds.hits(found, text, self._list.title_of, self._wall_ms())
        self._changed |= {"hits"}

    def export(self, path: Path) -> str:
        """Write the whole history there; what came of it, as a sentence."""
        try:
            return export(self._history.all(), path)
        except HistoryError as trouble:
            return str(trouble)

    def change_settings(self, settings: Settings) -> None:
        self.settings = settings
        self._changed |= {"settings"}

    def test_notification(self) -> Notification:
        return sample_notification(self.settings)

    def quit(self) -> None:
        """Leave; `ended` follows. Messages that wait go at the next start."""
        self._list.keep()
        self._post(Quit())

    # --- events ------------------------------------------------------------------------------

    def _hear_message(self, message: MessageReceived) -> None:
        if self._is_watching(message.conversation) or self._list.is_muted(message.conversation):
            return
        self._alerts.hear(message, self.name, self._wall_ms())

    def _title_of(self, message: MessageReceived) -> str:
        if message.conversation == EVERYONE:
            return self._list.title_of(EVERYONE)
        return self._list.title({message.person, *message.to} - {self._people.own})

    def _is_watching(self, conversation: bytes) -> bool:
        is_open = conversation == self.conversation
        return self._has_focus and is_open and self._reading.pane.is_view_at_end

    def _hear_of_server(self, event: Joined | HistoryBegan) -> None:
        self._list_pace.want()
        self._pane_pace.want()
        self._stale |= _OF_PEOPLE
        if isinstance(event, Joined):
            self.name = event.name
            self._people.join(event.person or self._people.own, event.has_all)
            self._reading.come_in()
            self._alerts.expect_backlog(self._wall_ms())
        else:
            self._reading.begin_anew()
            self._note(words.NEW_LOG)

    def _hear_list(self, names: tuple[str, ...]) -> None:
        if self._is_list_owed:
            self._is_list_owed = False
            others = [name for name in names if name != self.name]
            told = words.LIST_HERE.format(names=", ".join(others))
            self._note(told if others else words.LIST_NOBODY)

    def _hear_of_line(self, event: Event) -> None:
        now = self._wall_ms()
        match event:
            case StatusChanged():
                self._condition.change(event)
                self._stale |= {"board"}
            case LineMeasured():
                self._condition.measure(event)
            case WaitingChanged(count):
                self._condition.waiting = count
            case NoAnswerYet():
                self._condition.miss_answer()
            case NotSent(reason):
                self._unsent = reason
                self._condition.warn(reason, now)
                self._note(reason)
            case Warned(text):
                self._condition.warn(text, now)
                self._note(text)
            case NoticeReceived(text):
                self._note(words.SERVER_SAYS.format(text=text))
        self._stale |= {"status"}

    def _end(self, why: End, reason: str) -> None:
        self._condition.end(why)
        self.ended = why
        self.last_words = self._condition.last_words(why, reason, self._unsent)
        self._stale |= {"status", "recipients", "board"}
        self._changed |= {"end"}

    # --- reading and drawing -----------------------------------------------------------------

    def _open(self, conversation: bytes, chosen: tuple[int, ...]) -> None:
        if conversation != self.conversation:
            self._writing.open(conversation, chosen)
            self._read_opened()

    def _read_opened(self) -> None:
        conversation, members = self.conversation, frozenset(self._writing.members)
        self._read(lambda: self._reading.open(conversation, members))
        if conversation is not None:
            self._alerts.forget(conversation)
        self._stale |= {"conversations", "people", "recipients", "pane", "draft"}

    def _see(self) -> None:
        if self._has_focus:
            self._reading.see()

    def _note(self, text: str) -> None:
        self._reading.note(text)
        self._stale |= {"pane"}

    def _read(self, question: Callable[[], Answer]) -> Answer | None:
        """None, and a word in the status bar, if the history cannot be read."""
        try:
            answer = question()
        except HistoryError as trouble:
            self._condition.tell_history(str(trouble))
            answer = None
        else:
            self._condition.tell_history("")
        self._stale |= {"status"}
        return answer

    def _refresh(self) -> None:
        now = self._wall_ms()
        # One of the two at a time: the window is to draw between them.
        if self._pane_pace.take(now):
            self._read(self._reading.reread)
            self._follow_board()
            self._stale |= {"pane"}
        elif self._list_pace.take(now):
            self._read(lambda: self._list.reread(self._history))
            self._writing.find()
            self._stale |= {"conversations", "recipients", "title", "pane", "draft"}
        self._watch()
        stale, self._stale = self._stale, set()
        for part in stale:
            self._draw(part, now)
        self._set(
            "pane", is_at_newest=self._reading.pane.is_at_newest, new_below=self._reading.new_below
        )

    def _watch(self) -> None:
        conversation = self.conversation
        is_watched = conversation is not None and self._is_watching(conversation)
        watched = conversation if is_watched else None
        if watched != self._list.watched:
            self._list.watched = watched
            self._stale |= {"conversations", "title"}

    def _follow_board(self) -> None:
        id = self._delivery.id
        if id is not None:
            self._delivery.follow(self._read(lambda: self._history.find(id)))
            self._stale |= {"board"}

    def _draw(self, part: Part, now: int) -> None:
        writing = self._writing
        match part:
            case "conversations":
                rows = self._list.rows(self._filter, self.conversation, now)
                self._set(part, conversations=rows)
            case "people":
                self.people_count, self.checked_count = len(self._people.ids), len(writing.chosen)
                self._changed.add(part)
            case "recipients":
                self._draw_recipients(now)
            case "pane":
                self._draw_pane(now)
            case "draft":
                self.draft = writing.draft
                self._changed |= {part} if writing.is_replaced else set()
                writing.is_replaced = False
            case "status":
                bar = self._condition.bar()
                self._set(part, status=bar, quit_words=self._condition.quit_words())
            case "title":
                self._draw_title()
            case "board":
                board = self._delivery.show(self._condition.is_connected, now)
                self._set(part, board=board)

    def _draw_recipients(self, now: int) -> None:
        chosen, people = self._writing.chosen, self._people
        chips, more = recipients.chips(chosen, people)
        self._set(
            "recipients",
            recipients=chips,
            more_recipients=more,
            header=recipients.header(chosen, people, self._list, now),
            send_button=recipients.send_button(
                chosen, people, self._writing.draft, words.WRITE, self.ended is not None
            ),
        )

    def _draw_pane(self, now: int) -> None:
        reading = self._reading
        if reading.draw(now):
            self._changed |= {"pane"}
        self.rows = reading.rows
        if reading.is_placed:
            reading.is_placed = False
            self.place = reading.place
            self._changed |= {"place"}

    def _draw_title(self) -> None:
        unread = self._list.unread
        form = words.TITLE_UNREAD if unread else words.TITLE
        self._set("title", title=form.format(count=unread, where=self._where), unread=unread)

    def _set(self, part: Part, **values: Any) -> None:
        """`part` has changed if one of these attributes has."""
        for name, value in values.items():
            if getattr(self, name, None) != value or not hasattr(self, name):
                setattr(self, name, value)
                self._changed.add(part)


_OF_PEOPLE: Final[frozenset[Part]] = frozenset({"conversations", "people", "recipients", "pane"})
