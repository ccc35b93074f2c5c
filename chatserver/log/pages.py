"""Messages that are kept in memory, in the order of the log, and read as the log is."""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

from chatserver.log.interface import Page, concerns
from shared.chat import Message

LOOKED_AT: Final = 1000
"""Messages of others that one `read` passes over at most: a fraction of a millisecond."""

Placed = tuple[int, Message]
"""A message and its position."""


class Pages:
    """`messages` may be changed from outside, as long as they stay in order."""

    def __init__(self) -> None:
        self.messages: deque[Placed] = deque()

    def behind(self, position: int) -> list[Placed]:
        start = bisect_right(self.messages, position, key=_position)
        return list(islice(self.messages, start, None))

    def read(self, person: int, after: int, limit: int, head: int) -> Page:
        """As the log's `read`, in a log that ends at `head`."""
        start = bisect_right(self.messages, after, key=_position)
        found: list[Placed] = []
        reached = after
        for kept in islice(self.messages, start, start + LOOKED_AT):
            reached = kept[0]
            if concerns(kept[1], person):
                found.append(kept)
                if len(found) == limit:
                    return Page(found, reached)
        is_end = start + LOOKED_AT >= len(self.messages)
        return Page(found, max(after, head) if is_end else reached)

    def read_back(self, person: int, before: int) -> Iterator[Placed]:
        """What concerns a person before that position, newest first."""
        end = bisect_left(self.messages, before, key=_position)
        older = (self.messages[i] for i in range(end - 1, -1, -1))
        return (kept for kept in older if concerns(kept[1], person))

    def find(self, position: int) -> Message | None:
        index = bisect_left(self.messages, position, key=_position)
        if index < len(self.messages) and self.messages[index][0] == position:
            return self.messages[index][1]
        return None


def _position(kept: Placed) -> int:
    return kept[0]
