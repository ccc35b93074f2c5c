"""Whose way to which server is examined."""

from collections.abc import Mapping

from msgspec import Struct

from shared.net.path import bracketed
from shared.server_link import Place


class Patient(Struct, frozen=True):
    """`place`: the server that is meant; None: one that is found, or was joined last. `recent`: the
    places joined before, the last one first. `keys`: known servers' keys by host and port in lower
    case."""

    place: Place | None = None
    recent: tuple[Place, ...] = ()
    keys: Mapping[str, bytes] = {}

    def expected_key(self, place: Place) -> bytes:
        """Empty: none is known there."""
        return place.key or self.keys.get(shown(place).lower(), b"")

    def address_of(self, key: bytes) -> str:
        """Where that server was met; empty: nowhere."""
        return min((at for at, known in self.keys.items() if known == key), default="")


def shown(place: Place) -> str:
    """Its address, for a person."""
    return f"{bracketed(place.host)}:{place.port}"
