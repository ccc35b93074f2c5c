from pathlib import Path

from chatserver.gate import Note
from chatserver.store import gate
from chatserver.store.database import Database


def test_there_is_one_note_the_last(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    assert database.load(gate.read, gate.QUERY) == []
    for note in (Note(5), Note(7, True)):
        database.commit(gate.statements({0: note}))
    assert database.load(gate.read, gate.QUERY) == [Note(7, True)]
    database.close()
