"""What a window shows of a chat, as plain data, made anew where something has changed."""

from collections.abc import Sequence
from typing import Any

from chatgui.app import recipients
from chatgui.app.messages import End
from chatgui.app.parts import Part, Parts
from chatgui.app.rows import (
    Board,
    Chip,
    ConversationRow,
    Header,
    PersonRow,
    Row,
    SendButton,
    StatusBar,
)
from chatgui.app.words import window as words
from shared.chat import EVERYONE_ID


class Screen:
    """As of the last `take_changes`; only `people` is made when it is asked for."""

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
    whose: str  # this window is, and where
    unread: int  # for a badge: messages of conversations that are not muted
    board: Board | None
    ended: End | None
    last_words: str  # why it ended, as a sentence, and what to do
    quit_words: str  # what the person should know before leaving; empty: nothing

    def __init__(self, parts: Parts, where: str) -> None:
        self._parts = parts
        self.where = where
        self._filter = ""
        self._changed: set[Part] = set()
        self.rows, self.place = (), ""
        self._refresh()

    def people(self, first: int, count: int) -> Sequence[PersonRow]:
        """Rows of people to be drawn. What is not known yet is asked for: "people" changes then."""
        parts = self._parts
        return parts.people.rows(first, count, parts.writing.chosen, parts.wall_ms())

    @property
    def conversation(self) -> bytes | None:
        """The open one."""
        return self._parts.writing.conversation

    def take_changes(self) -> set[Part]:
        self._refresh()
        changed, self._changed = self._changed, set()
        return changed

    def due_ms(self) -> int | None:
        """In how many milliseconds `take_changes` has more; None: only when something happens."""
        return self._parts.due_ms()

    def _refresh(self) -> None:
        parts, now = self._parts, self._parts.wall_ms()
        parts.read_due(now)
        watched = parts.writing.conversation if parts.is_watching(self.conversation) else None
        if watched != parts.list.watched:
            parts.list.watched = watched
            parts.mark("conversations", "title")
        stale, parts.stale = parts.stale, set()
        for part in stale:
            self._draw(part, now)
        pane = parts.reading.pane
        self._set("pane", is_at_newest=pane.is_at_newest, new_below=parts.reading.new_below)

    def _draw(self, part: Part, now: int) -> None:
        parts = self._parts
        match part:
            case "conversations":
                rows = parts.list.rows(self._filter, self.conversation, now)
                self._set(part, conversations=rows)
            case "people":
                self._draw_people()
            case "recipients":
                self._draw_recipients(now)
            case "pane":
                self._draw_pane(now)
            case "draft":
                self._draw_draft()
            case "status":
                bar, leaving = parts.condition.bar(), parts.condition.quit_words()
                self._set(part, status=bar, quit_words=leaving)
            case "title":
                self._draw_title()
            case "board":
                self._set(part, board=parts.delivery.show(parts.condition.is_connected, now))
            case "end":
                told = parts.condition.last_words
                self._set(part, ended=parts.condition.ended, last_words=told)

    def _draw_people(self) -> None:
        parts = self._parts
        self.people_count = len(parts.people.ids)
        self.checked_count = len(set(parts.writing.chosen) - {EVERYONE_ID})
        self._changed.add("people")

    def _draw_recipients(self, now: int) -> None:
        parts = self._parts
        writing, people = parts.writing, parts.people
        chips, more = recipients.chips(writing.chosen, people)
        is_over = parts.condition.ended is not None
        button = recipients.send_button(
            writing.chosen, people, writing.draft, words.WRITE, is_over=is_over
        )
        header = recipients.header(writing.chosen, people, parts.list, now)
        self._set(
            "recipients",
            recipients=chips,
            more_recipients=more,
            header=header,
            send_button=button,
        )

    def _draw_pane(self, now: int) -> None:
        reading = self._parts.reading
        if reading.draw(now):
            self._changed.add("pane")
        self.rows = reading.rows
        if reading.is_placed:
            reading.is_placed = False
            self.place = reading.place
            self._changed.add("place")

    def _draw_draft(self) -> None:
        writing = self._parts.writing
        self.draft = writing.draft
        if writing.is_replaced:
            writing.is_replaced = False
            self._changed.add("draft")

    def _draw_title(self) -> None:
        unread = self._parts.list.unread
        form = words.TITLE_UNREAD if unread else words.TITLE
        whose = words.TITLE.format(name=self._parts.name, where=self.where)
        title = form.format(count=unread, name=self._parts.name, where=self.where)
        self._set("title", title=title, unread=unread, whose=whose)

    def _set(self, part: Part, **values: Any) -> None:
        """`part` has changed if one of these attributes has."""
        for name, value in values.items():
            if not hasattr(self, name) or getattr(self, name) != value:
                setattr(self, name, value)
                self._changed.add(part)
