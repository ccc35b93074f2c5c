"""Whose way to which server is examined."""

import base64
from collections.abc import Mapping

from msgspec import Struct

from shared.crypto.identity import fingerprint
from shared.net.path import bracketed
from shared.server_link import Place


class Patient(Struct, frozen=True):
    """`place`: the server that is meant; None: one that is found, or was joined last. `recent`: the
    places joined before, the last one first. `keys`: known servers' keys by host and port in lower
    case; `id`: of the server as the search told it, or empty."""

    place: Place | None = None
    recent: tuple[Place, ...] = ()
    keys: Mapping[str, bytes] = {}
    id: bytes = b""

    def expected_key(self, place: Place) -> bytes:
        """Empty: none is known there."""
        return place.key or self.keys.get(shown(place).lower(), b"")

    def address_of(self, key: bytes) -> str:
        """Where that server was met; empty: nowhere."""
        return min((at for at, known in self.keys.items() if known == key), default="")


def shown(place: Place) -> str:
    """Its address, for a person."""
    return f"{bracketed(place.host)}:{place.port}"


def shown_id(id: bytes) -> str:
    """As `fingerprint` shows a key."""
    text = base64.b32encode(id).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def id_of(key: bytes) -> bytes:
    """The 15 bytes that its fingerprint shows."""
    return base64.b32decode(fingerprint(key).replace("-", "").upper())
