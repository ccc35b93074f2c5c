"""Guests' places outlive the server until they are empty."""

from pathlib import Path

import pytest

from chatserver.guests.seats import Seat
from chatserver.store import guests
from chatserver.store.database import DamagedError, Database
from shared.net.path import Path as NetPath

V4 = NetPath(("127.0.0.1", 4000), b"\x7f\0\0\1")
V6 = NetPath(("fe80::1%eth0", 4000, 0, 2))


def test_seats_come_back_whole_until_they_are_empty(tmp_path: Path) -> None:
    bob = Seat(V4, "netcat", 2**64 - 1, "Böb", 2**62, 2**63 - 1, 5, answered=True)
    eva = Seat(V6, "classroom", 1, "eva", 0, 0, 6, part_1=True, upper=True)
    database = Database(tmp_path / "server.db")
    database.commit(guests.statements({V4.remote: bob, V6.remote: eva, ("10.0.0.1", 1): None}))
    database.close()
    database = Database(tmp_path / "server.db")
    assert database.load(guests.read, guests.QUERY) == [eva, bob]
    database.commit(guests.statements({V4.remote: None}))
    assert database.load(guests.read, guests.QUERY) == [eva]
    database.close()


def test_a_door_that_there_is_not_is_damage(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit(guests.statements({V4.remote: Seat(V4, "netcat", 5, "ann", 1, 2, 3)}))
    database.commit([("UPDATE guests SET door = 'window'", [()])])
    with pytest.raises(DamagedError, match="no such door"):
        database.load(guests.read, guests.QUERY)
    database.close()
