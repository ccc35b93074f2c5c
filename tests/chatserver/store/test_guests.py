from pathlib import Path

import pytest

from chatserver.guests.seats import Seat
from chatserver.store import guests
from chatserver.store.database import DamagedError, Database
from shared.net.path import Path as NetPath

V4 = NetPath(("127.0.0.1", 4000), b"\x7f\0\0\1")
V6 = NetPath(("fe80::1%eth0", 4000, 0, 2))
ANN = Seat(V4, "netcat", 2**64 - 1, "ann", 10, 20, 30, answered=True)
BOB = Seat(V6, "classroom", 5, "böb", 11, 21, 31, part_1=True, upper=True)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "server.db")


def test_seats_come_back_whole_in_the_order_they_were_taken(database: Database) -> None:
    database.commit(guests.statements({V6.remote: BOB, V4.remote: ANN}))
    assert database.load(guests.read, guests.QUERY) == [ANN, BOB]
    database.close()


def test_a_seat_is_taken_by_another_or_given_up(database: Database) -> None:
    database.commit(guests.statements({V6.remote: BOB, V4.remote: ANN}))
    eva = Seat(V4, "classroom", 7, "eva", 12, 12, 12)
    database.commit(guests.statements({V6.remote: None, V4.remote: eva}))
    assert database.load(guests.read, guests.QUERY) == [eva]
    database.close()


def test_a_door_that_there_is_not_is_damage(database: Database) -> None:
    database.commit(guests.statements({V4.remote: ANN}))
    database.commit([("UPDATE guests SET door = 'window'", [()])])
    with pytest.raises(DamagedError, match="no such door"):
        database.load(guests.read, guests.QUERY)
    database.close()
