"""The vocabulary: what people ask of a chat, what it tells them, what it remembers.

Every door translates its own wire into these records and back; the hub knows nothing else.
Commands are in the imperative, notices in the past participle, entries are what the log holds.
A *peer* is a connection (a small number its door gave out), a *person* is who speaks through it
(a 64-bit id). Names appear only where somebody typed one or will read one.
"""

from typing import ClassVar, Literal

from msgspec import Struct

Door = Literal["netcat", "classroom", "native"]
Why = Literal["quit", "gone", "quiet", "kicked", "full", "name", "unknown", "closing"]
"""Why somebody left or could not stay: own wish, unreachable, half a day silent, sent away, no
place left, name not to be had, sent what nobody understands, the server ends."""

EVERYONE_ID = 0
"""The person id that stands for all; no person ever has it."""


class Address(Struct, frozen=True):
    """Where a peer writes from; for showing and for recognising, never for trusting."""

    host: str
    port: int


# --- Commands: from a peer to the hub -------------------------------------------------------


class Command(Struct, frozen=True):
    """Something a peer asks for."""


class Join(Command, frozen=True):
    """Come in. An empty name asks for a made-up one, or the one this address had before."""

    name: str
    door: Door
    address: Address


class Say(Command, frozen=True):
    """Send a text to the people named; `everyone` among the names reaches all."""

    names: tuple[str, ...]
    text: str


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
    """One person in a list of who is here."""

    name: str
    door: Door
    address: Address
    verified: bool
    quiet: bool


class Joined(Notice, frozen=True):
    """You are in, under this name."""

    name: str


class Posted(Notice, frozen=True):
    sender: str
    text: str
    to_everyone: bool


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


class Message(Entry, frozen=True):
    """`to`: person ids, or (EVERYONE_ID,). `sender_name` as it was when accepted."""

    kept: ClassVar[bool] = True

    sender: int
    sender_name: str
    to: tuple[int, ...]
    text: str


class NameChanged(Entry, frozen=True):
    person: int
    new: str


class ListAsked(Entry, frozen=True):
    person: int


class Exited(Entry, frozen=True):
    person: int
    why: Why
