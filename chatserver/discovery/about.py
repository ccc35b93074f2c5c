"""What a server says of itself to whoever has not joined."""

from dataclasses import dataclass


@dataclass(slots=True)
class About:
    """The loop's thread changes `name`; the announcer's reads it. `id`: 15 bytes."""

    id: bytes
    name: str
    is_private: bool = False
