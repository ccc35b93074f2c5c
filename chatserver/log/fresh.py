"""Numbered messages that `said` and `outboxes` do not have yet: their answers, in memory."""

from collections.abc import Iterable

from chatserver.log.interface import Answer
from shared.chat import Committed, Message


class Fresh:
    def __init__(self) -> None:
        self._answers: dict[tuple[int, bytes, int], tuple[bytes, Answer]] = {}
        self._highest: dict[tuple[int, bytes], int] = {}

    def add(self, position: int, message: Message) -> None:
        if message.outbox:
            box = message.sender, message.outbox
            answer = Committed(message.sequence, position, message.at_ms)
            self._answers[(*box, message.sequence)] = message.digest, answer
            self._highest[box] = max(self._highest.get(box, 0), message.sequence)

    def remove(self, messages: Iterable[Message]) -> None:
        """They are found on the disk now."""
        for message in messages:
            box = message.sender, message.outbox
            self._answers.pop((*box, message.sequence), None)
            if self._highest.get(box) == message.sequence:
                del self._highest[box]

    def highest(self, person: int, outbox: bytes) -> int:
        return self._highest.get((person, outbox), 0)

    def answer(self, person: int, outbox: bytes, sequence: int) -> tuple[bytes, Answer] | None:
        return self._answers.get((person, outbox, sequence))
