"""The newest messages, in memory: whoever is here or was away for a moment reads them here."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

from chatserver.log.interface import Page, concerns
from shared.chat import Message

COUNT: Final = 4096
BYTES: Final = 4 * 2**20

LOOKED_AT: Final = 1000
"""Messages of others that one `read` passes over at most: a fraction of a millisecond."""


class Tail:
    """`floor`: every message behind it is here, in order."""

    def __init__(self, floor: int) -> None:
        self.floor = floor
        self._messages: deque[tuple[int, Message]] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._messages)

    def add(self, position: int, message: Message) -> None:
        self._messages.append((position, message))
        self._bytes += len(message.body)

    def trim(self, until: int) -> None:
        """Let go of the oldest that are too many, but of none behind `until`."""
        while len(self) > COUNT or self._bytes > BYTES:
            position, message = self._messages[0]
            if position > until:
                return
            self._messages.popleft()
            self._bytes -= len(message.body)
            self.floor = position

    def remove(self, positions: set[int]) -> None:
        """They are not kept any more."""
        kept = [item for item in self._messages if item[0] not in positions]
        if len(kept) < len(self):
            self._messages = deque(kept)
            self._bytes = sum(len(message.body) for _, message in kept)

    def behind(self, position: int) -> list[tuple[int, Message]]:
        start = bisect_right(self._messages, position, key=_position)
        return list(islice(self._messages, start, None))

    def read(self, person: int, after: int, limit: int, head: int) -> Page:
        """As the log's `read`, for an `after` not below `floor`."""
        start = bisect_right(self._messages, after, key=_position)
        found: list[tuple[int, Message]] = []
        reached = after
        for kept in islice(self._messages, start, start + LOOKED_AT):
            reached = kept[0]
            if concerns(kept[1], person):
                found.append(kept)
                if len(found) == limit:
                    return Page(found, reached)
        is_end = start + LOOKED_AT >= len(self._messages)
        return Page(found, max(after, head) if is_end else reached)

    def read_back(self, person: int, before: int) -> Iterator[tuple[int, Message]]:
        """What concerns a person before that position, newest first."""
        end = bisect_left(self._messages, before, key=_position)
        older = (self._messages[i] for i in range(end - 1, -1, -1))
        return (kept for kept in older if concerns(kept[1], person))

    def find(self, position: int) -> Message | None:
        index = bisect_left(self._messages, position, key=_position)
        if index < len(self._messages) and self._messages[index][0] == position:
            return self._messages[index][1]
        return None


def _position(kept: tuple[int, Message]) -> int:
    return kept[0]
