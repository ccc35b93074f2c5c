"""What the view and the link say to each other: intents one way, events the other."""

from typing import Literal, NamedTuple

from msgspec import Struct

End = Literal[
    "quit",
    "full",
    "name",
    "unknown",
    "no server",
    "lost server",
    "kicked",
    "elsewhere",
    "wrong server",
    "uninvited",
    "invite expired",
    "invite revoked",
    "invite used up",
    "removed",
]
Status = Literal[
    "looking",
    "connected",
    "trying again",
    "connected again",
    "poor",
    "fine",
    "no parley",
    "other version",
    "needs invite",
    "unknown invite",
]


class Intent(Struct, frozen=True):
    """What the person wants; from the view to the link."""


class Send(Intent, frozen=True):
    names: tuple[str, ...]
    text: str


class Say(Intent, frozen=True):
    """A message to people known by id, each once, or to Everyone (`EVERYONE_ID`) alone. As `Send`
    it has its number from now on, and is in the history before it is said."""

    to: tuple[int, ...]
    text: str


class AskList(Intent, frozen=True):
    pass


class Quit(Intent, frozen=True):
    """Leave, once everything said before has been sent."""


class Seen(Intent, frozen=True):
    """The person has seen that message, and what stands before it in its conversation; both as
    `MessageReceived` or the history told them. Kept on the disk. Position 0: all that stands in
    logs which are gone."""

    conversation: bytes
    position: int


class KeepDraft(Intent, frozen=True):
    """What is typed for that conversation and not sent yet; empty: nothing. `members`: its other
    people, so that a conversation that has a draft and no message is known too."""

    conversation: bytes
    members: tuple[int, ...]
    text: str


class Mute(Intent, frozen=True):
    """Whether new messages of that conversation are announced."""

    conversation: bytes
    is_muted: bool


class AskPeople(Intent, frozen=True):
    """A page of the known people whose name holds `filter`, behind the name `after`, where the
    roster does not come whole; answered by `PeopleFound`."""

    filter: str
    after: str


class WatchPeople(Intent, frozen=True):
    """Whose changes are to be told at once where the roster does not come whole: who is shown."""

    people: tuple[int, ...]


class AskHolders(Intent, frozen=True):
    """Who has the own message at that position; answered by `HoldersReceived`."""

    position: int


class MoreHistory(Intent, frozen=True):
    """Get older messages from the server than there are here; answered by `HistoryGrew`."""


class Wait(Intent, frozen=True):
    """Answered by `Waited` once at most `most` bytes of what was said and asked before wait for
    the server; or when it has taken nothing for so long. `number`: whose answer it is."""

    number: int
    most: int
    patience_s: float


class Event(Struct, frozen=True):
    """What has happened; from the link to the view."""


class ListReceived(Event, frozen=True):
    names: tuple[str, ...]


class MessageReceived(Event, frozen=True):
    """`unverified`: a guest wrote it, so the name proves nothing. `early`: it was said before the
    person came. `conversation` and `position`: for `Seen`. `person`: who wrote it; `to`: the ids of
    who it is for."""

    sender: str
    text: str
    unverified: bool = False
    early: bool = False
    conversation: bytes = b""
    position: int = 0
    person: int = 0
    to: tuple[int, ...] = ()
    at_ms: int = 0


class OwnReceived(Event, frozen=True):
    """The person has said that on another computer. `to`: names of who it was for."""

    to: tuple[str, ...]
    text: str


class HolderShown(NamedTuple):
    """`state`: as `shared.dialects.native.records` counts them. `at_ms` 0: not known when."""

    name: str
    state: int
    at_ms: int


class HoldersReceived(Event, frozen=True):
    """`is_gone`: the log that the position was in is no more, so nobody knows."""

    position: int
    people: tuple[HolderShown, ...]
    is_gone: bool = False


class HistoryGrew(Event, frozen=True):
    """So many older messages have come from the server. `more`: it has still older ones."""

    count: int
    more: bool


class Waited(Event, frozen=True):
    """The answer to `Wait`."""

    number: int


class NotSent(Event, frozen=True):
    """Something that the person wanted has not come about; `reason` is a sentence for them."""

    reason: str


class NoAnswerYet(Event, frozen=True):
    """The server has been silent for a while; the link goes on trying."""


class StatusChanged(Event, frozen=True):
    """How the connection is; `percent`: of what we send that is lost, for "poor"."""

    status: Status
    percent: int = 0


class Joined(Event, frozen=True):
    """In, under this name; comes again after each reconnection, and when so many people are known
    by now that they are not all told of any more. `server`: its key, by which the
    history knows it. `has_all`: all known people are told of, by `PeopleChanged`; else there are
    `PeopleCounted`, `AskPeople` and `WatchPeople`."""

    name: str
    person: int = 0
    server: bytes = b""
    has_all: bool = True


class HistoryChanged(Event, frozen=True):
    """Messages of these conversations were added to the history, or something about them has
    changed; it can be read there from now on. What people are called changes by `PeopleChanged`
    alone."""

    conversations: tuple[bytes, ...]


class Person(NamedTuple):
    """`door` and `presence` as `shared.dialects.native.records` numbers them; `since_ms`: of this
    presence, by the server's clock."""

    id: int
    name: str
    door: int
    presence: int
    since_ms: int


class PeopleChanged(Event, frozen=True):
    """These are new, or not as they were; GONE: strike them out. `is_whole`: and there are no
    others."""

    people: tuple[Person, ...]
    is_whole: bool


class PeopleCounted(Event, frozen=True):
    """So many people are known to the server, and so many are here."""

    known: int
    here: int


class PeopleFound(Event, frozen=True):
    """The answer to `AskPeople`, by name. `more`: there are others behind the last one."""

    filter: str
    after: str
    people: tuple[Person, ...]
    more: bool


class LineMeasured(Event, frozen=True):
    """How good the line is, told when that has changed, at most every two seconds. `loss`: 0..1 of
    what we send."""

    rtt_s: float
    loss: float


class WaitingChanged(Event, frozen=True):
    """So many messages of ours wait for the server to take them."""

    count: int


class NoticeReceived(Event, frozen=True):
    """The server itself has something to say."""

    text: str


class Warned(Event, frozen=True):
    """Something about the program itself that the person should know; a sentence."""

    text: str


class HistoryBegan(Event, frozen=True):
    """The server has another log than when we were last connected."""


class Ended(Event, frozen=True):
    """The last event of a link. `reason`: more about it, for the person, if there is more.
    `facts`: what is in it; of "name": why not, and a name that is free; of "wrong server": the
    fingerprints of the server expected and of the one found. `after_quit`: it ended otherwise than
    by the person's `Quit`, but that had come, so all that was typed had been taken."""

    why: End
    reason: str = ""
    facts: tuple[str, ...] = ()
    after_quit: bool = False
