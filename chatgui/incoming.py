"""The log as this client has it: what is new, and how far it has read."""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from chatgui.archive import rows
from chatgui.archive.archive import NO_LOG, Archive
from chatgui.archive.items import Item, Place
from shared.dialects.native.records import (
    MESSAGE,
    HistoryPage,
    Kept,
    Posted,
    Welcome,
    decode_entry_untrusted,
)
from shared.wire import BadPacket

LARGEST_POSITION: Final = 2**63 - 1


class News(NamedTuple):
    """A message that was not told of yet. `is_ours`: it was said here, and came back."""

    item: Item
    is_ours: bool


class Incoming:
    """What one server has posted. `cursor` counts in `log`: all up to there has been taken."""

    def __init__(
        self, server: bytes, place: Place, archive: Archive, compare: Callable[[Item], None]
    ) -> None:
        """`compare` is shown each message before it is looked up."""
        self.log = place.log
        self.cursor = place.cursor
        self._server = server
        self._archive = archive
        self._compare = compare
        self._named = 0  # the cursor that the server was told last
        self._since = 0
        self._told = 0  # the highest position told of; the disk may know less

    def introduce(self) -> tuple[bytes, int]:
        """(log, cursor) for FIN: what is on the disk."""
        log, self._named = self._archive.stored_cursor(self._server)
        return log, self._named

    def follow(self, welcome: Welcome) -> bool:
        """The server's log is this one; True if that is another than before."""
        self._since = welcome.since
        self._archive.gather(
            partial(rows.begin_log, server=self._server, log=welcome.log, position=welcome.begin)
        )
        log, stored = self._archive.stored_cursor(self._server)
        if welcome.log != self.log:
            was_known = self.log != NO_LOG
            self.log = welcome.log
            self.cursor = self._told = self._archive.cursor_in(self._server, welcome.log)
            self._named = self.cursor
            return was_known
        self._told = max(self._told, self.cursor)
        self.cursor = min(self.cursor, stored) if log == self.log else 0  # the rest comes again
        return False

    def go_back(self, begin: int) -> bool:
        """The server goes on from there. True: it knows less than it told us once."""
        if begin >= self._named:
            return False
        self._told = begin
        self._move(begin)
        return True

    def take_untrusted(self, posted: Posted) -> News | None:
        """The message, if it is one and new. BadPacket for a broken one, which is skipped.

        Entries of kinds that later versions add move the cursor, and nothing else.
        """
        if not self.cursor < posted.position <= LARGEST_POSITION:
            return None
        self._move(posted.position)
        item = self._read_untrusted(posted)
        news = self._keep(item) if item is not None else None
        return news if posted.position > self._told else None

    def take_page_untrusted(self, page: HistoryPage) -> int:
        """Older messages, which move nothing; how many of them are new."""
        items = [self._read_untrusted(kept) for kept in page.entries]
        return sum(self._keep(item) is not None for item in items if item is not None)

    def catch_up(self, position: int) -> None:
        if self.cursor < position <= LARGEST_POSITION:
            self._move(position)

    def _move(self, position: int) -> None:
        self.cursor = position
        self._archive.move_cursor(self._server, self.log, position)

    def _keep(self, item: Item) -> News | None:
        self._compare(item)
        heard = self._archive.was_heard(self._server, item)
        self._archive.place(self._server, item)
        return None if heard else News(item, heard is not None)

    def _read_untrusted(self, posted: Posted | Kept) -> Item | None:
        if posted.entry != MESSAGE or not 0 < posted.position <= LARGEST_POSITION:
            return None
        entry = decode_entry_untrusted(posted.content)
        if len(entry.outbox) not in (0, 16):
            raise BadPacket("an outbox of another size")
        return Item(
            entry.sender,
            entry.sender_name,
            entry.to,
            entry.kind,
            entry.body,
            entry.outbox,
            entry.sequence,
            self.log,
            posted.position,
            posted.at_ms,
            posted.position <= self._since,
        )
