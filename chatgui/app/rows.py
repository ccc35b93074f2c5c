"""What a window shows, as plain data: rows of the message pane, of the lists, and what is around
them. All texts are ready to be drawn: sanitised, formatted, in words of `words.py`."""

from typing import Literal, NamedTuple

from msgspec import Struct

Tick = Literal["", "waiting", "refused", "server", "some", "all", "read"]
"""How far a message of ours has come: not on the server, never will be; on it; some have it; all
have it; all have read it. Others' messages have none."""


class Link(NamedTuple):
    """`text[start:end]` of a message leads to `url`, which is what `text` shows."""

    start: int
    end: int
    url: str


class Row(Struct, frozen=True):
    """Of the message pane. `key` stays with a row while its looks change."""

    key: str


class DayRow(Row, frozen=True):
    text: str


class NewRow(Row, frozen=True):
    """What stands below is new since then."""

    text: str


class AlsoRow(Row, frozen=True):
    """The same people have also spoken elsewhere; a click opens that conversation."""

    text: str
    conversation: bytes


class NoteRow(Row, frozen=True):
    """Only for this person: an answer to List, a word of the server's or about the program."""

    text: str


class MessageRow(Row, frozen=True):
    """`is_first` of several by one sender in a row: has the name and the avatar. `state`: such as
    "7 of 9", beside the tick; `spoken`: the same in full, for a tooltip. `hue`: 0..7, of the
    sender."""

    id: int
    is_mine: bool
    is_first: bool
    sender: str
    initials: str
    hue: int
    unverified: bool
    text: str
    links: tuple[Link, ...]
    time: str
    tick: Tick
    state: str
    spoken: str
    is_hit: bool = False
    """What was searched for: shown with a mark."""


class ConversationRow(Struct, frozen=True):
    """One of the left list. `faces`: initials and hue of up to two of its people; none: Everyone.
    `unread`: "" or such as "37" or "999+"."""

    conversation: bytes
    title: str
    faces: tuple[tuple[str, int], ...]
    last: str
    time: str
    unread: str
    is_muted: bool
    is_open: bool
    has_draft: bool


Presence = Literal["here", "quiet", "away", "gone"]


class PersonRow(Struct, frozen=True):
    """`note`: such as "away since 09:40"; `unverified`: a guest. `is_current`: `presence` is so
    now; else it was, when the server was heard last."""

    person: int
    name: str
    initials: str
    hue: int
    presence: Presence
    note: str
    unverified: bool
    is_checked: bool
    is_current: bool = True


class Chip(Struct, frozen=True):
    """A recipient. `person` may be EVERYONE_ID."""

    person: int
    name: str
    initials: str
    hue: int
    unverified: bool


class Header(Struct, frozen=True):
    """Above the pane. `warning`: such as "2 guests: not encrypted", or empty; `meaning`:
    what that means for the person, for a tooltip."""

    title: str
    subtitle: str
    warning: str
    meaning: str = ""


class SendButton(Struct, frozen=True):
    """`hint`: what the empty entry says."""

    text: str
    is_enabled: bool
    hint: str


class StatusBar(Struct, frozen=True):
    """`text`: where, how good the line is. `waiting`: what waits to be sent, or empty. `is_well`:
    connected, nothing wrong; `trouble`: a sentence that stays until it is over, or empty."""

    text: str
    waiting: str
    is_well: bool
    trouble: str
    is_connected: bool = True


class Holder(Struct, frozen=True):
    """One line of the delivery board. `time`: since when, or empty."""

    name: str
    state: str
    tick: Tick
    time: str


class Board(Struct, frozen=True):
    """Who has a message. `summary`: counts in words. `is_waiting`: the server was asked and has
    not answered. `page` of `pages`, from 0."""

    id: int
    text: str
    summary: str
    holders: tuple[Holder, ...]
    is_waiting: bool
    page: int
    pages: int


class Hit(Struct, frozen=True):
    """Found in the history. `marks`: where in `text` the words stand, (start, end)."""

    id: int
    conversation: bytes
    title: str
    sender: str
    time: str
    text: str
    marks: tuple[tuple[int, int], ...]
