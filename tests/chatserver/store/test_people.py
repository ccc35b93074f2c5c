from pathlib import Path

from chatserver.registry import Known
from chatserver.store import people
from chatserver.store.database import Database

BOB = Known(
    2**64 - 1, b"b" * 32, "Böb", 5, True, since=10, sees=9, cursor=8, cursor_ms=7, read_all=6
)


def test_what_is_known_of_a_person_comes_back_whole(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit(people.statements({BOB.id: BOB, 5: None}))
    assert database.people() == [BOB]
    database.close()


def test_positions_of_another_log_do_not_displace_those_of_the_log_here(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit(people.statements({BOB.id: BOB}))
    renamed = Known(BOB.id, BOB.identity, "rob", 50, True, since=1, sees=1, cursor=2)
    eva = Known(3, b"e" * 32, "eva", 60, since=3, sees=3, cursor=3)
    database.commit(people.statements_elsewhere({BOB.id: renamed, 3: eva, 4: None}, head=100))
    assert database.people() == [
        Known(3, b"e" * 32, "eva", 60, since=100, sees=100, cursor=100),
        Known(BOB.id, BOB.identity, "rob", 50, True, 10, 9, 8, 7, 6),
    ]
    database.commit(people.statements_elsewhere({BOB.id: None, 3: None}, head=100))
    assert database.people() == []
    database.close()
