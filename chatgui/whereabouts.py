"""Where on the network one server is now, as the link's sockets take it."""

from collections.abc import Iterable
from contextlib import suppress

from chatgui.uplink import Place, look_up
from shared.crypto.identity import server_id
from shared.discovery.finder import PlaceFinder


class Whereabouts:
    """`search` once, in a thread; `close` from any other. `known`: where it has been."""

    def __init__(self, key: bytes, known: Iterable[tuple[str, int]]) -> None:
        self._finder = PlaceFinder(server_id(key), known)

    def search(self, is_thorough: bool = False) -> list[Place]:
        """Hearsay, the likeliest first; see `PlaceFinder`."""
        places: list[Place] = []
        for host, port in self._finder.search(is_thorough):
            with suppress(OSError):  # its network has gone meanwhile
                places.append(look_up(host, port))
        return places

    def close(self) -> None:
        self._finder.close()
