"""What a restart must not forget is written, again if it must be."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chatserver.keeper import Book, Keeper
from chatserver.store.database import Statement
from chatserver.store.writer import Rider, Told


class Page:
    """A part of the server with something to keep."""

    def __init__(self) -> None:
        self.news: dict[str, int | None] = {}
        self.is_pressing = False

    def changes(self) -> Mapping[str, int | None]:
        news, self.news = self.news, {}
        self.is_pressing = False
        return news

    def book(self, table: str) -> Book:
        def statements(news: Mapping[Any, Any]) -> list[Statement]:
            return [(table, list(news.items()))]

        return Book(lambda: bool(self.news), self.changes, statements, lambda: self.is_pressing)


class FakeWriter:
    """Settles what it was given when it is told to."""

    def __init__(self) -> None:
        self.rider: Rider | None = None
        self.writes: list[dict[str, dict[str, int | None]]] = []
        self._told: list[Told] = []

    def write(self, statements: Sequence[Statement], told: Callable[[bool], None]) -> None:
        self.writes.append({table: dict(rows) for table, rows in statements})  # type: ignore
        self._told.append(told)

    def settle(self, ok: bool) -> None:
        self._told.pop(0)(ok)


class Office:
    def __init__(self) -> None:
        self.people, self.places, self.writer = Page(), Page(), FakeWriter()
        books = [self.people.book("people"), self.places.book("places")]
        self.keeper = Keeper(self.writer, books)  # type: ignore[arg-type]


def test_nothing_new_is_nothing_to_write() -> None:
    office = Office()
    assert not office.keeper.is_due
    office.keeper.save()
    assert office.writer.writes == []


def test_who_saves_can_wait_until_it_is_on_the_disk() -> None:
    office = Office()
    told: list[bool] = []
    office.keeper.save(told.append)
    assert told == [True], "there was nothing to write"
    for is_stored in (False, True):
        office.people.news = {"bob": 1}
        office.keeper.save(told.append)
        assert len(told) < 3
        office.writer.settle(is_stored)
    assert told == [True, False, True]


def test_all_books_are_written_together_and_once() -> None:
    office = Office()
    office.people.news, office.places.news = {"bob": 1}, {"a": 7, "b": None}
    assert office.keeper.is_due
    office.keeper.save()
    office.writer.settle(True)
    assert office.writer.writes == [{"people": {"bob": 1}, "places": {"a": 7, "b": None}}]
    assert not office.keeper.is_due


def test_what_could_not_be_written_is_tried_again_and_the_newest_counts() -> None:
    office = Office()
    office.people.news = {"bob": 1, "eva": 1}
    office.keeper.save()
    office.writer.settle(False)
    assert office.keeper.is_due
    office.people.news = {"bob": None}
    office.keeper.save()
    assert office.writer.writes[-1] == {"people": {"bob": None, "eva": 1}}
    office.writer.settle(True)
    assert not office.keeper.is_due


def test_what_is_on_its_way_goes_again_with_what_comes_behind_it() -> None:
    """The first commit may fail when the second does not."""
    office = Office()
    office.people.news = {"bob": 1}
    office.keeper.save()
    office.people.news = {"eva": 1}
    office.keeper.save()
    assert office.writer.writes[-1] == {"people": {"bob": 1, "eva": 1}}
    office.writer.settle(True)
    assert office.keeper.is_due, "eva is still on her way"
    office.writer.settle(True)
    assert not office.keeper.is_due


def test_messages_wait_for_nobody_but_those_they_need() -> None:
    office = Office()
    assert office.writer.rider is office.keeper
    office.people.news = {"bob": 1}
    assert not office.keeper.is_pressing
    office.people.is_pressing = True
    assert office.keeper.is_pressing
    assert office.keeper.has_pressing_news
    office.keeper.load()[1](False)
    assert not office.keeper.has_pressing_news, "a disk that is full is not tried again at once"
    assert office.keeper.is_pressing, "bob is not on the disk yet"
    first, second = office.keeper.load()[1], office.keeper.load()[1]
    first(True)
    assert office.keeper.is_pressing, "perhaps he has changed since"
    second(True)
    assert not office.keeper.is_pressing
