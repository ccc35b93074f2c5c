"""The servers on this network, as searches tell of them one after the other.

begin()         a search begins
hear(server)    it has met one, or knows one better
end()           it is over
rows            to choose from
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from chatgui.app.words import dialogs as words
from shared.constants import DEFAULT_PORT
from shared.discovery.found import FoundServer
from shared.net.path import bracketed
from shared.plural import plural

MISSES: Final = 2
"""A server whose answers were lost once has not gone."""

_NOTHING: Final[Mapping[bytes, bytes]] = {}

HERE: Final = ("127.0.0.1", "localhost", "::1")


class ServerRow(Struct, frozen=True):
    """One to choose. `typed`: what choosing it puts into the field. `id`: of one that was found, as
    it says itself, and `key` that of the known server that has this id; either may be empty.
    `is_known`: the key of whoever stands there, or says so, is known here."""

    typed: str
    title: str
    note: str = ""
    is_chosen: bool = False
    is_known: bool = False
    id: bytes = b""
    key: bytes = b""


class Nearby:
    """`last`: hosts and ports in lower case where one was before, the last one first. `known`: keys
    of known servers by their ids."""

    def __init__(
        self, last: Sequence[str] = (), known: Mapping[bytes, bytes] | None = None
    ) -> None:
        self._last, self._known = tuple(last), known or {}
        self._servers: dict[bytes, FoundServer] = {}
        self._misses: dict[bytes, int] = {}
        self.is_searching = False
        self.has_looked = False

    @property
    def rows(self) -> tuple[ServerRow, ...]:
        """The last one joined first, then known ones, then by name."""
        return tuple(map(self._row, sorted(self._servers.values(), key=self._rank)))

    @property
    def warning(self) -> str:
        """A sentence where it is not clear which server is meant; empty: it is."""
        count = len(self._servers)
        return words.SEVERAL_SERVERS.format(count=_counted(count)) if count > 1 else ""

    @property
    def status(self) -> str:
        """What the search does, or what it has not found."""
        if self._servers:
            return ""
        if self.is_searching or not self.has_looked:
            return words.SEARCHING
        return words.NOTHING_FOUND

    def begin(self) -> None:
        self.is_searching = True
        for id in self._servers:
            self._misses[id] = self._misses.get(id, 0) + 1

    def hear(self, server: FoundServer) -> None:
        self._servers[server.id] = server
        self._misses[server.id] = 0

    def end(self) -> None:
        self.is_searching, self.has_looked = False, True
        for id, count in list(self._misses.items()):
            if count >= MISSES:
                del self._servers[id], self._misses[id]

    def _rank(self, server: FoundServer) -> tuple[int, bool, str, bytes]:
        where = _where(server)
        last = self._last.index(where) if where in self._last else len(self._last)
        return last, server.id not in self._known, server.name.casefold(), server.id

    def _row(self, server: FoundServer) -> ServerRow:
        return ServerRow(
            typed=_where(server),
            title=server.name,
            note=_describe(server, is_silent=not self.is_searching and server.by == "mdns"),
            is_known=server.id in self._known,
            id=server.id,
            key=self._known.get(server.id, b""),
        )


def _where(server: FoundServer) -> str:
    return f"{bracketed(server.host)}:{server.port}".lower()


def _describe(server: FoundServer, *, is_silent: bool) -> str:
    """Where it is, how many are there, and who is let in. Two on one computer differ in the port.
    `is_silent`: it is announced only."""
    people = server.people
    parts = [
        words.THIS_COMPUTER if server.host in HERE else server.host,
        "" if server.port == DEFAULT_PORT else words.PORT.format(port=server.port),
        "" if people is None else plural(people, words.ONLINE_ONE, words.ONLINE_MANY),
        words.SILENT if is_silent else "",
        words.INVITED_ONLY if server.is_private else "",
    ]
    return " · ".join(filter(None, parts))


def _counted(count: int) -> str:
    return words.NUMBERS[count] if count < len(words.NUMBERS) else str(count)
