"""The newest messages, in memory: whoever is here or was away for a moment reads them here."""

from collections import deque
from typing import Final

from chatserver.log.pages import Pages
from shared.chat import Message

COUNT: Final = 4096
BYTES: Final = 4 * 2**20


class Tail(Pages):
    """`floor`: every message behind it is here, in order; nothing before it may be asked for."""

    def __init__(self, floor: int) -> None:
        super().__init__()
        self.floor = floor
        self._bytes = 0

    def __len__(self) -> int:
        return len(self.messages)

    def add(self, position: int, message: Message) -> None:
        self.messages.append((position, message))
        self._bytes += len(message.body)

    def trim(self, until: int) -> None:
        """Let go of the oldest that are too many, but of none behind `until`."""
        while len(self) > COUNT or self._bytes > BYTES:
            position, message = self.messages[0]
            if position > until:
                return
            self.messages.popleft()
            self._bytes -= len(message.body)
            self.floor = position

    def remove(self, positions: set[int]) -> None:
        """They are not kept any more."""
        kept = [item for item in self.messages if item[0] not in positions]
        if len(kept) < len(self):
            self.messages = deque(kept)
            self._bytes = sum(len(message.body) for _, message in kept)
