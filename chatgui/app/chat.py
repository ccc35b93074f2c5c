"""The chat as one person sees it: what a window shows, and what the person does there.

    hear(event)              the link's events, in their order
    tick()                   about once a second: times pass, drafts are kept
    take_changes()           which parts look different now; read them, draw them
    due_ms()                 when to ask that again though nothing else happens
    take_notifications()     what is to be announced

Everything shown is plain data (`screen.py`, `rows.py`); everything done is a method, which posts
intents to the link at most. No window, no network, no clock of its own: the window's tests need
none.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from chatgui.app import finds, hearing
from chatgui.app.alerts import sample_notification
from chatgui.app.export import export
from chatgui.app.history import History, HistoryError
from chatgui.app.listing import list_people
from chatgui.app.meant import meant
from chatgui.app.messages import AskList, Event, Intent, Quit
from chatgui.app.parts import Part as Part
from chatgui.app.parts import Parts
from chatgui.app.rows import Hit
from chatgui.app.screen import Screen
from chatgui.app.settings import Settings
from shared.desktop.notification import Notification
from shared.tk.question import Question


class Chat(Screen):
    """`post` hands an intent to the link. `wall_ms`: now, in milliseconds since 1970. `person`: the
    own id, if it is known before the server says it. `is_kept`: the history outlives the program,
    and with it what waits to be sent."""

    def __init__(
        self,
        name: str,
        where: str,
        history: History,
        settings: Settings,
        post: Callable[[Intent], None],
        wall_ms: Callable[[], int],
        person: int = 0,
        is_kept: bool = True,
    ) -> None:
        self.settings = settings
        self.hits: tuple[Hit, ...] = ()
        super().__init__(Parts(name, where, history, post, wall_ms, person, is_kept), where)

    @property
    def name(self) -> str:
        """The person's own."""
        return self._parts.name

    @property
    def loses(self) -> bool:
        """Whether leaving now loses messages; `quit_words` says how many."""
        return self._parts.condition.loses > 0

    @property
    def is_line_lost(self) -> bool:
        """There was a line, and now the server does not answer."""
        return self._parts.condition.is_lost

    # --- happens -----------------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        hearing.hear(self._parts, event)

    def hold(self, count: int) -> None:
        """So many messages of the person's are posted and not taken: there is no link yet."""
        self._parts.condition.held = count
        self._parts.mark("status")

    def tick(self) -> None:
        self._parts.tick()

    def take_notifications(self) -> list[Notification]:
        return self._parts.alerts.take(self.settings, self._parts.wall_ms())

    def focus(self, has_focus: bool) -> None:
        """Whether the window is the one the person works in: what is shown then is seen."""
        self._parts.has_focus = has_focus
        self._parts.reading.focus(has_focus)
        self._parts.see()
        if has_focus and self.conversation is not None:
            self._parts.alerts.forget(self.conversation)

    # --- the left column ---------------------------------------------------------------------

    def filter(self, text: str) -> None:
        """Of conversations and of people."""
        self._filter = text
        self._parts.people.filter(text)
        self._parts.mark("conversations", "people")

    def open_meant(self, typed: str) -> bool:
        """Whom the filter's text names best. False: nobody, or it is not known yet."""
        people = self._parts.people
        if people.is_asking:
            return False
        names = ((person, people.name_of(person)) for person in people.ids)
        found = meant(typed, names, self.conversations)
        if isinstance(found, int):
            self.open_person(found)
        elif found is not None:
            self.open(found)
        return found is not None

    def open(self, conversation: bytes) -> None:
        """Its people become the recipients. What was being written stays with what was open."""
        self._parts.open(conversation, self._parts.people_of(conversation))

    def open_person(self, person: int) -> None:
        """The conversation with that person alone."""
        self._parts.open(self._parts.writing.key_of((person,)), (person,))

    def check(self, people: Sequence[int], is_checked: bool) -> None:
        """Recipients more or less: the selection is the conversation. What is being written moves
        along. Everyone excludes others."""
        self._parts.writing.check(people, is_checked)
        self._parts.show_opened()

    def choose_nobody(self) -> None:
        self.check(self._parts.writing.chosen, False)

    def open_next_unread(self, step: int = 1) -> None:
        """The next one in the list; -1: the one before."""
        found = self._parts.list.next_unread(self.conversation, step)
        if found is not None:
            self.open(found)

    def mute(self, conversation: bytes, is_muted: bool) -> None:
        self._parts.list.mute(conversation, is_muted)
        self._parts.alerts.forget(conversation)
        self._parts.mark("conversations", "title")

    # --- the pane ----------------------------------------------------------------------------

    def look(self, first: str, last: str, is_at_end: bool) -> None:
        """The rows with these keys are the first and the last in view. Near an edge older or newer
        ones are read; what is in view, while the window has the focus, is seen."""
        parts = self._parts
        if parts.read(lambda: parts.reading.look(first, last, is_at_end)):
            parts.mark("pane")
        parts.see()

    def go_to_newest(self) -> None:
        self._parts.read(self._parts.reading.go_to_newest)
        self._parts.mark("pane")

    def jump(self, id: int) -> str | None:
        """Show that message in its conversation, marked; the key of its row, None: it is gone."""
        parts = self._parts
        message = parts.read(lambda: parts.history.find(id))
        if message is None:
            return None
        parts.open(message.conversation, parts.people_in(message))
        parts.mark("pane")
        return parts.read(lambda: parts.reading.jump(message))

    @property
    def all_recipients(self) -> str:
        """The names of all of them, also of those who have no chip."""
        return self._parts.list.all_names(self._parts.writing.chosen)

    # --- the entry ---------------------------------------------------------------------------

    def edit(self, text: str) -> None:
        """What the entry holds now."""
        self._parts.writing.edit(text)
        self.draft = text
        self._parts.mark("recipients")

    def send(self, is_sure: bool = False) -> Question | None:
        """Send the draft to the recipients; a question if that is to be confirmed first."""
        parts, writing = self._parts, self._parts.writing
        if parts.condition.ended is not None or not writing.is_ready:
            return None
        refusal = writing.refusal()
        if refusal:
            parts.note(refusal)
            return None
        question = None if is_sure else writing.question()
        if question is None:
            writing.send()
            self.go_to_newest()
            parts.mark("conversations", "recipients", "draft")
        return question

    def recall(self) -> str | None:
        """The last text of this person's in the open conversation, to begin a new draft with."""
        last = self._parts.read(self._parts.reading.pane.last_own)
        return None if last is None else last.text

    # --- buttons and dialogs -----------------------------------------------------------------

    def list_people(self) -> None:
        """A note in the pane: who is here."""
        parts = self._parts
        if parts.people.has_all:
            parts.note(list_people(parts.people, parts.wall_ms()))
        else:
            parts.is_list_owed = True
            parts.post(AskList())

    def ask_board(self, id: int, page: int = 0) -> None:
        """Who has that message; `board` is it from now on, None after `close_board`."""
        parts = self._parts
        message = parts.read(lambda: parts.history.find(id))
        if message is not None:
            parts.delivery.open(message, page)
            parts.mark("board")

    def close_board(self) -> None:
        self._parts.delivery.close()
        self._parts.mark("board")

    def search(self, text: str) -> None:
        """`hits` are what holds all these words, newest first."""
        parts = self._parts
        found = parts.read(lambda: parts.history.search(text, finds.FOUND)) or []
        self.hits = finds.hits(found, text, parts.title_of_hit, parts.wall_ms())
        self._changed.add("hits")

    def export(self, path: Path) -> Callable[[], str]:
        """Call what this returns to write the whole history there; it says what came of it, as a
        sentence. A long history takes seconds: call it in a thread of its own."""
        history = self._parts.history.another()

        def write() -> str:
            try:
                return export(history.all(), path)
            except HistoryError as trouble:
                return str(trouble)
            finally:
                history.close()

        return write

    def change_settings(self, settings: Settings) -> None:
        """Whoever shows them keeps them: "settings" changes."""
        self.settings = settings
        self._changed.add("settings")

    def test_notification(self) -> Notification:
        return sample_notification(self.settings)

    def quit(self) -> None:
        """Leave; `ended` follows. Messages that wait go at the next start, if they are kept."""
        self._parts.list.keep()
        self._parts.post(Quit())
