"""Records: what our own clients and the server tell each other inside a session. PROTOCOL 4.4.

A record is a MessagePack array whose first element is its tag. Later versions may add elements at
the end of any record, which are ignored here, and tags, which `decode_*_untrusted` survives. People
are 64-bit ids; names are there to be shown. Times are the server's, in milliseconds since 1970.

All of them stand here in one file, in the order of that section, so that the two can be compared.
"""

from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from shared.constants import RECEIPTS, WATCHED
from shared.wire import BadPacket

RECIPIENTS: Final = 500
BODY_BYTES: Final = 65_536
TEXT: Final = 0
"""The body kind that is UTF-8 text. Others are forwarded unread; clients that do not know one show
that a newer version is needed."""

MESSAGE: Final = 0
"""The entry kind that is a `MessageEntry`. Clients skip others, and still move their cursor."""

AWAY, HERE, QUIET, GONE = 0, 1, 2, 3
"""Presence. GONE is a guest that left, or a person whose name was released: strike them out."""

WAITING, DELIVERED, READ, HANDED, MISSED = 0, 1, 2, 3, 4
"""Who has a message: not yet (it is on the server), on their disk, seen; was sent it once and
cannot confirm; left before it arrived, or could not be sent it."""

NATIVE, NETCAT, CLASSROOM = 0, 1, 2
"""Doors. Only people at the native door are verified."""

U64 = Annotated[int, Meta(ge=0)]  # MessagePack has nothing above u64
U32 = Annotated[int, Meta(ge=0, le=2**32 - 1)]
U8 = Annotated[int, Meta(ge=0, le=255)]
Id16 = Annotated[bytes, Meta(min_length=16, max_length=16)]
Name = Annotated[str, Meta(min_length=1, max_length=32)]
Word = Annotated[str, Meta(max_length=32)]
Sentence = Annotated[str, Meta(max_length=1000)]
Body = Annotated[bytes, Meta(max_length=BODY_BYTES)]
Recipients = Annotated[tuple[U64, ...], Meta(min_length=1, max_length=RECIPIENTS)]


class Record(Struct, frozen=True, array_like=True):
    """Anything that travels on a lane."""


# --- Client to server -------------------------------------------------------------------------


class Join(Record, frozen=True, array_like=True, tag=1):
    """Another name, after `NameRefused`; the first one stands in FIN."""

    name: Name


class Say(Record, frozen=True, array_like=True, tag=2):
    """Ends in exactly one of Committed, Refused, NotSaved. `to`: person ids; 0 is Everyone.

    `sequence` counts up from 1 within the outbox that FIN named.
    """

    sequence: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    to: Recipients
    kind: U8
    body: Body


class Rename(Record, frozen=True, array_like=True, tag=3):
    name: Name


class AskRoster(Record, frozen=True, array_like=True, tag=4):
    """Answered by Roster: what has changed since that version; 0 asks for all of it."""

    since: U64


class AskPeople(Record, frozen=True, array_like=True, tag=5):
    """Answered by PeoplePage: known people whose name holds `filter`, behind the name `after`."""

    filter: Word
    after: Word


class Watch(Record, frozen=True, array_like=True, tag=6):
    """Whose changes to hear of at once, where there are too many people to hear of all."""

    people: Annotated[tuple[U64, ...], Meta(max_length=WATCHED)]


class Received(Record, frozen=True, array_like=True, tag=7):
    """Everything for this installation up to there is on its disk. Cumulative, never answered."""

    position: U64


class Read(Record, frozen=True, array_like=True, tag=8):
    """The person has seen the message at that position, and all before it in its conversation:
    what was said among the same people, sender and recipients together."""

    position: U64


class AskReceipts(Record, frozen=True, array_like=True, tag=9):
    """Who has these messages of mine, as numbers: answered by Receipts, at once and when they
    change. Those said in this session are told of without asking."""

    positions: Annotated[tuple[U64, ...], Meta(max_length=RECEIPTS)]


class AskHolders(Record, frozen=True, array_like=True, tag=10):
    """Who exactly has this message of mine: answered by HoldersPage, people behind `after`."""

    position: U64
    after: U64


class AskHistory(Record, frozen=True, array_like=True, tag=11):
    """What was said for me before that position, newest first: answered by HistoryPage."""

    before: U64


# --- Server to client -------------------------------------------------------------------------


class Limits(Struct, frozen=True, array_like=True):
    recipients: U32
    body_bytes: U32
    roster_whole: U32


class Row(Struct, frozen=True, array_like=True):
    """One person in a roster. `since_ms`: of this presence."""

    person: U64
    name: Name
    door: U8
    presence: U8
    since_ms: U64


class Welcome(Record, frozen=True, array_like=True, tag=32):
    """You are in. `sequence`: the highest of this outbox that the server knows (0: none).

    `ack_delay_ms`: how long both ends may delay acks, more in a crowd. `begin`: what follows by
    itself stands behind that position; below the client's cursor, if the server's data
    is older than the client's. `since`: what stands up to there was said before you came.
    """

    person: U64
    name: Name
    log: Id16
    head: U64
    oldest: U64
    sequence: U64
    limits: Limits
    known: U32
    here: U32
    roster_version: U64
    ack_delay_ms: U32
    begin: U64
    since: U64


class NameRefused(Record, frozen=True, array_like=True, tag=33):
    """Not under that name: why, and one that is free. Answer with Join, or leave."""

    name: Word
    reason: Sentence
    suggestion: Name


class Roster(Record, frozen=True, array_like=True, tag=34):
    """`whole`: these are all known people; else they replace or add to what the client knows."""

    version: U64
    whole: bool
    people: tuple[Row, ...]


