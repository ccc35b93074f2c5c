"""Which conversations look different than before: what is added is told by who adds it, what is
changed the database notices by itself."""

import sqlite3

_SHOWN = (
    *("server", "log", "position", "at_ms", "state", "reason"),
    *("expected", "delivered", "seen", "handed", "missed"),
)
_IS_CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in _SHOWN)

# Not of messages that are added: with a trigger each of them costs SQLite twice the time.
_TRIGGERS = f"""
CREATE TEMP TRIGGER IF NOT EXISTS message_changed AFTER UPDATE ON main.messages WHEN {_IS_CHANGED}
    BEGIN SELECT notice(new.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS seen_first AFTER INSERT ON main.marks
    BEGIN SELECT notice(new.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS seen AFTER UPDATE ON main.marks
    BEGIN SELECT notice(new.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS draft_kept AFTER INSERT ON main.drafts
    BEGIN SELECT notice(new.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS draft_dropped AFTER DELETE ON main.drafts
    BEGIN SELECT notice(old.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS muted AFTER INSERT ON main.mutes
    BEGIN SELECT notice(new.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS unmuted AFTER DELETE ON main.mutes
    BEGIN SELECT notice(old.conversation); END;
CREATE TEMP TRIGGER IF NOT EXISTS log_changed AFTER UPDATE OF log ON main.servers
    WHEN old.log IS NOT NULL AND old.log IS NOT new.log
    BEGIN SELECT notice(NULL); END;
"""

_ALL = """
WITH RECURSIVE said(server, conversation) AS (
    SELECT id, (SELECT min(conversation) FROM messages WHERE server = servers.id) FROM servers
    UNION ALL
    SELECT server, (
        SELECT messages.conversation FROM messages
        WHERE messages.server = said.server AND messages.conversation > said.conversation
        ORDER BY messages.conversation LIMIT 1
    ) FROM said WHERE said.conversation IS NOT NULL
)
SELECT conversation FROM said WHERE conversation IS NOT NULL
UNION SELECT conversation FROM drafts
UNION SELECT conversation FROM mutes UNION SELECT x''
"""


class Changes:
    """`settle` after each transaction, `take` what has changed since it was taken last."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._added: set[bytes] = set()
        self._noticed: set[bytes | None] = set()
        self._stored: set[bytes | None] = set()
        database.create_function("notice", 1, self._noticed.add)
        database.execute("PRAGMA temp_store = MEMORY")  # the disk may be full
        database.executescript(_TRIGGERS)

    def add(self, conversation: bytes) -> None:
        """The next transaction that is stored adds a message to it."""
        self._added.add(conversation)

    def settle(self, *, is_stored: bool) -> None:
        """The transaction is over; False: nothing of it has happened."""
        if is_stored:
            self._stored |= self._added | self._noticed
            self._added.clear()
        self._noticed.clear()

    def change_all(self) -> None:
        """Nothing is as it was."""
        self._stored.add(None)

    def take(self) -> tuple[bytes, ...]:
        changed, self._stored = self._stored, set()
        if None not in changed:
            return tuple(sorted(key for key in changed if key is not None))
        try:
            return tuple(key for (key,) in self._db.execute(_ALL))
        except sqlite3.Error:
            self._stored = changed  # to be told when it can be read again
            return ()
