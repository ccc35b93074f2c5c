"""A log in memory: it orders everything and keeps the newest messages, until the server ends."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict, deque
from collections.abc import Sequence
from itertools import islice

from chatserver.log.interface import Answer, Outcome, Page, concerns
from shared.chat import EVERYONE_ID, Committed, Entry, Message, PostRefused, Rejected

MESSAGES_KEPT = 10_000
"""What a client that was away for a while can still catch up on, without a disk."""

ANSWERS_KEPT = 65_536
"""A client repeats a few hundred at most when it comes back."""

LOOKED_AT = 1_000
"""Messages of others that one `read` passes over at most: a fraction of a millisecond."""


class MemoryLog:
    def __init__(self, log_id: bytes = bytes(16), kept: int = MESSAGES_KEPT) -> None:
        self.id = log_id
        self.head = 0
        self.oldest = 1
        self._settled: list[Outcome] = []
        self._messages: deque[tuple[int, Message]] = deque()
        self._kept = kept
        self._highest: dict[tuple[int, bytes], int] = {}
        self._answers: OrderedDict[tuple[int, bytes, int], tuple[bytes, Answer]] = OrderedDict()

    def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self.head += 1
            self._settled.append(Outcome(entry, self.head))
            if isinstance(entry, Message):
                self._keep(entry)
            elif isinstance(entry, Rejected):
                answer = PostRefused(entry.sequence, entry.code, entry.reason)
                self._note(entry.person, entry.outbox, entry.digest, answer)

    def outcomes(self) -> list[Outcome]:
        settled, self._settled = self._settled, []
        return settled

    def close(self) -> None:
        pass

    def read(self, person: int, after: int, limit: int) -> Page:
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
        return Page(found, max(after, self.head) if is_end else reached)

    def read_back(self, person: int, before: int, limit: int) -> list[tuple[int, Message]]:
        end = bisect_left(self._messages, before, key=_position)
        older = (self._messages[i] for i in range(end - 1, -1, -1))
        return list(islice((kept for kept in older if concerns(kept[1], person)), limit))

    def find(self, position: int) -> Message | None:
        index = bisect_left(self._messages, position, key=_position)
        if index < len(self._messages) and self._messages[index][0] == position:
            return self._messages[index][1]
        return None

    def gaps(self, after: int) -> list[tuple[int, int]]:
        return [(1, self.oldest - 1)] if after < self.oldest - 1 else []

    def before_last(self, count: int) -> int:
        if count <= 0:
            return self.head
        to_all = (at for at, message in reversed(self._messages) if EVERYONE_ID in message.to)
        newest = list(islice(to_all, count))
        return newest[-1] - 1 if len(newest) == count else self.oldest - 1

    def common(self, cursor: int) -> int:
        return min(cursor, self.head)

    def highest(self, person: int, outbox: bytes) -> int:
        return self._highest.get((person, outbox), 0)

    def answer(self, person: int, outbox: bytes, sequence: int) -> tuple[bytes, Answer] | None:
        return self._answers.get((person, outbox, sequence))

    def _keep(self, message: Message) -> None:
        self._messages.append((self.head, message))
        if len(self._messages) > self._kept:
            self.oldest = self._messages.popleft()[0] + 1
        if message.outbox:
            answer = Committed(message.sequence, self.head, message.at_ms)
            self._note(message.sender, message.outbox, message.digest, answer)

    def _note(self, person: int, outbox: bytes, digest: bytes, answer: Answer) -> None:
        box = person, outbox
        self._highest[box] = max(self._highest.get(box, 0), answer.sequence)
        self._answers[(*box, answer.sequence)] = (digest, answer)
        if len(self._answers) > ANSWERS_KEPT:
            self._answers.popitem(last=False)


def _position(kept: tuple[int, Message]) -> int:
    return kept[0]
