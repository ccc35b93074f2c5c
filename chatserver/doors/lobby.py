"""What the plain doors share: guests by address and by number, and what they may be sent."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import Literal

from chatserver.doors.receipts import Receipts
from chatserver.guests.admission import Standing, host_key
from chatserver.guests.limits import HEADER_BYTES, LINES_BURST, LINES_PER_S, Allowance, Bucket
from chatserver.people import UNANSWERED_LEASE_S
from chatserver.turnstile import Turnstile
from shared.chat import Address, Command, Vouch
from shared.net.path import Path, SocketAddress, ip_of
from shared.net.udp import Datagram

ALLOWANCES_KEPT = 4096

HEARD_NOTED_S = 300.0
"""How exact it is, after a crash, when a guest last wrote; the lease is half a day."""

PASSED_ON_EVERY_S = 0.2
"""What guests have got reaches the hub this often at most: a busy room of 64 would cost five times
as much if it were told of each message, and senders hear of it once a second."""

MOVED_NOTED_S = 1.0
"""In a busy room every message moves every guest's cursor; it is written this often at most."""


@dataclass(slots=True)
class Guest:
    """One source address at a plain door. `peer` is its number at the hub, while it is `here`."""

    path: Path
    door: Literal["netcat", "classroom"]
    peer: int
    first_at: float
    header: int
    bucket: Bucket | None = None
    allowance: Allowance | None = None
    here: bool = True
    datagrams: int = 0
    answered: bool = False
    """Whether it has written again since it came in."""
    skipped: int = 0
    asked: bool = False
    seated: bool = False
    """Whether it was let in and has not been sent off; of all others nothing is stored."""
    noted_at: float = -inf

    @property
    def address(self) -> Address:
        return Address(str(ip_of(self.path.remote)), self.path.remote[1])


@dataclass(slots=True)
class Lobby:
    turnstile: Turnstile
    out: list[Datagram] = field(default_factory=list)
    """Datagrams to send; whoever owns the socket takes them."""
    by_source: OrderedDict[SocketAddress, Guest] = field(default_factory=OrderedDict)
    by_peer: dict[int, Guest] = field(default_factory=dict)
    noted: dict[SocketAddress, None] = field(default_factory=dict)
    """Whose seat is not as it was stored; whoever stores it takes them."""
    pressing: bool = False
    """Whether among these is news that a message said now needs: who its sender is."""
    receipts: Receipts = field(init=False)
    _moved: dict[SocketAddress, None] = field(default_factory=dict)
    _moved_at: float = -inf
    _passed_on_at: float = -inf
    _allowances: OrderedDict[str, Allowance] = field(default_factory=OrderedDict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.receipts = Receipts(self.turnstile)

    def new_peer(self) -> int:
        """A number for a new connection, never used before."""
        return next(self._numbers)

    def add(self, guest: Guest, standing: Standing, now: float) -> None:
        """Set the limits that go with the standing, and know the guest from now on."""
        if standing is not Standing.HOME:
            guest.bucket = Bucket(LINES_PER_S, LINES_BURST, now)
            guest.allowance = self._allowance(guest.path, now)
        self.by_source[guest.path.remote] = guest
        self.by_peer[guest.peer] = guest

    def remove(self, guest: Guest) -> None:
        self.by_source.pop(guest.path.remote, None)
        self.by_peer.pop(guest.peer, None)

    def heard(self, guest: Guest, size: int, path: Path, now: float) -> None:
        """A datagram came from the guest: it earns, and is answered the way it came."""
        if guest.here and guest.datagrams:
            self.vouch(guest)
        if guest.path != path or now - guest.noted_at >= HEARD_NOTED_S:
            guest.noted_at = now
            self.note(guest)
        guest.path = path
        guest.datagrams += 1
        guest.asked = False
        if guest.allowance is not None:
            guest.allowance.earn(size + guest.header)

    def vouch(self, guest: Guest) -> None:
        """The guest is really there; the hub is told once."""
        if not guest.answered and self.turnstile.room(guest.peer) > 0:
            guest.answered = self.turnstile.put(guest.peer, Vouch())
            self.note(guest)

    def note(self, guest: Guest, *, pressing: bool = False) -> None:
        """The guest's seat has changed, and is to be stored. Who never had one costs nothing: a
        flood of forged addresses must not become a flood of writing."""
        if guest.seated:
            self.noted[guest.path.remote] = None
            self.pressing = self.pressing or pressing

    def seat(self, guest: Guest, seated: bool) -> None:
        """It has come in, or leaves."""
        guest.seated = guest.seated or seated
        self.note(guest, pressing=True)
        guest.seated = seated

    def ask(self, guest: Guest, command: Command) -> bool:
        return self.turnstile.put(guest.peer, command)

    def ask_last(self, guest: Guest, command: Command) -> None:
        """The guest's goodbye, behind all that is known of what it has."""
        self.receipts.pass_on_last(guest.peer)
        self.turnstile.put_last(guest.peer, command)

    def pass_on(self, now: float) -> None:
        """Tell the hub what guests have, if it is time. Call once a turn, before commands are
        worked off; whose cursor has moved is noted after that, in a later turn."""
        if self._moved and now >= self._moved_at + MOVED_NOTED_S:
            self.noted |= self._moved
            self._moved, self._moved_at = {}, now
        if self.receipts.waiting and now >= self._passed_on_at + PASSED_ON_EVERY_S:
            self._passed_on_at = now
            found = (self.by_peer.get(peer) for peer in self.receipts.pass_on())
            self._moved |= {guest.path.remote: None for guest in found if guest is not None}

    def wake_at(self) -> float | None:
        """When to `pass_on` again at the latest."""
        passes_on_at = self._passed_on_at + PASSED_ON_EVERY_S if self.receipts.waiting else inf
        notes_at = self._moved_at + MOVED_NOTED_S if self._moved else inf
        at = min(passes_on_at, notes_at)
        return at if at < inf else None

    def silent(self, guest: Guest, now: float) -> bool:
        """It came in, long ago, and nothing since: perhaps somebody forged it."""
        limited = guest.allowance is not None
        return limited and not guest.answered and now - guest.first_at > UNANSWERED_LEASE_S

    def spend(self, guest: Guest, datagrams: list[bytes], now: float) -> bool:
        """Whether the guest may be sent all of these, and charge for them."""
        size = sum(len(data) + guest.header for data in datagrams)
        return guest.allowance is None or guest.allowance.spend(size, now)

    def send(self, guest: Guest, data: bytes) -> None:
        self.out.append((data, guest.path))

    def _allowance(self, path: Path, now: float) -> Allowance:
        """One for each host, however many ports it writes from."""
        key = host_key(ip_of(path.remote))
        allowance = self._allowances.pop(key, None) or Allowance(now)
        self._allowances[key] = allowance
        if len(self._allowances) > ALLOWANCES_KEPT:
            self._forget(now)
        return allowance

    def _forget(self, now: float) -> None:
        """Drop what is as good as new, else the oldest."""
        for key, allowance in list(self._allowances.items())[:64]:
            if allowance.untouched(now):
                del self._allowances[key]
        if len(self._allowances) > ALLOWANCES_KEPT:
            self._allowances.popitem(last=False)


def header_bytes(path: Path) -> int:
    return HEADER_BYTES[ip_of(path.remote).version]
