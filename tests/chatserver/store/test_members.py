from pathlib import Path

from chatserver.members import Member
from chatserver.store import members
from chatserver.store.database import Database

ANN, BOB = Member(b"a" * 32, "Änn", 7, "for the desk"), Member(b"b" * 32, "bob", 5)


def test_members_come_back_the_oldest_first(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    eva = Member(b"e" * 32, "eva", 1)
    database.commit(members.statements({m.identity: m for m in (ANN, BOB, eva)}))
    database.commit(members.statements({eva.identity: None, b"?" * 32: None}))
    assert database.load(members.read, members.QUERY) == [BOB, ANN]
    database.close()
