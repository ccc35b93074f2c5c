"""Entries as rows: what is written with each message, and what is derived from many of them later.

`messages` grows at its end only, so a batch costs a page or two. `said`, `mail` and `outboxes`
would cost a page for each sender and recipient; they are brought up to date every `DERIVE`
messages, every minute, and when the log is opened. Until then those messages are found in memory.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from chatserver.store.columns import signed
from chatserver.store.database import Statement
from shared.chat import EVERYONE_ID, Message, Rejected

DERIVE: Final = 1024
DERIVE_BYTES: Final = 512 * 2**10
"""As `weigh` weighs, for a message to hundreds is hundreds of rows. A few milliseconds of work."""

REJECTIONS_KEPT: Final = 1024
"""Of each outbox. A client repeats some hundreds at most."""

_Fields = tuple[int, str, tuple[int, ...], int, bytes, int, bytes, int, bytes]
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(_Fields)

_ADD: Final = "INSERT INTO messages VALUES (?, ?, ?, ?, ?)"
_REJECT: Final = "INSERT OR REPLACE INTO rejections VALUES (?, ?, ?, ?, ?, ?, ?)"
_FORGET_REJECTIONS: Final = (
    "DELETE FROM rejections WHERE person = ? AND outbox = ? AND sequence <= ?"
)
_RAISE: Final = """INSERT INTO outboxes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET highest = max(highest, excluded.highest), bytes = bytes + excluded.bytes"""


def weigh(message: Message) -> int:
    """What a message takes on the disk, about, with all that is derived from it."""
    return 200 + len(message.body) + 24 * len(message.to)


def read_message(content: bytes) -> Message:
    """ValueError if it is none."""
    return Message(*_decoder.decode(content))


def add_messages(messages: Sequence[tuple[int, Message]], clock: int) -> list[Statement]:
    return [(_ADD, [_row(position, message, clock) for position, message in messages])]


def add_rejections(rejections: Sequence[tuple[int, Rejected]]) -> list[Statement]:
    if not rejections:
        return []
    rows: list[Any] = []
    for at, one in rejections:
        box = signed(one.person), one.outbox
        rows.append((at, *box, stored_sequence(one.sequence), one.digest, one.code, one.reason))
    return [
        (_REJECT, rows),
        (_RAISE, [(*row[1:4], 0) for row in rows]),
        (_FORGET_REJECTIONS, [(*row[1:3], row[3] - REJECTIONS_KEPT) for row in rows]),
    ]


def derive(messages: Sequence[tuple[int, Message]]) -> list[Statement]:
    """`messages`: all behind those that were derived from before, up to the last one."""
    boxes: dict[tuple[int, bytes], tuple[int, int]] = {}
    mail: list[tuple[object, ...]] = []
    said: list[tuple[object, ...]] = []
    for position, message in messages:
        box = signed(message.sender), message.outbox
        highest, size = boxes.get(box, (0, 0))
        boxes[box] = max(highest, stored_sequence(message.sequence)), size + weigh(message)
        said.append((*box, sequence_of(position, message), position))
        mail += ((reader, position) for reader in readers(message))
    return [
        ("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", sorted(said)),
        ("INSERT OR IGNORE INTO mail VALUES (?, ?)", sorted(mail)),
        (_RAISE, [(*box, *values) for box, values in sorted(boxes.items())]),
        ("UPDATE log SET derived = ?", [(messages[-1][0],)]),
    ]


def remove(messages: Iterable[tuple[int, Message]]) -> list[Statement]:
    """The messages and what was derived from them, but for `outboxes.highest`: a number stays
    used for good."""
    mail: list[tuple[object, ...]] = []
    said: list[tuple[object, ...]] = []
    sizes: dict[tuple[int, bytes], int] = {}
    positions: list[tuple[object, ...]] = []
    for position, message in messages:
        box = signed(message.sender), message.outbox
        sizes[box] = sizes.get(box, 0) + weigh(message)
        said.append((*box, sequence_of(position, message)))
        mail += ((reader, position) for reader in readers(message))
        positions.append((position,))
    guests = [(person,) for person, outbox in sizes if not outbox]
    return [
        ("DELETE FROM messages WHERE position = ?", positions),
        ("DELETE FROM said WHERE person = ? AND outbox = ? AND sequence = ?", said),
        ("DELETE FROM mail WHERE person = ? AND position = ?", mail),
        (
            "UPDATE outboxes SET bytes = bytes - ? WHERE person = ? AND outbox = ?",
            [(size, *box) for box, size in sizes.items()],
        ),
        ("DELETE FROM outboxes WHERE person = ? AND outbox = x'' AND bytes <= 0", guests),
    ]


def readers(message: Message) -> set[int]:
    """In whose mail it is; nobody's, if everybody reads it."""
    if EVERYONE_ID in message.to:
        return set()
    return {signed(person) for person in (message.sender, *message.to)}


def sequence_of(position: int, message: Message) -> int:
    """Guests do not number what they say; a position tells their messages apart as well."""
    return stored_sequence(message.sequence) if message.outbox else position


def stored_sequence(sequence: int) -> int:
    """As far as SQLite counts. Who begins above that has one number, and is told it was used."""
    return min(sequence, 2**63 - 1)


def _row(position: int, message: Message, clock: int) -> tuple[object, ...]:
    content = _encoder.encode(msgspec.structs.astuple(message))
    return position, clock, signed(message.sender), EVERYONE_ID in message.to, content
