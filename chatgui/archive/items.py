"""What goes into an archive and what comes out of it."""

from hashlib import blake2s
from typing import Final, NamedTuple

from msgspec import Struct

from shared.chat import EVERYONE_ID

UNMET: Final = b"at "


class Item(Struct, frozen=True):
    """A message as the server's log has it, there. `early`: said before the person came."""

    sender: int
    sender_name: str
    to: tuple[int, ...]
    kind: int
    body: bytes
    outbox: bytes
    sequence: int
    log: bytes
    position: int
    at_ms: int
    early: bool = False


class Numbered(NamedTuple):
    """A message of our own that has its number, and no final word yet."""

    outbox: bytes
    sequence: int
    to: tuple[int, ...]
    kind: int
    body: bytes


class Errand(NamedTuple):
    """Typed, and not numbered for the server yet. No outbox: from a version that gave numbers
    later. `to`: ids, where those are known; then no names."""

    number: int
    names: tuple[str, ...]
    text: str
    outbox: bytes
    sequence: int
    to: tuple[int, ...] = ()


class Numbering(NamedTuple):
    """One of our outboxes at a server: its id, at which installation, the last number given."""

    outbox: bytes
    installation: bytes
    last: int


class Place(NamedTuple):
    """Where we stand with a server. `numberings`: the newest last. `waiting`: in their order."""

    log: bytes
    cursor: int
    numberings: tuple[Numbering, ...]
    waiting: tuple[Numbered, ...]


def unmet_key(place: str) -> bytes:
    """In place of the key of whichever server stands at that address, until it is met."""
    return UNMET + place.encode("utf-8", "replace")


def conversation_of(sender: int, to: tuple[int, ...]) -> bytes:
    """Messages among the same people have the same: sender and recipients together, or Everyone."""
    if EVERYONE_ID in to:
        return b""
    people = b"".join(person.to_bytes(8, "big") for person in sorted({sender, *to}))
    return blake2s(people, digest_size=12).digest()
