"""What the server remembers, by what it was told to survive."""

from pathlib import Path
from random import Random

from chatserver.archive import Archive
from chatserver.books import people_book
from chatserver.config import read_config
from chatserver.guests.seats import Seat
from chatserver.registry import Known, Registry
from chatserver.store import guests, reads
from chatserver.store.database import Database
from shared.net.path import Path as NetPath
from tests.support.logs import WALL_S, put, read_all, text

BOB = Known(1, bytes(32), "bob", 5, True, since=10, sees=9, cursor=8, cursor_ms=7, read_all=6)
SEAT = Seat(NetPath(("127.0.0.1", 4000)), "netcat", 5, "ann", 1, 2, 3)


class Run:
    """The archive of one run of a server."""

    def __init__(self, folder: Path, words: str = "") -> None:
        self.warnings: list[str] = []
        self.database = Database(folder / "server.db")
        self.archive = Archive(
            self.database,
            read_config(words.split()),
            Random(len(words)),
            self.warnings.append,
            lambda: None,
            0.0,
            WALL_S,
        )
        self.registry = Registry("keep", self.archive.known)
        self.keeper = self.archive.keep(
            [people_book(self.registry, self.archive.people_statements)]
        )

    def end(self) -> None:
        self.keeper.save()
        self.archive.drain()
        self.archive.close()
        self.database.close()


def prepare(folder: Path) -> None:
    run = Run(folder)
    run.registry.remember(BOB)
    news = {SEAT.path.remote: SEAT}
    run.database.commit([*guests.statements(news), *reads.statements({(1, b"c"): 9})])
    put(run.archive.log, [text("kept")])
    run.end()


def test_all_is_there_again(tmp_path: Path) -> None:
    prepare(tmp_path)
    for words in ("", "--durability power"):
        run = Run(tmp_path, words)
        assert run.archive.known == [BOB]
        assert run.archive.seats == [SEAT]
        assert run.archive.marks == {(1, b"c"): 9}
        assert read_all(run.archive.log, 1) == ["kept"]
        run.end()


def test_without_messages_there_are_names_but_no_positions(tmp_path: Path) -> None:
    prepare(tmp_path)
    run = Run(tmp_path, "--durability memory")
    assert run.archive.known == [Known(1, bytes(32), "bob", 5, True)]
    assert run.archive.seats == [SEAT]
    assert run.archive.marks == {}
    assert read_all(run.archive.log, 1) == []
    put(run.archive.log, [text("gone")])
    run.registry.seen(1, 50)
    run.registry.remember(Known(2, bytes(32), "eva", 60, since=1, sees=1))
    run.end()
    run = Run(tmp_path)
    (bob, eva) = run.archive.known
    assert (bob.seen_ms, bob.since, bob.cursor) == (50, BOB.since, BOB.cursor)
    head = eva.since
    assert read_all(run.archive.log, 1) == ["kept"]
    assert run.archive.log.read(2, head, 10).messages == [], "eva has missed nothing"
    run.end()


def test_the_limits_are_those_that_were_asked_for(tmp_path: Path) -> None:
    prepare(tmp_path)
    run = Run(tmp_path, "--keep-days 2")
    run.archive.mind(3 * 24 * 3600, WALL_S)
    assert read_all(run.archive.log, 1) == []
    run.end()
