"""The chat as one person sees it: what a window shows, and what the person does there.

    hear(event)              the link's events, in their order
    tick()                   about once a second: times pass, drafts are kept
    take_changes()           which parts look different now; read them, draw them
    take_notifications()     what is to be announced

Everything shown is plain data (`rows.py`); everything done is a method, which posts intents to the
link at most. No window, no network, no clock of its own: the terminal's and the window's tests
need neither.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from chatgui.app.history import History
from chatgui.app.messages import End, Event, Intent
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

Part = Literal[
    "conversations",
    "people",
    "recipients",  # chips, header, send button
    "pane",
    "draft",  # the entry has other text than the person typed
    "status",
    "title",
    "board",
    "hits",
    "settings",
    "end",
]


class Chat:
    """`post` hands an intent to the link. `wall_ms`: now, in milliseconds since 1970."""

    def __init__(
        self,
        name: str,
        where: str,
        history: History,
        settings: Settings,
        post: Callable[[Intent], None],
        wall_ms: Callable[[], int],
    ) -> None: ...

    # --- shown -------------------------------------------------------------------------------

    conversations: tuple[ConversationRow, ...]  # newest first, as the filter leaves them
    people_count: int  # how many rows of people there are; of thousands not all are known here
    checked_count: int
    recipients: tuple[Chip, ...]  # at most 20; `more_recipients` says how many others
    more_recipients: int
    header: Header
    send_button: SendButton
    draft: str
    rows: Sequence[Row]  # of the pane: a window of about 400 messages on the conversation
    is_at_newest: bool  # the rows end with the newest message there is
    new_below: str  # what the pill says while the person reads back: "37 new", or empty
    status: StatusBar
    title: str  # of the window, with what is unread
    unread: int  # for a badge: messages of conversations that are not muted
    board: Board | None
    hits: tuple[Hit, ...]
    ended: End | None
    last_words: str  # why it ended, as a sentence, and what to do
    settings: Settings

    def people(self, first: int, count: int) -> Sequence[PersonRow]:
        """Rows of people to be drawn. What is not known yet is asked for: "people" changes then."""
        ...

    def take_changes(self) -> set[Part]: ...

    def take_notifications(self) -> list[Notification]: ...

    # --- happens -----------------------------------------------------------------------------

    def hear(self, event: Event) -> None: ...

    def tick(self) -> None: ...

    def focus(self, has_focus: bool) -> None:
        """Whether the window is the one the person works in: what is shown then is seen."""
        ...

    # --- the left column ---------------------------------------------------------------------

    def filter(self, text: str) -> None:
        """Of conversations and of people."""
        ...

    def open(self, conversation: bytes) -> None:
        """Its people become the recipients. What was being written stays with what was open."""
        ...

    def open_person(self, person: int) -> None:
        """The conversation with that person alone."""
        ...

    def check(self, people: Sequence[int], is_checked: bool) -> None:
        """Recipients more or less: the selection is the conversation. What is being written moves
        along. Everyone excludes others."""
        ...

    def open_next_unread(self) -> None: ...

    def mute(self, conversation: bytes, is_muted: bool) -> None: ...

    # --- the pane ----------------------------------------------------------------------------

    def look(self, first: str, last: str, is_at_end: bool) -> None:
        """The rows with these keys are the first and the last in view. Near an edge older or newer
        ones are read; what is in view, while the window has the focus, is seen."""
        ...

    def go_to_newest(self) -> None: ...

    def jump(self, id: int) -> str | None:
        """Show that message in its conversation, marked; the key of its row, None: it is gone."""
        ...

    # --- the entry ---------------------------------------------------------------------------

    def edit(self, text: str) -> None:
        """What the entry holds now."""
        ...

    def send(self, is_sure: bool = False) -> Question | None:
        """Send the draft to the recipients; a question if that is to be confirmed first."""
        ...

    def recall(self) -> str | None:
        """The last text of this person's in the open conversation, to begin a new draft with."""
        ...

    # --- buttons and dialogs -----------------------------------------------------------------

    def list_people(self) -> None:
        """A note in the pane: who is here."""
        ...

    def ask_board(self, id: int, page: int = 0) -> None:
        """Who has that message; `board` is it from now on, None after `close_board`."""
        ...

    def close_board(self) -> None: ...

    def search(self, text: str) -> None:
        """`hits` are what holds all these words, newest first."""
        ...

    def export(self, path: Path) -> str:
        """Write the whole history there; what came of it, as a sentence."""
        ...

    def change_settings(self, settings: Settings) -> None: ...

    def test_notification(self) -> Notification: ...

    def quit(self) -> None:
        """Leave; `ended` follows. Messages that wait go at the next start."""
        ...
