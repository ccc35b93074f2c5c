"""The vocabulary: what people ask of a chat, what it tells them, what it remembers.

Every door translates its own wire into these records and back; the hub knows nothing else.
Commands are in the imperative, notices in the past participle, entries are what the log holds.
A *peer* is a connection (a small number its door gave out), a *person* is who speaks through it
(a 64-bit id). Names appear only where somebody typed one or will read one.

It is long because it is a word list: who writes a door reads it once from top to bottom, and finds
nothing of the kind elsewhere.
"""

from typing import ClassVar, Literal

from msgspec import Struct

Door = Literal["netcat", "classroom", "native"]
Why = Literal[
    "quit",  # own wish
    "gone",  # unreachable
    "quiet",  # half a day silent
    "kicked",  # sent away
    "full",  # no place left
    "name",  # name not to be had
    "unknown",  # sent what nobody understands
    "closing",  # the server ends
    "elsewhere",  # the same person is here from another installation
    "replaced",  # the same installation has opened a new session
    "uninvited",  # no member, and no invite
    "expired",  # the invite
    "revoked",  # the invite
    "used up",  # the invite
    "removed",  # no member any more
]
"""Why somebody left or could not stay."""

Presence = Literal["here", "quiet", "away", "gone"]
"""`away` people are known and may come back; who is `gone` is struck out of all lists."""

TEXT = 0
"""The kind of body that is UTF-8 text."""

EVERYONE_ID = 0
"""The person id that stands for all; no person ever has it."""


class Address(Struct, frozen=True):
    """Where a peer writes from; for showing and for recognising, never for trusting."""

    host: str
    port: int


# --- Commands: from a peer to the hub -------------------------------------------------------


class Command(Struct, frozen=True):
    """Something a peer asks for."""


class Credentials(Struct, frozen=True):
    """Who a verified person is: proved by the handshake, not by what they say.

    `person` is the id of the `identity` key (32 bytes). `log` and `cursor`: what this installation
    has already, in which log.
    """

    person: int
    identity: bytes
    installation: bytes
    takeover: bool
    outbox: bytes
    log: bytes
    cursor: int


class Join(Command, frozen=True):
    """Come in. An empty name asks for a made-up one, or the one this address had before."""

    name: str
    door: Door
    address: Address
    credentials: Credentials | None = None


class Say(Command, frozen=True):
    """Send a text to the people named; `everyone` among the names reaches all."""

    names: tuple[str, ...]
    text: str


class Post(Command, frozen=True):
    """Send a body to people by their ids (EVERYONE_ID reaches all); from verified people, whose
    programs number what they say within an outbox, so that nothing counts twice."""

    outbox: bytes
    sequence: int
    to: tuple[int, ...]
    kind: int
    body: bytes


class AskRoster(Command, frozen=True):
    """Ask for everybody known, or what has changed since that version of the roster."""

    since: int


class AskPeople(Command, frozen=True):
    """Ask for one page of the people known."""

    filter: str
    after: str


class Watch(Command, frozen=True):
    """Whose changes to be told of, where there are too many to be told of all."""

    people: tuple[int, ...]


class Received(Command, frozen=True):
    """Everything for this person up to that position stands on their disk; or, of a guest, has
    been acknowledged, or was handed over, which is not `confirmed`."""

    position: int
    confirmed: bool = True


class Missed(Command, frozen=True):
    """From a plain door: the message at that position could not be sent to this guest."""

    position: int


class Read(Command, frozen=True):
    """The person has seen that message, and what stands before it in its conversation."""

    position: int


class AskReceipts(Command, frozen=True):
    """Be told how many have these messages of mine, now and when it changes."""

    positions: tuple[int, ...]


class AskHolders(Command, frozen=True):
    """Ask for one page of who has a message of mine."""

    position: int
    after: int


class AskHistory(Command, frozen=True):
    """Ask for one page of what was said for me before that position."""

    before: int


class Fade(Command, frozen=True):
    """From the door itself: nothing has been heard of this peer for a while, or it is back."""

    away: bool


class Rename(Command, frozen=True):
    name: str


class ListPeople(Command, frozen=True):
    """Ask who is here."""


class Leave(Command, frozen=True):
    why: Why = "quit"


class Help(Command, frozen=True):
    """Ask what one can type here."""


class Mistake(Command, frozen=True):
    """Something the door did not understand; answered in its turn, `reason` being the answer."""

    reason: str


class Stay(Command, frozen=True):
    """Nothing but a sign of life: an empty line, a repeated join."""


class Vouch(Command, frozen=True):
    """From the door itself: this address has written again, so nobody forged it in passing."""


# --- Notices: from the hub to peers ---------------------------------------------------------


class Notice(Struct, frozen=True):
    """Something a peer is told."""


class Present(Struct, frozen=True):
    """One person in a list. `since_ms`: of this presence, in milliseconds since 1970."""

    person: int
    name: str
    door: Door
    address: Address
    verified: bool
    presence: Presence
    since_ms: int


class Joined(Notice, frozen=True):
    """You are in, under this name."""

    name: str


class Welcomed(Notice, frozen=True):
    """You are in, verified; what stands behind `begin`, you hear.

    `since`: what stands up to there was said before you were known, and is yours to hear from
    `begin` on only. `sequence`: up to there everything of your outbox is settled.
    """

    person: int
    name: str
    begin: int
    since: int
    sequence: int
    known: int
    here: int
    roster_version: int


