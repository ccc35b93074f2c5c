"""What has come and gone through the sockets, counted by the batch, and whether any of it came from
another computer: where nothing ever does, a firewall is likely in the way."""

from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Final

from chatserver.guests.networks import all_addresses, own_addresses
from shared.net.udp import Datagram

LOOKED_AT: Final = 16
"""Datagrams of a batch whose senders are looked at: a microsecond, whatever comes."""

LOOK_EVERY_S: Final = 1.0
"""Once something has come from outside."""

ADDRESSES_S: Final = 30.0
"""Networks change seldom, and to look them up takes a millisecond."""


class Addresses:
    """The addresses of this computer, looked up now and then."""

    def __init__(
        self,
        every: Callable[[], list[str]] = all_addresses,
        useful: Callable[[], list[str]] = own_addresses,
    ) -> None:
        self._every, self._useful = every, useful
        self._looked_at: float | None = None
        self._found: tuple[list[str], list[str]] = [], []

    def every(self, now: float) -> list[str]:
        return self._look(now)[0]

    def useful(self, now: float) -> list[str]:
        """Those to give to people, the best first."""
        return self._look(now)[1]

    def _look(self, now: float) -> tuple[list[str], list[str]]:
        if self._looked_at is None or now >= self._looked_at + ADDRESSES_S:
            self._looked_at = now
            self._found = self._every(), self._useful()
        return self._found


class Traffic:
    """Only the loop thread uses it."""

    def __init__(self, addresses: Addresses) -> None:
        self.received = self.sent = self.received_bytes = self.sent_bytes = 0
        self.outside_at: float | None = None
        """When something last came from another computer, within a second."""
        self._addresses = addresses
        self._look_at = 0.0
        self._near: str = ""  # the last sender that was no other computer

    def take(self, received: Sequence[Datagram], now: float) -> None:
        self.received += len(received)
        self.received_bytes += sum([len(data) for data, _ in received])
        if now >= self._look_at:
            self._look(received, now)

    def give(self, out: Sequence[Datagram]) -> None:
        self.sent += len(out)
        self.sent_bytes += sum([len(data) for data, _ in out])

    def _look(self, received: Sequence[Datagram], now: float) -> None:
        for _, path in received[:LOOKED_AT]:
            host = path.remote[0]
            if host != self._near:
                if self._is_outside(host, now):
                    self.outside_at, self._look_at = now, now + LOOK_EVERY_S
                    return
                self._near = host

    def _is_outside(self, host: str, now: float) -> bool:
        address = host.partition("%")[0]
        return not ip_address(address).is_loopback and address not in self._addresses.every(now)
