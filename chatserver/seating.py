"""Guests and their seats: what a crash must not forget of them, and how they are taken back.

Only a server that ended without a goodbye leaves seats: whoever was told that they are disconnected
is not spoken to again.
"""

from collections.abc import Iterable

from chatserver.doors.classroom import ClassroomGuest
from chatserver.doors.entrance import Entrance
from chatserver.doors.lobby import Guest, Lobby
from chatserver.guests.seats import Seat, is_taken, silent_s
from chatserver.hub import Hub
from chatserver.log.interface import LogReader
from chatserver.people import Person
from shared.net.path import SocketAddress


class Seating:
    """A book like the registry: `changes` is what to store. Each seat is written as it is when
    somebody asks, however often it has changed."""

    def __init__(self, lobby: Lobby, hub: Hub) -> None:
        self._lobby = lobby
        self._hub = hub

    @property
    def is_changed(self) -> bool:
        return bool(self._lobby.noted)

    @property
    def is_pressing(self) -> bool:
        """Whether somebody sits where, or is called as, nobody would know after a crash."""
        return self._lobby.pressing

    def changes(self) -> dict[SocketAddress, Seat | None]:
        """Since the last call: seats by the address somebody writes from, None for empty ones."""
        noted, self._lobby.noted = self._lobby.noted, {}
        self._lobby.pressing = False
        return {source: self._seat(source) for source in noted}

    def revive(
        self, seats: Iterable[Seat], entrance: Entrance, log: LogReader, wall_s: float, now: float
    ) -> None:
        """Once, before anybody else comes: those whose seats these are sit there again, whoever
        was heard last first. All other seats are empty from now on."""
        for seat in sorted(seats, key=lambda seat: -seat.heard_ms):
            self._lobby.noted[seat.path.remote] = None
            if is_taken(seat, wall_s):
                silent = silent_s(seat, wall_s)
                guest = entrance.revive(seat, silent, now)
                if guest is not None:
                    self._sit_down(guest, seat, log, now - silent)

    def _sit_down(self, guest: Guest, seat: Seat, log: LogReader, heard_at: float) -> None:
        person = Person(
            seat.person, guest.peer, seat.name, seat.door, guest.address, False, heard_at
        )
        person.answered, person.since_ms = seat.answered, seat.heard_ms
        person.confirms = seat.door == "classroom" and not seat.part_1
        # Positions of a log that is gone mean nothing in this one.
        person.since, cursor = min(seat.since, log.head), min(seat.cursor, log.head)
        # Cursors are saved now and then. What was said since, they may have got or not: nobody can
        # know (netcat acknowledges nothing), so they count as having missed it.
        person.cursor, person.doubt = log.head, (cursor, log.head)
        if not self._hub.revive(person):
            self._lobby.remove(guest)

    def _seat(self, source: SocketAddress) -> Seat | None:
        guest = self._lobby.by_source.get(source)
        person = self._hub.people.by_peer(guest.peer) if guest is not None else None
        if guest is None or person is None:
            return None
        plain, upper = False, False
        if isinstance(guest, ClassroomGuest):
            plain, upper = guest.sending.plain, guest.upper
        return Seat(
            guest.path,
            guest.door,
            person.id,
            person.name,
            person.since,
            person.cursor,
            self._hub.room.wall_ms(person.heard_at),
            guest.answered,
            part_1=plain,
            upper=upper,
        )
