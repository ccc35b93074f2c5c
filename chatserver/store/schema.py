"""The tables of DATA/server.db, as the steps that make them out of any earlier version.

Ids are u64, SQLite's integers have a sign: `people` and `sessions` have them as eight bytes, all
later tables as the signed integer of the same bits (`columns.signed`).
"""

from typing import Final

_PEOPLE_AND_SESSIONS = (
    """CREATE TABLE people (
        id BLOB PRIMARY KEY, identity BLOB NOT NULL, name TEXT NOT NULL,
        seen_ms INTEGER NOT NULL, said INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE sessions (
        cid BLOB PRIMARY KEY, remote TEXT NOT NULL, local BLOB NOT NULL) WITHOUT ROWID""",
)

_LOG = (
    *(
        f"ALTER TABLE people ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0"
        for column in ("since", "sees", "cursor", "cursor_ms", "read_all")
    ),
    """CREATE TABLE guests (
        remote TEXT PRIMARY KEY, local BLOB NOT NULL, door TEXT NOT NULL, person INTEGER NOT NULL,
        name TEXT NOT NULL, since INTEGER NOT NULL, cursor INTEGER NOT NULL,
        heard_ms INTEGER NOT NULL, answered INTEGER NOT NULL, part_1 INTEGER NOT NULL,
        upper INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE reads (
        person INTEGER NOT NULL, conversation BLOB NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (person, conversation)) WITHOUT ROWID""",
    # What a message is found by, beyond its position and `everyone`, is derived from it later and
    # many at a time (`said`, `mail`, `outboxes`): written with each message, a page for each
    # sender and each recipient would cost three times what the messages do.
    """CREATE TABLE messages (
        position INTEGER PRIMARY KEY, clock INTEGER NOT NULL, sender INTEGER NOT NULL,
        to_everyone INTEGER NOT NULL, content BLOB NOT NULL)""",
    "CREATE INDEX everyone ON messages (position) WHERE to_everyone",
    """CREATE TABLE said (
        person INTEGER NOT NULL, outbox BLOB NOT NULL, sequence INTEGER NOT NULL,
        position INTEGER NOT NULL, PRIMARY KEY (person, outbox, sequence)) WITHOUT ROWID""",
    """CREATE TABLE mail (
        person INTEGER NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (person, position)) WITHOUT ROWID""",
    """CREATE TABLE outboxes (
        person INTEGER NOT NULL, outbox BLOB NOT NULL, highest INTEGER NOT NULL,
        bytes INTEGER NOT NULL, PRIMARY KEY (person, outbox)) WITHOUT ROWID""",
    """CREATE TABLE rejections (
        position INTEGER PRIMARY KEY, person INTEGER NOT NULL, outbox BLOB NOT NULL,
        sequence INTEGER NOT NULL, digest BLOB NOT NULL, code TEXT NOT NULL,
        reason TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX rejected ON rejections (person, outbox, sequence)",
    "CREATE TABLE runs (first INTEGER PRIMARY KEY, last INTEGER NOT NULL)",
    "CREATE TABLE gaps (first INTEGER PRIMARY KEY, last INTEGER NOT NULL)",
    # One row. `derived`: up to there `said`, `mail` and `outboxes` are complete. `clock` and
    # `wall`: the log's own time and the computer's, in seconds, when they were last noted.
    """CREATE TABLE log (
        id BLOB NOT NULL, oldest INTEGER NOT NULL, derived INTEGER NOT NULL,
        clock INTEGER NOT NULL, wall INTEGER NOT NULL)""",
)

_INVITES = (
    """CREATE TABLE invites (
        number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, token BLOB NOT NULL,
        label TEXT NOT NULL, made_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
        uses_left INTEGER NOT NULL, is_revoked INTEGER NOT NULL)""",
    """CREATE TABLE invite_uses (
        invite BLOB NOT NULL, identity BLOB NOT NULL,
        PRIMARY KEY (invite, identity)) WITHOUT ROWID""",
    """CREATE TABLE members (
        identity BLOB PRIMARY KEY, name TEXT NOT NULL, since_ms INTEGER NOT NULL,
        invite TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE gate (
        id INTEGER PRIMARY KEY, noted_ms INTEGER NOT NULL, was_private INTEGER NOT NULL)""",
)

_BANS_AND_SETTINGS = (
    """CREATE TABLE bans (
        who TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL,
        since_ms INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)

MIGRATIONS: Final = (_PEOPLE_AND_SESSIONS, _LOG, _INVITES, _BANS_AND_SETTINGS)
"""The first makes version 1 out of an empty file, and so on."""
