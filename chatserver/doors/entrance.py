"""Which door a datagram belongs to: by its first byte, by its sender, by what it begins with.

A guest keeps the door of its first valid datagram. What has no door, or comes from where nobody is
admitted, leaves no trace but a line an hour for the server's owner.
"""

from collections.abc import Callable

from chatserver.bans import Bans
from chatserver.discovery.answers import Answers
from chatserver.doors.classroom import ClassroomDoor, ClassroomGuest
from chatserver.doors.lobby import Guest, Lobby
from chatserver.doors.native import NativeDoor
from chatserver.doors.netcat import NetcatDoor, NetcatGuest
from chatserver.guests.admission import Admission, Standing
from chatserver.guests.networks import Network
from chatserver.guests.seats import Seat
from chatserver.guests.strangers import Stranger, Strangers
from shared.chat import Dismissed, Joined, Leave, Notice, Renamed
from shared.dialects.classroom.packet import looks_like_packet
from shared.net.path import Path, SocketAddress
from shared.wire import BadPacket
from shared.wire.probes import is_probe_or_answer

NATIVE = 0xF8
"""Bytes from here up never occur in UTF-8; they belong to our own protocol."""


class Entrance:
    def __init__(
        self,
        lobby: Lobby,
        netcat: NetcatDoor,
        classroom: ClassroomDoor,
        admission: Admission,
        strangers: Strangers,
        warn: Callable[[str], None],
        native: NativeDoor | None = None,
        answers: Answers | None = None,
    ) -> None:
        """No `answers`: whoever searches hears nothing."""
        self._lobby = lobby
        self._netcat = netcat
        self._classroom = classroom
        self._admission = admission
        self._strangers = strangers
        self._warn = warn
        self._native = native
        self._answers = answers
        self.bans = Bans()
        """From what they hold nothing is heard, whoever it is of; whoever keeps any sets them."""

    def receive(self, datagram: bytes, path: Path, now: float) -> None:
        if self.bans.networks and self.bans.has_host(path.remote[0]):
            return
        if datagram and datagram[0] >= NATIVE:
            if self._native is not None:
                self._native.receive(datagram, path, now)
            return
        if is_probe_or_answer(datagram):
            self._answer(datagram, path, now)
            return
        guest = self._lobby.by_source.get(path.remote)
        if isinstance(guest, NetcatGuest):
            self._netcat.receive(guest, datagram, path, now)
        elif isinstance(guest, ClassroomGuest):
            self._classroom.receive(guest, datagram, path, now)
        else:
            self._meet(datagram, path, now)

    def _answer(self, datagram: bytes, path: Path, now: float) -> None:
        answer = None if self._answers is None else self._answers.answer(datagram, path, now)
        if answer is not None:
            self._lobby.out.append(answer)

    def revive(self, seat: Seat, silent_s: float, now: float) -> Guest | None:
        """A guest of an earlier run, who has said nothing for that long, sits where they sat. None
        if their address is not admitted any more, or is from afar and never wrote again.
        The rest is the caller's: the hub knows nothing of them yet."""
        if self.bans.has_host(seat.path.remote[0]):
            return None
        standing = self._admission.judge(seat.path.remote, now)
        if standing in (Standing.REFUSED, Standing.IGNORED):
            return None
        if standing is Standing.FAR and not seat.answered:
            return None
        door = self._netcat if seat.door == "netcat" else self._classroom
        guest = door.revive(seat, standing, now)
        guest.first_at, guest.answered, guest.datagrams = now - silent_s, seat.answered, 1
        guest.seated = True
        return guest

    def heed(self, network: Network) -> None:
        """Whoever was sent away from there may come back at once."""
        self._admission.heed(network)

    def unreachable(self, source: SocketAddress) -> None:
        """Nobody listens at that port any more: its program has ended."""
        guest = self._lobby.by_source.get(source)
        if guest is not None and guest.here:
            self._lobby.ask_last(guest, Leave("gone"))

    def tell(self, peers: tuple[int, ...], notice: Notice, now: float, but: int = 0) -> None:
        if self._native is not None:
            self._native.tell(peers, notice, now, but)
        by_peer = self._lobby.by_peer
        if not by_peer:
            return
        guests = [by_peer[peer] for peer in peers if peer in by_peer and peer != but]
        if not guests:
            return
        self._note(guests, notice)
        by_netcat: list[Guest] = [guest for guest in guests if guest.door == "netcat"]
        by_classroom: list[Guest] = [guest for guest in guests if guest.door == "classroom"]
        if by_netcat:
            self._netcat.tell(by_netcat, notice, now)
        if by_classroom:
            self._classroom.tell(by_classroom, notice, now)

    def wake_at(self) -> float | None:
        parts = (self._netcat, self._classroom, self._strangers, self._lobby)
        moments = (part.wake_at() for part in parts)
        return min((at for at in moments if at is not None), default=None)

    def on_time(self, now: float) -> None:
        for part in (self._netcat, self._classroom, self._strangers):
            part.on_time(now)
        self._take_from_strangers()
        self._lobby.pass_on(now)

    def busy(self) -> bool:
        """Whether somebody is still owed an answer that can be awaited."""
        return self._classroom.busy()

    def _note(self, guests: list[Guest], notice: Notice) -> None:
        """What changes the seat of whoever is told: that they have one, their name, the end."""
        if isinstance(notice, Joined | Dismissed):
            for guest in guests:
                self._lobby.seat(guest, isinstance(notice, Joined))
        elif isinstance(notice, Renamed) and notice.own:
            for guest in guests:
                self._lobby.note(guest, pressing=True)

    def _meet(self, datagram: bytes, path: Path, now: float) -> None:
        standing = self._admission.judge(path.remote, now)
        if standing is Standing.FAR:
            self._test(datagram, path, now)
        elif standing is Standing.REFUSED:
            self._refuse(path, now)
        elif self._lobby.turnstile.crowded:
            self._lobby.turnstile.dropped += 1
        elif standing is not Standing.IGNORED:
            door = self._classroom if looks_like_packet(datagram) else self._netcat
            door.welcome(datagram, path, standing, now)

    def _test(self, datagram: bytes, path: Path, now: float) -> None:
        try:
            proved = self._strangers.receive(datagram, path, now)
        except BadPacket:
            self._refuse(path, now)
        else:
            self._take_from_strangers()
            if proved is not None:
                self._let_in(proved, now)

    def _let_in(self, stranger: Stranger, now: float) -> None:
        """Proved; what it said before counts now. It keeps a distant guest's limits."""
        if stranger.code:
            self._netcat.welcome(stranger.first_line, stranger.path, Standing.FAR, now)
        else:
            self._classroom.welcome_proved(stranger, now)
        guest = self._lobby.by_source.get(stranger.path.remote)
        if guest is not None and guest.here:
            self._lobby.vouch(guest)

    def _refuse(self, path: Path, now: float) -> None:
        line = self._admission.refusal(path.remote, now)
        if line is not None:
            self._warn(line)

    def _take_from_strangers(self) -> None:
        self._lobby.out += self._strangers.out
        self._strangers.out.clear()
