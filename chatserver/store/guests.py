"""Guests' places in the database, by the address they write from."""

from collections.abc import Mapping
from typing import Any, get_args

from chatserver.guests.seats import Seat
from chatserver.store.columns import address_text, path_of, signed, unsigned
from shared.chat import Door
from shared.net.path import SocketAddress

Changes = Mapping[SocketAddress, Seat | None]

QUERY = """SELECT remote, local, door, person, name, since, cursor, heard_ms, answered, part_1,
    upper FROM guests ORDER BY since"""


def read(row: Any) -> Seat:
    remote, local, door, person, name, since, cursor, heard_ms, *flags = row
    if door not in get_args(Door):
        raise ValueError("no such door")
    path, person = path_of(remote, local), unsigned(person)
    return Seat(path, door, person, name, since, cursor, heard_ms, *map(bool, flags))


def statements(changes: Changes) -> list[tuple[str, list[tuple[object, ...]]]]:
    gone: list[tuple[object, ...]] = [
        (address_text(at),) for at, seat in changes.items() if seat is None
    ]
    kept = [_row(seat) for seat in changes.values() if seat is not None]
    return [
        ("DELETE FROM guests WHERE remote = ?", gone),
        (f"INSERT OR REPLACE INTO guests VALUES ({', '.join('?' * 11)})", kept),
    ]


def _row(seat: Seat) -> tuple[object, ...]:
    return (
        address_text(seat.path.remote),
        seat.path.local,
        seat.door,
        signed(seat.person),
        seat.name,
        seat.since,
        seat.cursor,
        seat.heard_ms,
        seat.answered,
        seat.part_1,
        seat.upper,
    )
