"""What was gathered in memory while the disk could not be used, put into the file."""

from sqlite3 import Connection
from typing import Any

from chatgui.archive import rows
from chatgui.archive.conversations import mark_seen
from chatgui.archive.schema import NO_LOG_YET, transaction

_Ids = dict[int, int]
"""Of rows in the file by their ids in memory."""


def move_all(memory: Connection, database: Connection) -> None:
    """All of it, or what SQLite raised. Cursors stay the file's: what it has not had is posted
    again, and known then."""
    with transaction(database):
        servers = {
            id: rows.server_id(database, key)
            for id, key in memory.execute("SELECT id, key FROM servers")
        }
        logs = {
            id: rows.log_id(database, servers[server], key)
            for id, server, key in memory.execute("SELECT id, server, key FROM logs")
        }
        for server, key, begin in memory.execute(_BEGINS):
            rows.begin_log(database, server, key, begin)
        _move_numberings(memory, database, servers)
        _move_messages(memory, database, servers, {**logs, NO_LOG_YET: NO_LOG_YET})
        _move_conversations(memory, database, servers, {**logs, 0: 0})


def _move_numberings(memory: Connection, database: Connection, servers: _Ids) -> None:
    """With what was not addressed, and what people are called."""
    for server, *rest in memory.execute(f"SELECT server, {_NUMBERING} FROM outboxes ORDER BY id"):
        database.execute(
            f"INSERT OR IGNORE INTO outboxes (server, {_NUMBERING}) VALUES (?, ?, ?, ?, ?)",
            (servers.get(server, 0), *rest),  # 0: of none yet
        )
    for server, *rest in memory.execute("SELECT server, person, name FROM people"):
        database.execute(
            "INSERT OR REPLACE INTO people (server, person, name) VALUES (?, ?, ?)",
            (servers[server], *rest),
        )
    database.executemany(
        f"INSERT INTO errands ({_ERRAND}) VALUES (?, ?, ?, ?, ?, ?)",
        memory.execute(f"SELECT {_ERRAND} FROM errands ORDER BY id").fetchall(),
    )


def _move_messages(memory: Connection, database: Connection, servers: _Ids, logs: _Ids) -> None:
    """The file's word stands where it has a message already."""
    for row in memory.execute(f"SELECT server, log, {_COLUMNS} FROM messages ORDER BY id"):
        server, log, kind, body, *rest = row
        values: tuple[Any, ...] = (servers[server], logs[log], kind, body, *rest)
        rows.index(database, database.execute(_INSERT, values), kind, body)


def _move_conversations(
    memory: Connection, database: Connection, servers: _Ids, logs: _Ids
) -> None:
    """What the person has done last stands."""
    for server, conversation in memory.execute("SELECT server, conversation FROM mutes"):
        database.execute(
            "INSERT OR IGNORE INTO mutes VALUES (?, ?)", (servers[server], conversation)
        )
    for server, *draft, log, position in memory.execute(
        "SELECT server, conversation, members, text, log, position FROM drafts"
    ):
        values = (servers[server], *draft, logs[log], position)
        database.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)", values)
    keys = {id: key for key, id in memory.execute("SELECT key, id FROM servers")}
    eras = {id: key for key, id in memory.execute("SELECT key, id FROM logs")}
    for server, conversation, log, position in memory.execute("SELECT * FROM marks"):
        mark_seen(database, keys[server], eras[log], conversation, position)


_BEGINS = (
    "SELECT servers.key, logs.key, begin FROM logs JOIN servers ON servers.id = server"
    " WHERE begin > 0"
)
_NUMBERING = "key, installation, last, place"
_ERRAND = "place, names, text, outbox, sequence, recipients"
_COLUMNS = (
    "kind, body, position, at_ms, sender, sender_name, recipients, conversation, outbox, sequence,"
    " early, heard, state, reason, expected, delivered, seen, handed, missed"
)
_INSERT = f"INSERT OR IGNORE INTO messages (server, log, {_COLUMNS}) VALUES ({', '.join('?' * 21)})"
