"""A server that was heard of on the network."""

from typing import Literal

from msgspec import Struct


class FoundServer(Struct, frozen=True):
    """Hearsay: only a handshake proves who a server is. `id`: 15 bytes, those that its fingerprint
    shows; `people`: how many are online, None where that was not told. `host`: numeric, as it is
    reached from here; `by`: how it was heard of; memory: it was joined before, and is silent."""

    id: bytes
    name: str
    host: str
    port: int
    people: int | None = None
    is_private: bool = False
    by: Literal["mdns", "probe", "memory"] = "probe"
