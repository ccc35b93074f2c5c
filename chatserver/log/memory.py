"""A log in memory: it orders everything and keeps the newest messages, until the server ends."""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import islice

from chatserver.log.interface import Answer, Outcome, Page
from chatserver.log.pages import Pages
from shared.chat import EVERYONE_ID, Committed, Entry, Message, PostRefused, Rejected

MESSAGES_KEPT = 10_000
"""What a client that was away for a while can still catch up on, without a disk."""

ANSWERS_KEPT = 65_536
"""A client repeats a few hundred at most when it comes back."""


class MemoryLog:
    def __init__(self, log_id: bytes = bytes(16), kept: int = MESSAGES_KEPT) -> None:
        self.id = log_id
        self.head = 0
        self.oldest = 1
        self._settled: list[Outcome] = []
        self._pages = Pages()
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
        return self._pages.read(person, after, limit, self.head)

    def read_back(self, person: int, before: int, limit: int) -> list[tuple[int, Message]]:
        return list(islice(self._pages.read_back(person, before), limit))

    def find(self, position: int) -> Message | None:
        return self._pages.find(position)

    def gaps(self, after: int) -> list[tuple[int, int]]:
        return [(1, self.oldest - 1)] if after < self.oldest - 1 else []

    def before_last(self, count: int) -> int:
        if count <= 0:
            return self.head
        to_all = (at for at, message in reversed(self._pages.messages) if EVERYONE_ID in message.to)
        newest = list(islice(to_all, count))
        return newest[-1] - 1 if len(newest) == count else self.oldest - 1

    def common(self, cursor: int) -> int:
        return min(cursor, self.head)

    def highest(self, person: int, outbox: bytes) -> int:
        return self._highest.get((person, outbox), 0)

    def answer(self, person: int, outbox: bytes, sequence: int) -> tuple[bytes, Answer] | None:
        return self._answers.get((person, outbox, sequence))

    def _keep(self, message: Message) -> None:
        messages = self._pages.messages
        messages.append((self.head, message))
        if len(messages) > self._kept:
            self.oldest = messages.popleft()[0] + 1
        if message.outbox:
            answer = Committed(message.sequence, self.head, message.at_ms)
            self._note(message.sender, message.outbox, message.digest, answer)

    def _note(self, person: int, outbox: bytes, digest: bytes, answer: Answer) -> None:
        box = person, outbox
        self._highest[box] = max(self._highest.get(box, 0), answer.sequence)
        self._answers[(*box, answer.sequence)] = (digest, answer)
        if len(self._answers) > ANSWERS_KEPT:
            self._answers.popitem(last=False)
