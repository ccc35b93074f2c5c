"""What was said and heard, for views: a reader of the archive, beside the link.

Messages come in the order of the server that they were said at, what waits to be sent last. Only
one thread uses a `History`; it sees what the link has stored until now.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from chatgui.app import summaries, words
from chatgui.app.shown import Counts as Counts
from chatgui.app.shown import Shown as Shown
from chatgui.app.shown import Summary as Summary
from chatgui.archive.reading import NothingKept, Reading, Source
from chatgui.archive.schema import COMMITTED, NO_LOG_YET, signed, unpack_ids, unsigned
from chatgui.archive.terms import search_query
from shared.chat import EVERYONE_ID
from shared.dialects.native.records import TEXT
from shared.text import decode_untrusted, one_line, sanitise

BATCH: Final = 500
"""Rows read at a time where all of them are wanted."""


# Ordered by place, not by id: pages of older messages came later. To sort all that a common word
# finds among a million takes 0.4 s. The newest are among the last to have come, unless these are
# pages of older ones; then they were among the first.
_HITS = "SELECT rowid FROM (SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid"
_NEWEST_HITS = f"{_HITS} DESC LIMIT 2000)"
_OLDEST_HITS = f"{_HITS} LIMIT 2000)"
_SPEAKERS = (
    "SELECT person, name FROM people WHERE server = ? AND person <> ? AND EXISTS ("
    "SELECT 1 FROM messages WHERE messages.server = people.server AND sender = person"
    " AND outbox <> x'') LIMIT ?"
)


class HistoryError(Exception):
    """Why nothing can be shown, as a sentence."""


class History:
    """Each call is one question; HistoryError if the archive cannot be read."""

    def __init__(
        self,
        source: Callable[[], Source],
        server: Callable[[], bytes | None],
        own: int = 0,
    ) -> None:
        """`source`: `Archive.source`. `server`: the key of the one whose messages are meant. Either
        may become another one later. `own`: this person's id."""
        self._source, self._reading = source, Reading(source)
        self._server_key = server
        self._own = own

    def another(self) -> "History":
        """For another thread, which closes it."""
        return History(self._source, self._server_key, self._own)

    def close(self) -> None:
        self._reading.close()

    def newest(self, count: int, conversation: bytes | None = None) -> list[Shown]:
        """The last `count` messages, of one conversation or of all, oldest first."""
        return self._before("", (), conversation, count)

    def before(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        """At most `count` messages before that one, oldest first."""
        return self._before(
            "AND (log, position, id) < (?, ?, ?)", self._at(id), conversation, count
        )

    def after(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        """At most `count` messages behind that one, oldest first."""
        where, values = self._where(conversation)
        return self._show(
            f"{where} AND (log, position, id) > (?, ?, ?) ORDER BY log, position, id LIMIT ?",
            (*values, *self._at(id), count),
        )

    def around(self, id: int, count: int, conversation: bytes | None = None) -> list[Shown]:
        """That message, with `count` before and behind it."""
        return [
            *self.before(id, count, conversation),
            *self._show("id = ?", (id,)),
            *self.after(id, count, conversation),
        ]

    def find(self, id: int) -> Shown | None:
        """One message; None if there is none of that id from this server."""
        found = self._show("server = ? AND id = ?", (self._server(), id))
        return found[0] if found else None

    def search(self, typed: str, count: int) -> list[Shown]:
        """The newest `count` messages with all these words, oldest first. The last word may be
        the beginning of one."""
        query = search_query(typed)
        if not query or not -(2**63) < count < 2**63:
            return []
        return self._show(
            f"+server = ? AND id IN ({_NEWEST_HITS} UNION {_OLDEST_HITS})"
            " ORDER BY log DESC, position DESC, id DESC LIMIT ?",
            (self._server(), query, query, count),
        )[::-1]

    def conversations(self, limit: int, only: Sequence[bytes] = ()) -> list[Summary]:
        """At most so many, the newest first. `only`: of these few."""
        server = self._server()
        if only:
            found = summaries.read_some(self._rows, server, only)
        else:
            found = summaries.read_newest(self._rows, server, limit)
        names: dict[tuple[int, int], str] = {}
        ids = json.dumps([row.last for row in found])
        shown = self._show("id IN (SELECT value FROM json_each(?))", (ids,), names)
        last = {message.id: message for message in shown}
        return [self._summarise(row, last.get(row.last or 0), server, names) for row in found]

    def last_own(self, conversation: bytes) -> Shown | None:
        """What the person said last there."""
        # The plus: there is an index of own ones, which are few; of a conversation's there is none.
        where = "server = ? AND state IS NOT NULL AND +conversation = ?"
        order = "ORDER BY log DESC, position DESC, id DESC LIMIT 1"
        found = self._show(f"{where} {order}", (self._server(), conversation))
        return found[0] if found else None

    def first_unread(self, conversation: bytes) -> int | None:
        """The id of the first message of others there that the person has not seen."""
        return summaries.first_unread(self._rows, self._server(), conversation)

    def count_after(self, id: int, conversation: bytes) -> int:
        """How many messages stand behind that one there."""
        where, values = self._where(conversation)
        query = f"SELECT count(*) FROM messages WHERE {where} AND (log, position, id) > (?, ?, ?)"
        return int(self._rows(query, (*values, *self._at(id)))[0][0])

    def acquaintances(self, limit: int) -> list[tuple[int, str]]:
        """At most so many people who have said something, by id and name; no guests."""
        found = self._rows(_SPEAKERS, (self._server(), signed(self._own), limit))
        return [(unsigned(person), one_line(name)) for person, name in found]

    def all(self) -> Iterator[Shown]:
        """Every message, read as they are taken: those of this server last, of each server the
        oldest first."""
        with _telling(), self._reading.one_state():
            order = "SELECT id FROM servers ORDER BY id = ?, id"
            for (server,) in self._rows(order, (self._server(),)):
                yield from self._all_of(server)

    def _all_of(self, server: int) -> Iterator[Shown]:
        where = "server = ? AND (log, position, id) > (?, ?, ?) ORDER BY log, position, id LIMIT ?"
        last = 0
        while batch := self._show(where, (server, *self._at(last), BATCH)):
            yield from batch
            last = batch[-1].id

    def _before(
        self, more: str, at: tuple[Any, ...], conversation: bytes | None, count: int
    ) -> list[Shown]:
        where, values = self._where(conversation)
        order = "ORDER BY log DESC, position DESC, id DESC LIMIT ?"
        return self._show(f"{where} {more} {order}", (*values, *at, count))[::-1]

    def _where(self, conversation: bytes | None) -> tuple[str, tuple[Any, ...]]:
        if conversation is None:
            return "server = ?", (self._server(),)
        return "server = ? AND conversation = ?", (self._server(), conversation)

    def _at(self, id: int) -> tuple[int, int, int]:
        """Where that message stands; before all others if there is none."""
        found = self._rows("SELECT log, position, id FROM messages WHERE id = ?", (id,))
        return found[0] if found else (-1, -1, -1)

    def _server(self) -> int:
        key = self._server_key()
        found = self._rows("SELECT id FROM servers WHERE key = ?", (key or b"",))
        return found[0][0] if found else -1

    def _show(
        self,
        where: str,
        values: tuple[Any, ...],
        names: dict[tuple[int, int], str] | None = None,
    ) -> list[Shown]:
        """`names`: of people that were looked up already."""
        found = self._rows(f"SELECT {_COLUMNS} FROM messages WHERE {where}", values)
        names = {} if names is None else names
        return [self._shown(row, names) for row in found]

    def _shown(self, row: tuple[Any, ...], names: dict[tuple[int, int], str]) -> Shown:
        id, conversation, position, at_ms, sender, name, recipients, kind, body, outbox = row[:10]
        early, state, reason, server, is_gone, *counts = row[10:]
        to = unpack_ids(recipients)
        return Shown(
            id,
            conversation,
            position if state in (None, COMMITTED) else 0,
            at_ms,
            one_line(name),
            tuple(self._name(server, person, names) for person in to),
            decode_untrusted(body) if kind == TEXT else words.NEEDS_NEWER,
            bool(early),
            not outbox,
            state,
            reason,
            None if counts[0] is None else Counts(*counts),
            bool(is_gone),
            unsigned(sender),
            to,
        )

    def _summarise(
        self,
        row: summaries.Row,
        last: Shown | None,
        server: int,
        names: dict[tuple[int, int], str],
    ) -> Summary:
        people = {*unpack_ids(row.members), *((last.person, *last.to_ids) if last else ())}
        members = tuple(sorted(people - {self._own, EVERYONE_ID})) if row.conversation else ()
        return Summary(
            row.conversation,
            members,
            tuple(self._name(server, person, names) for person in members),
            last,
            row.unread,
            bool(row.is_muted),
            sanitise(row.draft),
        )

    def _name(self, server: int, person: int, names: dict[tuple[int, int], str]) -> str:
        if person == EVERYONE_ID:
            return words.EVERYONE
        if (server, person) not in names:
            found = self._rows(
                "SELECT name FROM people WHERE server = ? AND person = ?", (server, signed(person))
            )
            names[server, person] = one_line(found[0][0]) if found else words.SOMEBODY
        return names[server, person]

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        with _telling():
            return self._reading.rows(query, values)


@contextmanager
def _telling() -> Iterator[None]:
    """What is wrong, as a sentence."""
    try:
        yield
    except NothingKept:
        raise HistoryError(words.NOTHING_KEPT) from None
    except sqlite3.Error as error:
        raise HistoryError(words.HISTORY_UNREADABLE.format(reason=error)) from None


_COLUMNS = (
    "id, conversation, position, at_ms, sender, sender_name, recipients, kind,"
    " body, outbox,"
    " early, state, reason, server,"
    " log <> (SELECT log FROM servers WHERE servers.id = messages.server)"
    f" AND log < {NO_LOG_YET},"
    " expected, delivered, seen, handed, missed"
)
