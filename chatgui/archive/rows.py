"""Each change of an archive as SQL. Run inside a transaction; a repeated one changes nothing."""

from sqlite3 import Connection, Cursor

import msgspec

from chatgui.archive.items import Errand, Item, Numbered, conversation_of
from chatgui.archive.schema import (
    COMMITTED,
    NO_LOG_YET,
    REFUSED,
    WAITING,
    pack_ids,
    signed,
)
from chatgui.archive.terms import index_text
from shared.dialects.native.records import TEXT, Receipt
from shared.text import decode_untrusted

_LARGEST = 2**63 - 1
_NO_SERVER = 0


def server_id(db: Connection, server: bytes) -> int:
    db.execute("INSERT OR IGNORE INTO servers (key) VALUES (?)", (server,))
    return int(db.execute("SELECT id FROM servers WHERE key = ?", (server,)).fetchone()[0])


def log_id(db: Connection, server: int, log: bytes) -> int:
    db.execute("INSERT OR IGNORE INTO logs (server, key) VALUES (?, ?)", (server, log))
    found = db.execute("SELECT id FROM logs WHERE server = ? AND key = ?", (server, log))
    return int(found.fetchone()[0])


def place(db: Connection, server: bytes, item: Item, own: int) -> None:
    """A message that stands in the log; one that is known already has its place there now."""
    at = server_id(db, server)
    log = log_id(db, at, item.log)
    known = _find(db, at, log, item)
    if known is None:
        state = COMMITTED if item.sender == own else None
        _insert(db, at, log, item, state, heard=True)
        return
    db.execute(
        "UPDATE messages SET log = ?, position = ?, at_ms = ?, heard = 1,"
        " state = CASE WHEN state IS NULL THEN NULL ELSE ? END, reason = '' WHERE id = ?",
        (log, item.position, min(item.at_ms, _LARGEST), COMMITTED, known),
    )


def number(db: Connection, server: bytes, own: int, name: str, said: Numbered, now_ms: int) -> None:
    """A message of ours that has been given its number."""
    at = server_id(db, server)
    item = Item(
        own, name, said.to, said.kind, said.body, said.outbox, said.sequence, b"", 0, now_ms
    )
    _insert(db, at, NO_LOG_YET, item, WAITING, heard=False)
    _give(db, said.outbox, said.sequence)


def renumber(db: Connection, old: tuple[bytes, int], new: tuple[bytes, int]) -> None:
    """A message that waits has another number, in another outbox."""
    db.execute(
        "UPDATE messages SET outbox = ?, sequence = ?"
        " WHERE outbox = ? AND sequence = ? AND state = ?",
        (new[0], signed(new[1]), old[0], signed(old[1]), WAITING),
    )
    _give(db, *new)


def commit(
    db: Connection, server: bytes, log: bytes, key: tuple[bytes, int], position: int, at_ms: int
) -> None:
    """It stands on the server. Position 0: somewhere, it is not kept there any more."""
    at = server_id(db, server)
    era = log_id(db, at, log)
    if position == 0:
        _end(db, at, era, key, COMMITTED, "")
        return
    db.execute(
        "UPDATE messages SET state = ?, log = ?, position = ?, at_ms = ?"
        " WHERE server = ? AND outbox = ? AND sequence = ? AND state IS NOT NULL",
        (COMMITTED, era, position, min(at_ms, _LARGEST), at, key[0], signed(key[1])),
    )


def refuse(db: Connection, server: bytes, log: bytes, key: tuple[bytes, int], reason: str) -> None:
    at = server_id(db, server)
    _end(db, at, log_id(db, at, log), key, REFUSED, reason)


def say_again(db: Connection, keys: list[tuple[bytes, int]]) -> None:
    """Messages that were committed wait again: their server has lost them."""
    db.executemany(
        "UPDATE messages SET state = ?, log = ?, position = 0"
        " WHERE outbox = ? AND sequence = ? AND state = ?",
        [(WAITING, NO_LOG_YET, key[0], signed(key[1]), COMMITTED) for key in keys],
    )


def move_cursor(db: Connection, server: bytes, log: bytes, position: int) -> None:
    """Back, for a server that is older than we are: what it says now stands behind that place, and
    has not been seen."""
    at = server_id(db, server)
    era = log_id(db, at, log)
    db.execute(
        "UPDATE marks SET position = ?1 WHERE server = ?2 AND log = ?3 AND position > ?1"
        " AND ?1 < (SELECT cursor FROM logs WHERE id = ?3)",
        (position, at, era),
    )
    db.execute("UPDATE logs SET cursor = ? WHERE id = ?", (position, era))
    db.execute("UPDATE servers SET log = ? WHERE id = ?", (era, at))


def begin_log(db: Connection, server: bytes, log: bytes, position: int) -> None:
    """What stands up to there was received before, by another file than this one."""
    era = log_id(db, server_id(db, server), log)
    db.execute(
        "UPDATE logs SET begin = ? WHERE id = ? AND begin = 0 AND cursor = 0", (position, era)
    )


def begin_outbox(
    db: Connection, server: bytes, place: str, outbox: bytes, installation: bytes
) -> None:
    """`server` empty: of whichever stands at that place."""
    at = server_id(db, server) if server else _NO_SERVER
    db.execute(
        "INSERT OR IGNORE INTO outboxes (key, server, installation, place) VALUES (?, ?, ?, ?)",
        (outbox, at, installation, place),
    )


