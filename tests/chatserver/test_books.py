"""Each part's news reaches the table it belongs to."""

from pathlib import Path

from chatserver.books import gate_books, guests_book, people_book, reads_book, sessions_book
from chatserver.gate import Gate, Note
from chatserver.guests.seats import Seat
from chatserver.invites import Invite
from chatserver.keeper import Keeper
from chatserver.registry import Known, Registry
from chatserver.store import gate as gate_table
from chatserver.store import guests, invites, members, people, reads
from chatserver.store.database import Database
from chatserver.store.writer import Writer
from shared.net.path import Path as NetPath
from shared.session.book import Changes

AT = NetPath(("127.0.0.1", 4000), b"\x7f\0\0\1")
SEAT = Seat(AT, "netcat", 5, "ann", 1, 2, 3)


class News:
    def __init__(self, news: object) -> None:
        self._news = news
        self.is_changed = self.is_pressing = True

    def changes(self) -> object:
        self.is_changed = self.is_pressing = False
        return self._news


def test_all_of_them_are_saved(tmp_path: Path) -> None:
    database, registry = Database(tmp_path / "server.db"), Registry()
    writer = Writer(database, lambda line: None)
    bob = Known(1, bytes(32), "bob", 0)
    registry.remember(bob)
    books = [
        people_book(registry, people.statements),
        sessions_book(News(Changes([(7, AT)], [8]))),  # type: ignore[arg-type]
        guests_book(News({AT.remote: SEAT})),  # type: ignore[arg-type]
        reads_book(News({(1, b"c"): 9})),  # type: ignore[arg-type]
    ]
    keeper = Keeper(writer, books)
    assert keeper.is_due
    assert keeper.is_pressing, "somebody new"
    keeper.save()
    assert not keeper.is_pressing
    assert not keeper.is_due
    assert database.people() == [bob]
    assert database.sessions() == [(7, AT)]
    assert database.load(guests.read, guests.QUERY) == [SEAT]
    assert database.load(reads.read, reads.QUERY) == [((1, b"c"), 9)]
    database.close()


def test_who_was_here_a_moment_longer_is_not_pressing() -> None:
    registry = Registry("keep", [Known(1, bytes(32), "bob", 0)])
    book = people_book(registry, people.statements)
    registry.seen(1, 1000)
    assert book.is_changed()
    assert not book.is_pressing()
    registry.forget(1)
    assert book.is_pressing()
    book.changes()
    assert not book.is_pressing()


def test_who_an_invite_lets_in_is_written_in_one_go(tmp_path: Path) -> None:
    database, gate = Database(tmp_path / "server.db"), Gate(is_private=True)
    commits: list[int] = []
    commit = database.commit
    database.commit = lambda statements: (commits.append(1), commit(statements))  # type: ignore
    keeper = Keeper(Writer(database, lambda line: None), gate_books(gate))
    gate.store = keeper.save
    made = Invite(b"t" * 16, "for the desk", 5, 0, 2)
    gate.invites.make(made, 5)
    keeper.save()
    assert not keeper.is_pressing
    before = len(commits)
    gate.ask(b"a" * 32, "ann", made.id, 6, lambda why: None)
    assert len(commits) == before + 1
    assert database.load(invites.read, invites.QUERY) == list(gate.invites)
    assert database.load(invites.read_use, invites.USES_QUERY) == [(made.id, b"a" * 32)]
    assert database.load(members.read, members.QUERY) == list(gate.members)
    assert not keeper.is_due
    gate.resume(7)
    assert keeper.is_due
    assert not keeper.is_pressing, "what the clock says can wait"
    keeper.save()
    assert database.load(gate_table.read, gate_table.QUERY) == [Note(7)]
    database.close()
