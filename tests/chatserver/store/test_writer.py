"""The one writer: order, company, and what the owner hears."""

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from chatserver.store.database import Statement
from chatserver.store.writer import CALM_S, PowerWriter, Told, Writer
from shared.disk import DiskError


class FakeDatabase:
    """Commits when it may: `gate` is open unless a test shuts it."""

    path, wal_bytes = Path("server.db"), 0

    def __init__(self) -> None:
        self.fails = False
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.commits: list[list[Statement]] = []

    def commit(self, statements: Iterable[Statement]) -> None:
        self.began.set()
        assert self.gate.wait(30)
        if self.fails:
            raise DiskError("The disk is full.")
        self.commits.append(list(statements))

    def survive_power_cuts(self) -> None:
        pass


class Desk:
    def __init__(self, make: Callable[["Desk"], Writer]) -> None:
        self.database, self.warnings = FakeDatabase(), list[str]()
        self.told: list[tuple[str, bool]] = []
        self.wakes = 0
        self.woken = threading.Semaphore(0)
        self.writer = make(self)

    def wake(self) -> None:
        self.wakes += 1
        self.woken.release()

    def write(self, name: str) -> None:
        self.writer.write([(name, [()])], lambda ok: self.told.append((name, ok)))


class Company:
    is_pressing = True

    def __init__(self) -> None:
        self.told: list[bool] = []

    def load(self) -> tuple[Sequence[Statement], Told]:
        return [("company", [()])], self.told.append


def at_once(desk: Desk) -> Writer:
    return Writer(desk.database, desk.warnings.append)  # type: ignore[arg-type]


def in_a_thread(desk: Desk) -> Writer:
    return PowerWriter(desk.database, desk.warnings.append, desk.wake)  # type: ignore[arg-type]


def names(desk: Desk) -> list[list[str]]:
    return [[name for name, _ in commit] for commit in desk.database.commits]


def test_what_is_written_is_settled_at_once() -> None:
    desk = Desk(at_once)
    desk.write("a")
    assert desk.told == [("a", True)]
    desk.writer.close()


@pytest.mark.parametrize("make", [at_once, in_a_thread])
def test_the_owner_hears_once_of_the_end_and_once_of_the_beginning(
    make: Callable[[Desk], Writer],
) -> None:
    desk = Desk(make)
    for now, fails in enumerate((False, True, True, False, True, False)):
        desk.writer.on_time(now)
        desk.database.fails = fails
        desk.write("x")
        desk.writer.drain()
    assert [ok for _, ok in desk.told] == [True, False, False, True, False, True]
    desk.writer.on_time(4 + CALM_S - 0.1)
    assert desk.warnings == [
        "The disk is full. Until this is mended not all that is said is taken; clients say it "
        "again by themselves."
    ]
    desk.writer.on_time(4 + CALM_S)
    desk.writer.on_time(5 + CALM_S)
    assert desk.warnings[1:] == ["The data folder can be written again."]
    desk.database.fails = True
    desk.write("x")
    desk.writer.drain()
    desk.writer.on_time(100.0)
    assert len(desk.warnings) == 3, "it still fails"
    desk.writer.close()


@pytest.mark.parametrize("ok", [True, False])
def test_pressing_news_ride_along_and_hear_of_it(ok: bool) -> None:
    desk, company = Desk(at_once), Company()
    desk.database.fails = not ok
    desk.writer.rider = company
    desk.write("a")
    assert names(desk) == ([["a", "company"]] if ok else [])
    assert company.told == [ok]
    company.is_pressing = False
    desk.write("b")
    assert company.told == [ok]
    desk.writer.close()


def test_what_comes_while_the_disk_is_waited_for_is_committed_together() -> None:
    desk = Desk(in_a_thread)
    desk.database.gate.clear()
    desk.write("a")
    assert desk.database.began.wait(30)
    desk.write("b")
    desk.write("c")
    desk.writer.collect()
    assert desk.told == []
    desk.database.gate.set()
    desk.writer.drain()
    assert desk.told == [("a", True), ("b", True), ("c", True)]
    assert names(desk) == [["a"], ["b", "c"]]
    assert desk.wakes == 2
    desk.writer.close()


def test_what_followed_a_failure_before_it_was_told_fails_too() -> None:
    """Else a sender's second message could stand and the first be lost."""
    desk = Desk(in_a_thread)
    desk.database.gate.clear()
    desk.database.fails = True
    desk.write("a")
    assert desk.database.began.wait(30)
    desk.write("b")
    desk.database.began.clear()
    desk.database.gate.set()
    assert desk.woken.acquire(timeout=30)
    assert desk.woken.acquire(timeout=30)
    desk.database.fails = False
    desk.write("c")  # nobody has been told of the first yet
    assert desk.woken.acquire(timeout=30)
    desk.writer.drain()
    desk.write("d")
    desk.writer.drain()
    assert desk.told == [("a", False), ("b", False), ("c", False), ("d", True)]
    assert names(desk) == [["d"]]
    desk.writer.close()
