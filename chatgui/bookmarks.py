"""Which server stood at which address: a server that changes behind an address is noticed.

HOME/bookmarks is JSON: {"version": 1, "servers": {"chat.example:15000": "<64 hex digits>"}}; the
digits are the server's X25519 public key, which its fingerprint is made of. The address that was
joined last stands last.
"""

import json
from pathlib import Path
from typing import NamedTuple

from chatgui.app import words
from shared.crypto.identity import server_id
from shared.disk import locked, make_folder, name_aside, no_access, replace_file

_VERSION = 1


class Used(NamedTuple):
    """A server that was joined, and where."""

    host: str
    port: int
    key: bytes


class Bookmark:
    """What is known of the server at one address.

    A key that any address led to before is a known server's, and may stand at this one: servers
    move. A key never seen is believed only where nothing is known yet (trust on first use).
    """

    def __init__(
        self, home: Path, address: str, pinned: bytes = b"", pinned_id: bytes = b""
    ) -> None:
        """`address`: host and port as typed. DiskError if the file cannot be read. `pinned`: the
        key that a link says; no other is believed then. `pinned_id`: likewise of the server that
        was found there and chosen; it may prove to be one that is not believed all the same.

        `warning` is a sentence for the person, or empty.
        """
        self._pinned, self._pinned_id = pinned, pinned_id
        self._path = home / "bookmarks"
        self._address = address.lower()
        self._servers: dict[str, str] = {}
        self.warning = ""
        try:
            make_folder(home)
            with locked(home / "bookmarks.lock"):
                self._load()
        except OSError as error:
            raise no_access(self._path, error, "--home") from None

    @property
    def expected(self) -> bytes | None:
        """The key that a link says, else the one that this address last led to."""
        if self._pinned:
            return self._pinned
        known = self._servers.get(self._address)
        return None if known is None else bytes.fromhex(known)

    def expected_id(self, found: bytes) -> bytes:
        """Of the server that was expected in place of the one with that key, to be compared."""
        if self._pinned_id and server_id(found) != self._pinned_id:
            return self._pinned_id
        return server_id(self.expected or b"")

    def address_of(self, key: bytes) -> str:
        """An address that led to that server last; empty: none that is known."""
        return min((at for at, known in self._servers.items() if known == key.hex()), default="")

    def places_of(self, key: bytes) -> list[tuple[str, int]]:
        """All addresses that have led to that server, the last one first."""
        used = _used(self._servers)
        return [(one.host, one.port) for one in used if one.key == key]

    def accepts(self, key: bytes) -> bool:
        if self._pinned:
            return key == self._pinned
        if self._pinned_id and server_id(key) != self._pinned_id:
            return False
        return self._address not in self._servers or key.hex() in self._servers.values()

    def remember(self, key: bytes) -> str:
        """This address leads to that server, and is the last one that was joined; kept on the disk
        if it is news.

        A disk that does not take it costs this memory, not the chat: returns a sentence then.
        """
        self.warning = ""
        last = next(reversed(self._servers.items()), None)
        if last != (self._address, key.hex()):
            self._change(key.hex())
        return self.warning

    def forget(self) -> None:
        """Believe whatever server stands there next, once."""
        if self._address in self._servers:
            self._change(None)

    def _change(self, key: str | None) -> None:
        try:
            with locked(self._path.with_name("bookmarks.lock")):
                self._load()  # another client may have written meanwhile
                self._set(key)
                content = {"version": _VERSION, "servers": self._servers}
                replace_file(self._path, json.dumps(content, indent=1).encode())
        except OSError as error:
            self._set(key)
            self.warning = words.NOT_REMEMBERED.format(path=self._path, reason=error.strerror)

    def _set(self, key: str | None) -> None:
        self._servers.pop(self._address, None)
        if key is not None:
            self._servers[self._address] = key

    def _load(self) -> None:
        try:
            servers = _decode(self._path.read_bytes())
        except FileNotFoundError:
            return
        except (ValueError, RecursionError):  # not JSON, not UTF-8, or not ours
            self._set_aside()
            return
        self._servers = servers

    def _set_aside(self) -> None:
        aside = name_aside(self._path)
        self._path.rename(aside)
        self.warning = words.DAMAGED_BOOKMARKS.format(path=aside)


def used_servers(home: Path) -> list[Used]:
    """All that were joined and are remembered, the last one first; nothing is changed."""
    return _used({address: key.hex() for address, key in known_keys(home).items()})


def _used(servers: dict[str, str]) -> list[Used]:
    parts = [(*at.rpartition(":"), bytes.fromhex(key)) for at, key in reversed(servers.items())]
    return [
        Used(host, int(port), key)
        for host, _, port, key in parts
        if port.isascii() and port.isdigit() and len(port) < 6
    ]


def known_addresses(home: Path) -> frozenset[str]:
    """Host and port, in lower case, of all whose servers are known; nothing is changed."""
    return frozenset(known_keys(home))


def known_keys(home: Path) -> dict[str, bytes]:
    """Likewise, with the keys of those servers."""
    try:
        servers = _decode((home / "bookmarks").read_bytes())
    except (OSError, ValueError, RecursionError):  # said where a chat is opened
        return {}
    return {address: bytes.fromhex(key) for address, key in servers.items()}


def _decode(data: bytes) -> dict[str, str]:
    content = json.loads(data)
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise ValueError("not a file of bookmarks")
    servers = content.get("servers")
    if not isinstance(servers, dict):
        raise ValueError("no servers in it")
    for address, key in servers.items():
        if (
            not isinstance(address, str)
            or not isinstance(key, str)
            or len(bytes.fromhex(key)) != 32
        ):
            raise ValueError("not a key")
    return servers
