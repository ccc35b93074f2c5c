from pathlib import Path

import pytest

from chatserver.store import settings
from chatserver.store.database import DamagedError, Database


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    values = {"server_name": "Büro", "keep_days": 9, "guests_paused": True, "welcome": ""}
    database.commit(settings.statements(values))
    database.commit(settings.statements({"keep_days": 10}))
    assert dict(database.load(settings.read, settings.QUERY)) == values | {"keep_days": 10}
    database.close()


def test_a_broken_value_is_damage(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit([("INSERT INTO settings VALUES (?, ?)", [("keep_days", "{")])])
    with pytest.raises(DamagedError):
        database.load(settings.read, settings.QUERY)
    database.close()
