"""What the person does with conversations, as SQL: seen, muted, being written. Run inside a
transaction; a repeated one changes nothing."""

from sqlite3 import Connection
from typing import Final

from chatgui.archive.items import unmet_key
from chatgui.archive.rows import log_id, server_id
from chatgui.archive.schema import pack_ids

_NOTHING_SAID: Final = (0, 0)


def mark_seen(
    db: Connection, server: bytes, log: bytes, conversation: bytes, position: int
) -> None:
    """All up to there in that log, and whatever stands in older ones. It never goes back."""
    at = server_id(db, server)
    db.execute(
        "INSERT INTO marks (server, conversation, log, position) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET log = excluded.log, position = excluded.position"
        " WHERE (excluded.log, excluded.position) > (log, position)",
        (at, conversation, log_id(db, at, log), position),
    )


def keep_draft(
    db: Connection, server: bytes, conversation: bytes, members: tuple[int, ...], text: str
) -> None:
    """In place of what was kept before; empty: nothing is. It stands behind what was said by now,
    wherever it had stood."""
    at = server_id(db, server)
    before = db.execute(
        "SELECT text FROM drafts WHERE server = ? AND conversation = ?", (at, conversation)
    ).fetchone()
    if before == ((text,) if text else None):
        return
    db.execute("DELETE FROM drafts WHERE server = ? AND conversation = ?", (at, conversation))
    if text:
        place = db.execute(
            "SELECT logs.id, cursor FROM servers JOIN logs ON logs.id = log WHERE servers.id = ?",
            (at,),
        ).fetchone()
        db.execute(
            "INSERT INTO drafts (server, conversation, members, text, log, position)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (at, conversation, pack_ids(members), text, *(place or _NOTHING_SAID)),
        )


def mute(db: Connection, server: bytes, conversation: bytes, is_muted: bool) -> None:
    change = (
        "INSERT OR IGNORE INTO mutes (server, conversation) VALUES (?, ?)"
        if is_muted
        else "DELETE FROM mutes WHERE server = ? AND conversation = ?"
    )
    db.execute(change, (server_id(db, server), conversation))


def adopt_place(db: Connection, server: bytes, place: str) -> None:
    """What was said to whichever server stands there, and drafts, are for that one."""
    found = db.execute("SELECT id FROM servers WHERE key = ?", (unmet_key(place),)).fetchone()
    if found is None:
        return
    at = server_id(db, server)
    for table in ("messages", "drafts", "mutes"):
        db.execute(f"UPDATE OR IGNORE {table} SET server = ? WHERE server = ?", (at, *found))
        db.execute(f"DELETE FROM {table} WHERE server = ?", found)
    db.execute("DELETE FROM servers WHERE id = ?", found)
