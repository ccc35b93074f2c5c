from pathlib import Path

import pytest

from chatserver.bans import Ban
from chatserver.store import bans
from chatserver.store.database import DamagedError, Database

EVA = Ban("00000000000000ff", "identity", "Eva", 1)
NET = Ban("10.1.0.0/16", "address", "", 3)


def test_bans_come_back_until_they_are_lifted(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit(bans.statements({EVA.who: EVA, NET.who: NET}))
    assert database.load(bans.read, bans.QUERY) == [EVA, NET]
    database.commit(bans.statements({EVA.who: None}))
    assert database.load(bans.read, bans.QUERY) == [NET]
    database.close()


def test_an_unknown_kind_is_damage(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit([("INSERT INTO bans VALUES ('x', 'smell', '', 0)", [()])])
    with pytest.raises(DamagedError):
        database.load(bans.read, bans.QUERY)
    database.close()