def adopt_outbox(db: Connection, server: bytes, outbox: bytes, last: int) -> None:
    """It is that server's, and its newest. One that is another server's goes on being so: no
    installation numbers in it here."""
    unmet = (outbox, _NO_SERVER)
    found = db.execute(
        "SELECT installation FROM outboxes WHERE key = ? AND server = ?", unmet
    ).fetchone()
    db.execute("DELETE FROM outboxes WHERE key = ? AND server = ?", unmet)
    db.execute(
        "INSERT OR IGNORE INTO outboxes (key, server, installation, last) VALUES (?, ?, ?, ?)",
        (outbox, server_id(db, server), found[0] if found else b"", signed(last)),
    )


def refill(db: Connection, server: bytes, log: bytes, before: int) -> None:
    """What stands before that position is still to be fetched again; 0: nothing."""
    era = log_id(db, server_id(db, server), log)
    db.execute("UPDATE logs SET refill = ? WHERE id = ?", (before, era))


def remember_damage(db: Connection) -> None:
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('was_damaged', 1)")


def count_receipts(db: Connection, server: bytes, log: bytes, rows: tuple[Receipt, ...]) -> None:
    """Who once had a message has it: a server that was killed, or has forgotten a guest, counts
    fewer. Handed over may turn out as missed, so it is at most what the others leave."""
    at = server_id(db, server)
    era = log_id(db, at, log)
    db.executemany(
        _COUNT,
        [
            (row.recipients, row.delivered, row.read, row.handed, row.missed, at, era, row.position)
            for row in rows
            if row.position <= _LARGEST
        ],
    )


def keep_errand(db: Connection, place: str, errand: Errand) -> None:
    db.execute(
        "INSERT OR REPLACE INTO errands (id, place, names, text, recipients)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            errand.number,
            place,
            msgspec.msgpack.encode(errand.names),
            errand.text,
            pack_ids(errand.to),
        ),
    )
    number_errand(db, errand.number, (errand.outbox, errand.sequence))


def number_errand(db: Connection, number: int, key: tuple[bytes, int]) -> None:
    """What was typed has that number, perhaps instead of another one."""
    db.execute(
        "UPDATE errands SET outbox = ?, sequence = ? WHERE id = ?", (key[0], signed(key[1]), number)
    )
    _give(db, *key)


def drop_errand(db: Connection, number: int) -> None:
    db.execute("DELETE FROM errands WHERE id = ?", (number,))


def name_people(db: Connection, server: bytes, names: dict[int, str]) -> None:
    at = server_id(db, server)
    db.executemany(
        "INSERT OR REPLACE INTO people (server, person, name) VALUES (?, ?, ?)",
        [(at, signed(person), name) for person, name in names.items()],
    )


def _give(db: Connection, outbox: bytes, sequence: int) -> None:
    db.execute("UPDATE outboxes SET last = max(last, ?) WHERE key = ?", (signed(sequence), outbox))


def _end(
    db: Connection, server: int, log: int, key: tuple[bytes, int], state: int, reason: str
) -> None:
    """Settled without a place of its own: it is shown behind what had been said by then."""
    db.execute(
        "UPDATE messages SET state = ?, reason = ?, log = ?,"
        " position = (SELECT cursor FROM logs WHERE id = ?)"
        " WHERE server = ? AND outbox = ? AND sequence = ? AND state = ?",
        (state, reason, log, log, server, key[0], signed(key[1]), WAITING),
    )


def _find(db: Connection, server: int, log: int, item: Item) -> int | None:
    if item.outbox:
        found = db.execute(
            "SELECT id FROM messages"
            " WHERE server = ? AND sender = ? AND outbox = ? AND sequence = ? AND outbox <> x''",
            (server, signed(item.sender), item.outbox, signed(item.sequence)),
        ).fetchone()
    else:
        found = db.execute(
            "SELECT id FROM messages"
            " WHERE server = ? AND log = ? AND position = ? AND outbox = x''",
            (server, log, item.position),
        ).fetchone()
    return None if found is None else int(found[0])


def _insert(
    db: Connection, server: int, log: int, item: Item, state: int | None, *, heard: bool
) -> None:
    row = (
        server,
        log,
        item.position,
        min(item.at_ms, _LARGEST),
        signed(item.sender),
        item.sender_name,
        pack_ids(item.to),
        conversation_of(item.sender, item.to),
        item.kind,
        item.body,
        item.outbox,
        signed(item.sequence),
        item.early,
        heard,
        state,
    )
    index(db, db.execute(_INSERT, row), item.kind, item.body)


def index(db: Connection, added: Cursor, kind: int, body: bytes) -> None:
    """So that a message is found, if it was added."""
    if added.rowcount == 1 and kind == TEXT:
        terms = index_text(decode_untrusted(body))
        db.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", (added.lastrowid, terms))


_INSERT = (
    "INSERT OR IGNORE INTO messages (server, log, position, at_ms, sender, sender_name, recipients,"
    " conversation, kind, body, outbox, sequence, early, heard, state)"
    " VALUES (" + ", ".join("?" * 15) + ")"
)

_COUNT = """
UPDATE messages SET
    expected = max(?1, ifnull(expected, 0)),
    delivered = max(?2, ifnull(delivered, 0)),
    seen = max(?3, ifnull(seen, 0)),
    handed = max(?4, min(ifnull(handed, 0),
        max(?1, ifnull(expected, 0)) - max(?2, ifnull(delivered, 0)) - ?5)),
    missed = ?5
WHERE server = ?6 AND log = ?7 AND position = ?8 AND state IS NOT NULL
"""
