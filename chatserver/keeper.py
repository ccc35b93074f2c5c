"""Writes what a restart must not forget: who is here at once, all else once a second, and all of it
with a message that needs it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatserver.store.database import Statement
from chatserver.store.writer import Told, Writer

EVERY_S = 1.0

PRESSING_EVERY_S = 0.05
"""Who comes, goes or is called otherwise is written in the turn in which it happens, but so often
at most: whoever makes people come and go makes no flood of writing."""


@dataclass(slots=True)
class Book:
    """One kind of thing that is kept, in the memory of some part and in a table.

    `changes`: all since it was last asked, None for what is gone. `is_pressing`: whether a message
    that is kept now could need them after a crash, or somebody who was told so could miss it; how
    far somebody has read can wait a second.
    """

    is_changed: Callable[[], bool]
    changes: Callable[[], Mapping[Any, Any]]
    statements: Callable[[Mapping[Any, Any]], Sequence[Statement]]
    is_pressing: Callable[[], bool] = lambda: False
    unwritten: dict[Hashable, tuple[int, Any]] = field(default_factory=dict)
    """Not known to be on the disk, each with the number of the load that it went with last."""


class Keeper:
    """What could not be written is written again under what is newer: however long the disk is
    full, there is one line of news for each person and session."""

    def __init__(self, writer: Writer, books: Sequence[Book]) -> None:
        self._writer = writer
        self._books = books
        self._loads = 0
        self._pressed = 0  # the last load that messages need; 0 once that is on the disk
        writer.rider = self

    @property
    def is_due(self) -> bool:
        """Whether there is anything to write."""
        return any(book.unwritten or book.is_changed() for book in self._books)

    @property
    def has_pressing_news(self) -> bool:
        """Whether somebody has come, gone or changed their name since the last load. What could not
        be written then is not tried again so soon."""
        return any(book.is_pressing() for book in self._books)

    @property
    def is_pressing(self) -> bool:
        return self._pressed > 0 or self.has_pressing_news

    def save(self, then: Told = lambda is_stored: None) -> None:
        """Write all that is due, without a message. `then` is told whether it is on the disk."""
        if not self.is_due:
            then(True)
            return
        statements, told = self.load()

        def tell(is_stored: bool) -> None:
            told(is_stored)
            then(is_stored)

        self._writer.write(statements, tell)

    def load(self) -> tuple[Sequence[Statement], Told]:
        """All that is due, also what is on its way: should that fail, it stands here."""
        self._loads += 1
        number, statements = self._loads, list[Statement]()
        if self.is_pressing:
            self._pressed = number
        for book in self._books:
            book.unwritten |= {key: (number, new) for key, new in book.changes().items()}
            if book.unwritten:
                news = {key: new for key, (_, new) in book.unwritten.items()}
                statements += book.statements(news)
        return statements, lambda ok: self._written(number) if ok else None

    def _written(self, number: int) -> None:
        if self._pressed <= number:
            self._pressed = 0
        for book in self._books:
            book.unwritten = {k: news for k, news in book.unwritten.items() if news[0] > number}
