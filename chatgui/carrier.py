"""What takes records to the server."""

from typing import Protocol


class Carrier(Protocol):
    """`chatgui.connection.Connection` is one. `send` is False when it has no room."""

    def send(self, lane: int, record: bytes) -> bool: ...
