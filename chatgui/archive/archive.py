"""A person's archive: one writer, which gathers what changes and stores it in one transaction.

    attach(server)     where we stand with a server
    (changes)          `place`, `number`, `commit_own`, `move_cursor`, ...: gathered
    commit(now)        all of it on the disk, or a sentence why not; then it is tried again

What cannot be stored stays in memory and is stored later; until then the cursor is where it was,
so that nothing is reported as received that a crash would lose. Where not even the file could be
opened, all of it is gathered in memory, and moves into the file once that can be had.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from chatgui.archive import rows
from chatgui.archive.database import open_database
from chatgui.archive.items import Errand, Item, Numbered, Place, conversation_of
from chatgui.archive.reader import WAITING_OF
from chatgui.archive.schema import WAITING, signed, unsigned
from chatgui.archive.store import Store
from shared.dialects.native.records import Receipt

MAX_GATHERED: Final = 20_000
"""Received messages that wait for the disk. What is more is asked of the server again, later."""

NO_LOG: Final = bytes(16)

Key = tuple[bytes, int]
"""Outbox and sequence: a message of our own."""


class Archive(Store):
    """As `Store` has it; the changes by their names, and what of them is not on the disk yet."""

    def __init__(
        self,
        database: sqlite3.Connection,
        own: int,
        wall_ms: Callable[[], int],
        *,
        path: Path | None = None,
        folder: Path | None = None,
        is_kept: bool = True,
    ) -> None:
        super().__init__(database, own, path=path, folder=folder, is_kept=is_kept)
        self._wall_ms = wall_ms
        self._unstored: dict[tuple[Any, ...], bool | None] = {}  # messages in these; heard?
        self._cursors: dict[bytes, tuple[bytes, int]] = {}  # of each server, on the disk
        self._holes: set[bytes] = set()
        self._new_errands: set[int] = set()  # not on the disk yet
        self._held: set[Key] = set()
        self._names: dict[bytes, dict[int, str]] = {}
        self._last_errand = self._number("SELECT max(id) FROM errands")

    # --- what is there -----------------------------------------------------------------------

    def attach(self, server: bytes) -> Place:
        """What is stored about that server."""
        found = self._rows(
            "SELECT logs.key, cursor, servers.id FROM servers LEFT JOIN logs ON logs.id = log"
            " WHERE servers.key = ?",
            server,
        )
        log, cursor, at = found[0] if found else (b"", 0, -1)
        if log and self.is_kept:
            self._cursors[server] = (log, cursor)
        return Place(
            log or NO_LOG,
            cursor or 0,
            self._numberings("server = ?", at),
            self._own(WAITING_OF, server, WAITING),
        )

    def forget_holes(self, server: bytes) -> None:
        """What had no room is asked for again: the server is told the cursor that is stored."""
        self._holes.discard(server)

    def names(self, server: bytes) -> dict[int, str]:
        """What people are called there, as far as we have heard."""
        if server not in self._names:
            found = self._rows(
                "SELECT person, name FROM people"
                " WHERE server = (SELECT id FROM servers WHERE key = ?)",
                server,
            )
            self._names[server] = {unsigned(person): name for person, name in found}
        return self._names[server]

    def stored_cursor(self, server: bytes) -> tuple[bytes, int]:
        """(log, position): all up to there is on the disk."""
        return self._cursors.get(server, (NO_LOG, 0))

    def was_heard(self, server: bytes, item: Item) -> bool | None:
        """Whether it was told of already; None: it is not known at all. What we said ourselves
        is known, and heard once it has come back."""
        key = _key(server, item)
        if key in self._unstored:
            return self._unstored[key]
        at = self._number("SELECT id FROM servers WHERE key = ?", server)
        if item.outbox:
            where = "sender = ? AND outbox = ? AND sequence = ? AND outbox <> x''"
            values: tuple[object, ...] = (signed(item.sender), item.outbox, signed(item.sequence))
        else:
            where = "outbox = x'' AND position = ? AND log = ?"
            values = (item.position, self._places(server, item.log)[1])
        found = self._rows(f"SELECT heard FROM messages WHERE server = ? AND {where}", at, *values)
        return bool(found[0][0]) if found else None

    # --- changes -----------------------------------------------------------------------------

    def keep_errand(
        self, place: str, names: tuple[str, ...], text: str, key: Key, to: tuple[int, ...] = ()
    ) -> Errand:
        """Typed, not addressed yet; but it has its number. `to`: in place of names."""
        self._last_errand += 1
        self._new_errands.add(self._last_errand)
        names = tuple(_sound(name) for name in names)
        errand = Errand(self._last_errand, names, _sound(text), *key, to)
        self.gather(partial(rows.keep_errand, place=place, errand=errand))
        return errand

    def number_errand(self, errand: Errand, key: Key) -> Errand:
        """What was typed has another number, in another outbox."""
        if errand.number not in self._new_errands:
            self._held.add(key)
        self.gather(partial(rows.number_errand, number=errand.number, key=key))
        return errand._replace(outbox=key[0], sequence=key[1])

    def drop_errand(self, errand: Errand) -> None:
        """It is a message now, or never will be one."""
        self.gather(partial(rows.drop_errand, number=errand.number))

    def may_be_said(self, key: Key) -> bool:
        """False while the disk has that message of ours under another number: a program that was
        killed now would say it twice."""
        return key not in self._held

    def begin_outbox(
        self, server: bytes, outbox: bytes, installation: bytes, place: str = ""
    ) -> None:
        """`server` empty: nobody knows yet who stands at that place."""
        self.gather(
            partial(
                rows.begin_outbox,
                server=server,
                place=place,
                outbox=outbox,
                installation=installation,
            )
        )

    def adopt_outbox(self, server: bytes, outbox: bytes, last: int) -> None:
        """What was numbered in it is for that server."""
        self.gather(partial(rows.adopt_outbox, server=server, outbox=outbox, last=last))

    def number(self, server: bytes, name: str, said: Numbered) -> None:
        """A message of ours has its number; `name`: ours."""
        self._unstored[(server, self.own, said.outbox, said.sequence)] = False
        self._add(conversation_of(self.own, said.to))
        now_ms = self._wall_ms()
        self.gather(
            partial(rows.number, server=server, own=self.own, name=name, said=said, now_ms=now_ms)
        )

    def renumber(self, server: bytes, old: Key, new: Key) -> None:
        """A message of ours that waits has another number, in another outbox."""
        self._unstored[(server, self.own, *old)] = None
        self._unstored[(server, self.own, *new)] = False
        self._held.add(new)
        self.gather(partial(rows.renumber, old=old, new=new))

    def commit_own(self, server: bytes, log: bytes, key: Key, position: int, at_ms: int) -> None:
        self.gather(
            partial(rows.commit, server=server, log=log, key=key, position=position, at_ms=at_ms)
        )

    def refuse_own(self, server: bytes, log: bytes, key: Key, reason: str) -> None:
        self.gather(partial(rows.refuse, server=server, log=log, key=key, reason=reason))

    def say_again(self, keys: list[Key]) -> None:
        self.gather(partial(rows.say_again, keys=keys))

    def place(self, server: bytes, item: Item) -> None:
        """A message from the server's log."""
        if len(self._changes) >= MAX_GATHERED:
            self._holes.add(server)
            return
        self._unstored[_key(server, item)] = True
        self._add(conversation_of(item.sender, item.to))
        self.gather(partial(rows.place, server=server, item=item, own=self.own))

    def move_cursor(self, server: bytes, log: bytes, position: int) -> None:
        """All up to there has been handed to `place`; or back, for an older server."""
        if server not in self._holes:
            self._moved[server] = (log, position)

    def refill(self, server: bytes, log: bytes, before: int) -> None:
        """Of what a damaged history had lost, all behind that position has been fetched again."""
        self.gather(partial(rows.refill, server=server, log=log, before=before))

    def count_receipts(self, server: bytes, log: bytes, receipts: tuple[Receipt, ...]) -> None:
        self.gather(partial(rows.count_receipts, server=server, log=log, rows=receipts))

    def name_people(self, server: bytes, names: dict[int, str]) -> None:
        """What people are called now."""
        known = self.names(server)
        news = {person: name for person, name in names.items() if known.get(person) != name}
        if news:
            known.update(news)
            self.gather(partial(rows.name_people, server=server, names=news))

    def _remember_stored(self) -> None:
        if self.is_kept:
            self._cursors.update(self._moved)
        self._unstored.clear()
        self._new_errands.clear()
        self._held.clear()

    def _begin_again(self) -> None:
        for cache in (self._cursors, self._names, self._holes):
            cache.clear()
        self._last_errand = self._number("SELECT max(id) FROM errands")


def open_archive(folder: Path, own: int, wall_ms: Callable[[], int]) -> tuple[Archive, str]:
    """The archive in a profile's folder, and a sentence for the person or none. DiskError if a
    later version of Parley wrote it."""
    database, path, warning = open_database(folder, own)
    is_kept = path is not None
    archive = Archive(database, own, wall_ms, path=path, folder=folder, is_kept=is_kept)
    return archive, warning


def _key(server: bytes, item: Item) -> tuple[Any, ...]:
    if item.outbox:
        return (server, item.sender, item.outbox, item.sequence)
    return (server, item.log, item.position)


def _sound(text: str) -> str:
    """Half a character, which neither SQLite nor MessagePack takes, as the server would get it."""
    return text.encode("utf-8", "replace").decode()