class NameRefused(Notice, frozen=True):
    """Not under that name; you may ask for another. `reason` is a sentence."""

    name: str
    reason: str
    suggestion: str


class Posted(Notice, frozen=True):
    """A message that stands in the log. `sender`: what they are called now."""

    sender: str
    message: "Message"
    position: int

    @property
    def to_everyone(self) -> bool:
        return EVERYONE_ID in self.message.to

    @property
    def text(self) -> str:
        """For doors that know nothing but text; still to be sanitised."""
        if self.message.kind != TEXT:
            return "[message needs Parley]"
        return self.message.body.decode("utf-8", "replace")


class Committed(Notice, frozen=True):
    """What you said with this sequence stands in the log, there."""

    sequence: int
    position: int
    at_ms: int


class PostRefused(Notice, frozen=True):
    """What you said with this sequence never will stand there. `code` is for programs."""

    sequence: int
    code: str
    reason: str


class NotSaved(Notice, frozen=True):
    """What you said with this sequence could not be kept now; say it again, in order."""

    sequence: int


HolderState = Literal["waiting", "delivered", "read", "handed", "missed"]
"""Who has a message: not yet; on their disk; seen; was sent it once and cannot confirm; left before
it arrived, or could not be sent it."""


class Receipt(Struct, frozen=True):
    """How many have one message. Each of the `recipients` is counted in one of `delivered`,
    `handed` and `missed`, or is yet to get it; `read` are some of the `delivered`."""

    position: int
    recipients: int
    delivered: int
    read: int
    handed: int
    missed: int


class Receipted(Notice, frozen=True):
    receipts: tuple[Receipt, ...]


class Holder(Struct, frozen=True):
    """`at_ms`: when it was so at the latest; 0 if that is not known."""

    person: int
    name: str
    state: HolderState
    at_ms: int


class HoldersShown(Notice, frozen=True):
    position: int
    after: int
    people: tuple[Holder, ...]
    more: bool


class HistoryShown(Notice, frozen=True):
    """`messages`: with their positions, newest first."""

    before: int
    messages: tuple[tuple[int, "Message"], ...]
    more: bool


class RosterShown(Notice, frozen=True):
    """`whole`: these are all that are known; else they change what you know."""

    version: int
    whole: bool
    people: tuple[Present, ...]


class PeopleShown(Notice, frozen=True):
    filter: str
    after: str
    people: tuple[Present, ...]
    more: bool


class Counted(Notice, frozen=True):
    known: int
    here: int


class Listed(Notice, frozen=True):
    """Who is here, in the order they came; `asker` is the name of whoever asked."""

    people: tuple[Present, ...]
    asker: str


class ListQueried(Notice, frozen=True):
    name: str


class Renamed(Notice, frozen=True):
    old: str
    new: str
    own: bool


class Departed(Notice, frozen=True):
    """Somebody else left."""

    name: str


class Announced(Notice, frozen=True):
    """The server itself has something to say."""

    text: str


class Poked(Notice, frozen=True):
    """Nothing to show, only to be sent: if nobody listens at the address any more, its system says
    so, and the name that somebody else asks for is free at their next try."""


class Helped(Notice, frozen=True):
    """The door's own list of what one can type."""


class Refused(Notice, frozen=True):
    """That could not be done; `reason` is a sentence's worth of words. You are still here."""

    reason: str


class Dismissed(Notice, frozen=True):
    """The connection ends here; the door forgets the peer once this is sent."""

    why: Why


# --- Entries: what goes through the log, in one order for all -------------------------------


class Entry(Struct, frozen=True):
    """`kept`: whether it is stored; the others pass through the log only for their order."""

    kept: ClassVar[bool] = False


class Entered(Entry, frozen=True):
    """A claim of a name. Whoever stands first in the log has it; the next one is refused."""

    peer: int
    person: int
    name: str
    made_up: bool
    door: Door
    address: Address
    credentials: Credentials | None = None


class Message(Entry, frozen=True):
    """`to`: person ids, EVERYONE_ID among them for all. `sender_name` as it was when accepted.

    `body` is UTF-8 if `kind` is TEXT; other kinds are passed on unread. `outbox` and `sequence` are
    the sender's own, empty and 0 for guests; `digest` (16 bytes) tells a repeat from another
    message with the same number. `at_ms`: when it was accepted, a label and no order.
    """

    kept: ClassVar[bool] = True

    sender: int
    sender_name: str
    to: tuple[int, ...]
    kind: int
    body: bytes
    at_ms: int
    outbox: bytes = b""
    sequence: int = 0
    digest: bytes = b""


class Rejected(Entry, frozen=True):
    """A numbered message that was refused for good: its number is used up. No message; the log
    keeps it for the sender alone."""

    kept: ClassVar[bool] = True

    person: int
    outbox: bytes
    sequence: int
    digest: bytes
    code: str
    reason: str


class NameChanged(Entry, frozen=True):
    person: int
    new: str


class Faded(Entry, frozen=True):
    """Somebody's line has gone silent, or speaks again; they have not left."""

    person: int
    away: bool


class NameReleased(Entry, frozen=True):
    """By the server's owner: somebody who is away is known no longer."""

    person: int


class ListAsked(Entry, frozen=True):
    person: int


class Exited(Entry, frozen=True):
    person: int
    why: Why
