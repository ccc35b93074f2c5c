"""The netcat door: whoever writes a line is in. PROTOCOL section 1."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chatserver.doors.lobby import Guest, Lobby, header_bytes
from chatserver.guests.admission import Admission, Standing
from chatserver.guests.echo import EchoWatch
from chatserver.guests.seats import Seat
from shared.chat import Dismissed, Join, Leave, Mistake, Notice, Posted
from shared.dialects.netcat import (
    PROBE,
    error_line,
    format_notice,
    is_error,
    parse_line,
    split_lines,
)
from shared.net.path import Path
from shared.net.timers import Timers

DATAGRAM_BYTES = 1400
"""Lines are packed into datagrams up to this size: one answer of many lines is not many packets."""

TOLD_AFTER_S = 1.0
"""A burst is over in that time; its sender is told once how much of it was dropped."""

STILL_THERE = b"still there? press Enter to go on reading\n"


@dataclass(slots=True)
class NetcatGuest(Guest):
    echo: EchoWatch = field(default_factory=EchoWatch)
    dropped: int = 0


class NetcatDoor:
    def __init__(self, lobby: Lobby, admission: Admission) -> None:
        self._lobby = lobby
        self._admission = admission
        self._timers: Timers[int] = Timers()

    def welcome(self, datagram: bytes, path: Path, standing: Standing, now: float) -> None:
        """The first datagram of a new source; perhaps it makes a guest."""
        if datagram == PROBE or is_error(datagram):
            return
        guest = self.admit(path, standing, now)
        self._lobby.ask(guest, Join("", "netcat", guest.address))
        self.receive(guest, datagram, path, now)

    def admit(self, path: Path, standing: Standing, now: float) -> NetcatGuest:
        """Know a source from now on."""
        peer = self._lobby.new_peer()
        guest = NetcatGuest(path, "netcat", peer, now, header_bytes(path))
        self._lobby.add(guest, standing, now)
        return guest

    def revive(self, seat: Seat, standing: Standing, now: float) -> NetcatGuest:
        """A guest of an earlier run; it need not write anything to hear the next line."""
        return self.admit(seat.path, standing, now)

    def receive(self, guest: NetcatGuest, datagram: bytes, path: Path, now: float) -> None:
        self._lobby.heard(guest, len(datagram), path, now)
        lines, dropped = split_lines(datagram)
        for line in lines:
            if not guest.here:
                return
            if guest.echo.is_echo(line):
                self._admission.ignore(path.remote, now)
                self._leave(guest, Leave("gone"))
            elif not self._may_say(guest, now):
                dropped += 1
            else:
                self._handle(guest, line)
        if dropped:
            self._drop(guest, dropped, now)

    def tell(self, guests: Iterable[Guest], notice: Notice, now: float) -> None:
        """Written once, sent to each."""
        datagrams = pack_lines(format_notice(notice))
        for guest in guests:
            assert isinstance(guest, NetcatGuest)
            sent = self._deliver(guest, datagrams, now)
            if isinstance(notice, Posted):
                self._account(guest, notice.position, sent)
            if isinstance(notice, Dismissed):
                self._dismiss(guest, notice, now)

    def wake_at(self) -> float | None:
        return self._timers.next_at()

    def on_time(self, now: float) -> None:
        for peer in self._timers.due(now):
            guest = self._lobby.by_peer.get(peer)
            if isinstance(guest, NetcatGuest) and guest.dropped:
                line = error_line(f"too fast, {guest.dropped} lines dropped")
                guest.dropped = 0
                self._deliver(guest, [line], now)

    def _handle(self, guest: NetcatGuest, line: bytes) -> None:
        command = parse_line(line)
        if isinstance(command, Leave):
            self._leave(guest, command)
        elif not (isinstance(command, Mistake) and is_error(line)):
            self._lobby.ask(guest, command)

    def _leave(self, guest: NetcatGuest, command: Leave) -> None:
        """Lines behind /quit are nobody's; the hub's answer ends the guest."""
        guest.here = False
        self._lobby.ask_last(guest, command)

    def _may_say(self, guest: NetcatGuest, now: float) -> bool:
        if self._lobby.turnstile.room(guest.peer) <= 0:
            self._lobby.turnstile.dropped += 1
            return False
        return guest.bucket is None or guest.bucket.take(now)

    def _drop(self, guest: NetcatGuest, lines: int, now: float) -> None:
        if not guest.dropped:
            self._timers.set(guest.peer, now + TOLD_AFTER_S)
        guest.dropped += lines

    def _account(self, guest: NetcatGuest, position: int, sent: bool) -> None:
        if sent:
            self._lobby.receipts.received(guest.peer, position, confirmed=False)
        else:
            self._lobby.receipts.missed(guest.peer, position)

    def _deliver(self, guest: NetcatGuest, datagrams: list[bytes], now: float) -> bool:
        """Send what the guest may be sent; whether these were among it."""
        if guest.allowance is not None and datagrams:
            datagrams = self._within_limits(guest, datagrams, now)
        for data in datagrams:
            guest.echo.sent(data)
            self._lobby.send(guest, data)
        return not guest.skipped

    def _within_limits(self, guest: NetcatGuest, datagrams: list[bytes], now: float) -> list[bytes]:
        """What of it the guest may be sent; what it may not is counted and said later."""
        if self._lobby.silent(guest, now):
            wanted = [] if guest.asked else [STILL_THERE]
            guest.asked = True
        elif guest.skipped:
            wanted = [f"[{guest.skipped} messages skipped]\n".encode(), *datagrams]
        else:
            wanted = datagrams
        if not self._lobby.spend(guest, wanted, now):
            wanted = []
        guest.skipped = 0 if wanted and not guest.asked else guest.skipped + 1
        return wanted

    def _dismiss(self, guest: NetcatGuest, notice: Dismissed, now: float) -> None:
        guest.here = False
        self._timers.set(guest.peer, None)
        self._lobby.remove(guest)
        if notice.why == "kicked":
            self._admission.ignore(guest.path.remote, now)


def pack_lines(lines: list[bytes]) -> list[bytes]:
    """Whole lines in as few datagrams as they fit."""
    datagrams: list[bytes] = []
    for line in lines:
        if datagrams and len(datagrams[-1]) + len(line) <= DATAGRAM_BYTES:
            datagrams[-1] += line
        else:
            datagrams.append(line)
    return datagrams
