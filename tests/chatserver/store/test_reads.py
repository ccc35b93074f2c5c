from pathlib import Path

from chatserver.store import reads
from chatserver.store.database import Database


def test_marks_come_back_with_the_newest_first(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    bob, eva = (2**64 - 1, b"c" * 16), (5, b"d" * 16)
    database.commit(reads.statements({bob: 10, eva: 30, (6, b""): 20}))
    database.commit(reads.statements({bob: 40, (6, b""): None, (7, b""): None}))
    assert database.load(reads.read, reads.QUERY) == [(bob, 40), (eva, 30)]
    database.close()