class PeoplePage(Record, frozen=True, array_like=True, tag=35):
    filter: Word
    after: Word
    people: tuple[Row, ...]
    more: bool


class Counts(Record, frozen=True, array_like=True, tag=36):
    """At most every 5 s, where the roster is not whole."""

    known: U32
    here: U32


class Posted(Record, frozen=True, array_like=True, tag=37):
    """An entry of the log, in its order; together with CaughtUp the only thing that moves the
    client's cursor. `content` is a MessageEntry's bytes if `entry` is MESSAGE."""

    position: U64
    at_ms: U64
    entry: U8
    content: bytes


class MessageEntry(Struct, frozen=True, array_like=True):
    """`outbox` (16 bytes, or none for guests) and `sequence` tell the sender its own messages."""

    sender: U64
    sender_name: Name
    to: Recipients
    kind: U8
    body: Body
    outbox: Annotated[bytes, Meta(max_length=16)]
    sequence: U64


class Committed(Record, frozen=True, array_like=True, tag=38):
    """The message stands in the log at this position. Final."""

    sequence: U64
    position: U64
    at_ms: U64


class Refused(Record, frozen=True, array_like=True, tag=39):
    """The message never will; its sequence is used up. Final. `code` is for programs."""

    sequence: U64
    code: Word
    reason: Sentence


class NotSaved(Record, frozen=True, array_like=True, tag=40):
    """Not now: say it again, and everything behind it, in order, a second later or more."""

    sequence: U64


class CaughtUp(Record, frozen=True, array_like=True, tag=41):
    """Everything for you up to this position has been posted."""

    position: U64


class Notice(Record, frozen=True, array_like=True, tag=42):
    """The server itself has something to say to a person."""

    text: Sentence


class Error(Record, frozen=True, array_like=True, tag=43):
    """The last record could not be done; nothing of it happened."""

    code: Word
    text: Sentence


class Gap(Record, frozen=True, array_like=True, tag=44):
    """Of what stood between these positions, both included, something is not kept any more."""

    first: U64
    last: U64


class Receipt(Struct, frozen=True, array_like=True):
    """How many have one message. `recipients` is all of them; of these `delivered` have it on
    their disks (`read` of them have seen it), `handed` were sent it once and cannot confirm,
    `missed` will never get it; the others are yet to get it."""

    position: U64
    recipients: U32
    delivered: U32
    read: U32
    handed: U32
    missed: U32


class Receipts(Record, frozen=True, array_like=True, tag=45):
    rows: tuple[Receipt, ...]


class Holder(Struct, frozen=True, array_like=True):
    """`state`: WAITING to MISSED. `at_ms`: when it was so at the latest; 0: not known."""

    person: U64
    name: Name
    state: U8
    at_ms: U64


class HoldersPage(Record, frozen=True, array_like=True, tag=46):
    """The question, and its answer, in the order of ids."""

    position: U64
    after: U64
    people: tuple[Holder, ...]
    more: bool


class Kept(Struct, frozen=True, array_like=True):
    """As Posted: an entry of the log."""

    position: U64
    at_ms: U64
    entry: U8
    content: bytes


class HistoryPage(Record, frozen=True, array_like=True, tag=47):
    """Newest first. It moves no cursor."""

    before: U64
    entries: tuple[Kept, ...]
    more: bool


ClientRecord = (
    Join
    | Say
    | Rename
    | AskRoster
    | AskPeople
    | Watch
    | Received
    | Read
    | AskReceipts
    | AskHolders
    | AskHistory
)
ServerRecord = (
    Welcome
    | NameRefused
    | Roster
    | PeoplePage
    | Counts
    | Posted
    | Committed
    | Refused
    | NotSaved
    | CaughtUp
    | Notice
    | Error
    | Gap
    | Receipts
    | HoldersPage
    | HistoryPage
)

_Decoded = TypeVar("_Decoded")
_encoder = msgspec.msgpack.Encoder()
_client = msgspec.msgpack.Decoder(ClientRecord)
_server = msgspec.msgpack.Decoder(ServerRecord)
_entry = msgspec.msgpack.Decoder(MessageEntry)
_CLIENT_TAGS = range(1, 12)
_SERVER_TAGS = range(32, 48)


def encode(record: Record | MessageEntry) -> bytes:
    return _encoder.encode(record)


def decode_client_untrusted(data: bytes) -> ClientRecord | None:
    """A client's record; None for a tag of a later version, BadPacket for a broken one."""
    return _decode_untrusted(_client, data, _CLIENT_TAGS)


def decode_server_untrusted(data: bytes) -> ServerRecord | None:
    """A server's record; None for a tag of a later version, BadPacket for a broken one."""
    return _decode_untrusted(_server, data, _SERVER_TAGS)


def decode_entry_untrusted(content: bytes) -> MessageEntry:
    """`content` of a Posted whose `entry` is MESSAGE."""
    try:
        return _entry.decode(content)
    except (ValueError, RecursionError):
        raise BadPacket("a message that does not parse") from None


def _decode_untrusted(
    decoder: msgspec.msgpack.Decoder[_Decoded], data: bytes, known: range
) -> _Decoded | None:
    try:
        return decoder.decode(data)
    # ValueError covers msgspec's errors and broken UTF-8; RecursionError arrays in arrays.
    except (ValueError, RecursionError):
        if _is_newer_untrusted(data, known):
            return None
        raise BadPacket("a record that does not parse") from None


def _is_newer_untrusted(data: bytes, known: range) -> bool:
    """Whether it is a sound array with a tag that this version does not know."""
    try:
        elements = msgspec.msgpack.decode(data, type=list[msgspec.Raw])
        tag = msgspec.msgpack.decode(elements[0], type=int) if elements else -1
    except (ValueError, RecursionError):
        return False
    return tag >= 0 and tag not in known
