"""What the link asks of its archive: queries, each of them answered from what is stored."""

import sqlite3
from typing import Any

import msgspec

from chatgui.archive.items import UNMET, Errand, Numbered, Numbering, unmet_key
from chatgui.archive.schema import (
    COMMITTED,
    NO_LOG_YET,
    WAITING,
    signed,
    unpack_ids,
    unsigned,
)


class Reader:
    """Where the disk cannot be read there is nothing: the server has the last word anyway."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def cursor_in(self, server: bytes, log: bytes) -> int:
        """How far that log was read, whichever is followed now."""
        return self._number(
            "SELECT cursor FROM logs WHERE key = ?"
            " AND server = (SELECT id FROM servers WHERE key = ?)",
            log,
            server,
        )

    def errands(self, place: str) -> list[Errand]:
        """What was typed for the server at that address."""
        found = self._rows(
            "SELECT id, names, text, outbox, sequence, recipients FROM errands WHERE place = ?"
            " ORDER BY id",
            place,
        )
        return [
            Errand(
                number,
                msgspec.msgpack.decode(names, type=tuple[str, ...]),
                text,
                outbox,
                unsigned(sequence),
                unpack_ids(to),
            )
            for number, names, text, outbox, sequence, to in found
        ]

    def typed_elsewhere(self, place: str) -> set[bytes]:
        """Outboxes that hold numbers of what was typed for another address."""
        found = self._rows("SELECT DISTINCT outbox FROM errands WHERE place <> ?", place)
        return {outbox for (outbox,) in found}

    def waits_elsewhere(self, place: str) -> list[tuple[str, int]]:
        """Where else something was typed that was not sent, and how many messages."""
        found = dict(self._rows("SELECT place, count(*) FROM errands GROUP BY place"))
        for key, count in self._rows(_UNMET_WAITING, len(UNMET), UNMET, NO_LOG_YET, WAITING):
            other = key[len(UNMET) :].decode()
            found[other] = found.get(other, 0) + count
        return sorted((other, count) for other, count in found.items() if other != place)

    def waits_at_servers(self) -> list[tuple[bytes, int]]:
        """Servers that were met, by their keys, and how many messages wait for each."""
        return self._rows(_MET_WAITING, NO_LOG_YET, WAITING, len(UNMET), UNMET)

    def unmet(self, place: str) -> tuple[Numbering, ...]:
        """Outboxes of that address, from before its server was met."""
        return self._numberings("server = 0 AND place = ?", place)

    def unmet_waiting(self, place: str) -> tuple[Numbered, ...]:
        """What was said to whichever server stands there, and waits."""
        return self._own(WAITING_OF, unmet_key(place), WAITING)

    def committed(
        self, server: bytes, log: bytes, outbox: bytes, sequence: int, position: int
    ) -> tuple[Numbered, ...]:
        """Our messages in that log, of that outbox above that number, and of any outbox behind
        that position: what a server that has lost them is to be told again."""
        at, era = self._places(server, log)
        return self._own(
            "server = ? AND log = ? AND state = ? AND outbox <> x'' AND"
            " ((outbox = ? AND sequence > ?) OR position > ?)"
            " AND outbox IN (SELECT key FROM outboxes) ORDER BY outbox, sequence",
            at,
            era,
            COMMITTED,
            outbox,
            signed(sequence),
            position,
        )

    def unsure(self, server: bytes, log: bytes, limit: int) -> tuple[int, ...]:
        """Positions of our newest messages that not all recipients are known to have read."""
        found = self._rows(
            "SELECT position FROM messages WHERE server = ? AND log = ? AND state = ?"
            " AND position > 0 AND (expected IS NULL OR seen + handed + missed < expected)"
            " ORDER BY position DESC LIMIT ?",
            *self._places(server, log),
            COMMITTED,
            limit,
        )
        return tuple(position for (position,) in found)

    def lowest(self, server: bytes, log: bytes) -> int | None:
        """The position of the oldest message of that log; None: we have none of it."""
        found = self._number(
            "SELECT min(position) FROM messages WHERE server = ? AND log = ? AND position > 0",
            *self._places(server, log),
        )
        return found or None

    def _numberings(self, where: str, value: object) -> tuple[Numbering, ...]:
        found = self._rows(
            f"SELECT key, installation, last FROM outboxes WHERE {where} ORDER BY id", value
        )
        return tuple(Numbering(key, place, unsigned(last)) for key, place, last in found)

    def missing_before(self, server: bytes, log: bytes, otherwise: int) -> int:
        """Before which position the file's damage may have cost messages, `otherwise` if nothing
        was fetched again yet; 0: nothing is missing."""
        if not self._number("SELECT value FROM meta WHERE key = 'was_damaged'"):
            return 0
        found = self._rows("SELECT refill FROM logs WHERE id = ?", self._places(server, log)[1])
        return otherwise if not found or found[0][0] is None else int(found[0][0])

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error:
            return []

    def _number(self, query: str, *values: object) -> int:
        """0 if there is none."""
        found = self._rows(query, *values)
        return (found[0][0] or 0) if found else 0

    def _places(self, server: bytes, log: bytes) -> tuple[int, int]:
        found = self._rows(
            "SELECT servers.id, logs.id FROM servers JOIN logs ON logs.server = servers.id"
            " WHERE servers.key = ? AND logs.key = ?",
            server,
            log,
        )
        return found[0] if found else (-1, -1)

    def _own(self, where: str, *values: object) -> tuple[Numbered, ...]:
        found = self._rows(
            f"SELECT outbox, sequence, recipients, kind, body FROM messages WHERE {where}", *values
        )
        return tuple(
            Numbered(outbox, unsigned(sequence), unpack_ids(to), kind, body)
            for outbox, sequence, to, kind, body in found
        )


WAITING_OF = (
    "server = (SELECT id FROM servers WHERE key = ?) AND state = ? ORDER BY"
    " (SELECT id FROM outboxes WHERE key = outbox AND outboxes.server IN (0, messages.server)),"
    " sequence"
)
_UNMET_WAITING = (
    "SELECT key, count(*) FROM servers JOIN messages ON server = servers.id"
    " WHERE substr(key, 1, ?) = ? AND messages.log = ? AND state = ? GROUP BY key"
)
_MET_WAITING = (
    "SELECT key, count(*) FROM servers JOIN messages ON server = servers.id"
    " WHERE messages.log = ? AND state = ? AND substr(key, 1, ?) <> ? GROUP BY key"
)
