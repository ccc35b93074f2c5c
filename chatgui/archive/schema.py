"""The tables of history.db, and how older files become today's.

`servers`    each server by its key, or that of `items.unmet_key` until it is met;
             `log`: the log that was followed last
`logs`       a cursor for each log of a server; `id` rises, so it orders logs by when they were met;
             `refill`: what stands before it is to be fetched again, NULL: not begun, 0: done;
             `begin`: what stands up to there had been received before this file, so it is not new
`messages`   by the server's order: (log, position); what has no place yet comes last
`outboxes`   our own numberings: the newest of a server is in use; `server` 0: of none yet, but of
             whichever stands at `place`. A key may be in use at two servers
`errands`    typed, and not addressed yet: names are known to the server only; or `recipients`, ids
`people`     what people were called last
`found`      the full-text index; its rowid is the message's id
`marks`      up to where the person has seen each conversation
`drafts`     what is typed and not sent; it stands behind what had been said by then
`mutes`      conversations whose messages are not announced
`meta`       facts about the file: `was_damaged`, the one before it was

Ids and numbers are u64, and SQLite's integers are signed: they are stored as `signed` says.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from chatgui.archive.terms import TOKENIZER

WAITING, COMMITTED, REFUSED = 0, 1, 2
"""State of a message of our own; others' have none."""

NO_LOG_YET: Final = 2**62
"""The log of what waits: behind all others."""

_FIRST = f"""
CREATE TABLE servers (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, log INTEGER);
CREATE TABLE logs (
    id INTEGER PRIMARY KEY, server INTEGER NOT NULL, key BLOB NOT NULL,
    cursor INTEGER NOT NULL DEFAULT 0, UNIQUE (server, key)
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    server INTEGER NOT NULL, log INTEGER NOT NULL, position INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    sender INTEGER NOT NULL, sender_name TEXT NOT NULL,
    recipients BLOB NOT NULL, conversation BLOB NOT NULL,
    kind INTEGER NOT NULL, body BLOB NOT NULL,
    outbox BLOB NOT NULL, sequence INTEGER NOT NULL,
    early INTEGER NOT NULL DEFAULT 0, heard INTEGER NOT NULL DEFAULT 1,
    state INTEGER, reason TEXT NOT NULL DEFAULT '',
    expected INTEGER, delivered INTEGER, seen INTEGER, handed INTEGER, missed INTEGER
);
CREATE UNIQUE INDEX by_number ON messages (server, sender, outbox, sequence) WHERE outbox <> x'';
CREATE UNIQUE INDEX by_place ON messages (server, log, position) WHERE outbox = x'';
CREATE INDEX in_order ON messages (server, log, position);
CREATE INDEX in_conversation ON messages (server, conversation, log, position);
CREATE INDEX of_ours ON messages (server, log, position) WHERE state IS NOT NULL;
CREATE INDEX by_outbox ON messages (outbox, sequence) WHERE state IS NOT NULL;
CREATE TABLE outboxes (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, server INTEGER NOT NULL,
    installation BLOB NOT NULL, last INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE errands (
    id INTEGER PRIMARY KEY, place TEXT NOT NULL, names BLOB NOT NULL, text TEXT NOT NULL
);
CREATE TABLE people (
    server INTEGER NOT NULL, person INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (server, person)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5 (
    text, content='', columnsize=0, prefix='2 3', tokenize="{TOKENIZER}"
);
"""

_NUMBERS_WHEN_TYPED = """
ALTER TABLE errands ADD COLUMN outbox BLOB NOT NULL DEFAULT x'';
ALTER TABLE errands ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
CREATE TABLE numberings (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL, server INTEGER NOT NULL,
    installation BLOB NOT NULL, last INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL DEFAULT '',
    UNIQUE (key, server)
);
INSERT INTO numberings (id, key, server, installation, last)
    SELECT id, key, server, installation, last FROM outboxes;
DROP TABLE outboxes;
ALTER TABLE numberings RENAME TO outboxes;
"""

_REFILL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE logs ADD COLUMN refill INTEGER;
"""

# What was there before marks were kept has been seen: a terminal shows everything.
_CONVERSATIONS = f"""
ALTER TABLE errands ADD COLUMN recipients BLOB NOT NULL DEFAULT x'';
ALTER TABLE logs ADD COLUMN begin INTEGER NOT NULL DEFAULT 0;
CREATE TABLE marks (
    server INTEGER NOT NULL, conversation BLOB NOT NULL,
    log INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (server, conversation)
) WITHOUT ROWID;
CREATE TABLE drafts (
    server INTEGER NOT NULL, conversation BLOB NOT NULL, members BLOB NOT NULL, text TEXT NOT NULL,
    log INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (server, conversation)
) WITHOUT ROWID;
CREATE TABLE mutes (
    server INTEGER NOT NULL, conversation BLOB NOT NULL, PRIMARY KEY (server, conversation)
) WITHOUT ROWID;
CREATE INDEX of_others ON messages (server, conversation, log, position)
    WHERE state IS NULL AND early = 0;
INSERT INTO marks
    SELECT server, conversation, log, max(position) FROM messages AS one
    WHERE log = (
        SELECT max(log) FROM messages AS other
        WHERE other.server = one.server AND other.conversation = one.conversation
        AND other.log < {NO_LOG_YET}
    )
    GROUP BY server, conversation;
"""

MIGRATIONS: Final = (_FIRST, _NUMBERS_WHEN_TYPED, _REFILL, _CONVERSATIONS)
"""Never changed once released; a further one is added at the end."""


class NewerFile(Exception):
    """A later version of Parley wrote it."""


def migrate(database: sqlite3.Connection) -> None:
    """Bring the file to today's tables, in one step each; NewerFile, or what SQLite raises."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise NewerFile
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        database.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of it on the disk, or nothing, and what SQLite raised."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # SQLite may have rolled back by itself
            database.execute("ROLLBACK")
        raise


def signed(number: int) -> int:
    """A u64 as an integer of SQLite's."""
    return number - 2**64 if number >= 2**63 else number


def unsigned(number: int) -> int:
    return number + 2**64 if number < 0 else number


def pack_ids(ids: tuple[int, ...]) -> bytes:
    return b"".join(person.to_bytes(8, "big") for person in ids)


def unpack_ids(data: bytes) -> tuple[int, ...]:
    return tuple(int.from_bytes(data[at : at + 8], "big") for at in range(0, len(data), 8))
