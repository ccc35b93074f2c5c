"""Who may come in through a plain door, judged by where they write from."""

from collections import OrderedDict
from collections.abc import Hashable
from enum import Enum
from ipaddress import IPv6Address

from chatserver.config import Policy
from chatserver.guests.networks import IpAddress, Network, Networks, is_loopback
from shared.constants import GUEST_PORTS_IGNORED
from shared.net.path import SocketAddress, ip_of

IGNORED_S = 600.0
"""How long an echoing, guessing or kicked source is not heard."""

IGNORED_AT_MOST = 4096
REFUSALS_TOLD_EVERY_S = 3600.0
REFUSED_HOSTS_TOLD = 64
"""A flood of forged sources must not become a flood of lines."""

_HINTS: dict[Policy, str] = {
    "lan": "to admit its network start the server with --trust {network}",
    "loopback": "--guests lan admits the local network",
    "any": "clients of the course's part 1 cannot prove who they are; part 2 can",
    "off": "--guests lan admits guests of the local network",
}
_PRIVATE_HINT = "this server is private: they join by Parley's own client and an invite"


class Standing(Enum):
    """What a source address is worth."""

    HOME = "this computer: no limits"
    NEAR = "a trusted network: limits, no proof"
    FAR = "anywhere else: must prove that it gets what is sent to it"
    REFUSED = "not admitted by --guests"
    IGNORED = "never heard"


class Admission:
    def __init__(
        self, policy: Policy, networks: Networks, own_port: int, *, is_private: bool = False
    ) -> None:
        self._policy = policy
        self._hint = _PRIVATE_HINT if is_private else _HINTS[policy]
        self._networks = networks
        self._silent_ports = GUEST_PORTS_IGNORED | {own_port}
        self._ignored: OrderedDict[Hashable, float] = OrderedDict()
        self._told: OrderedDict[IpAddress, float] = OrderedDict()

    def judge(self, source: SocketAddress, now: float) -> Standing:
        address = ip_of(source)
        if source[1] in self._silent_ports or self._never_heard(source, address, now):
            return Standing.IGNORED
        if self._policy == "off":
            return Standing.REFUSED
        if is_loopback(address):
            return Standing.HOME
        if self._policy == "loopback":
            return Standing.REFUSED
        if self._networks.trusts(address, now):
            return Standing.NEAR
        return Standing.FAR if self._policy == "any" else Standing.REFUSED

    def ignore(self, source: SocketAddress, now: float) -> None:
        """One address and port: an echo, somebody sent away."""
        self._ignore(source, now)

    def ignore_host(self, source: SocketAddress, now: float) -> None:
        """A whole host (IPv6: its /64): whoever guesses proofs has more than one port."""
        self._ignore(host_key(ip_of(source)), now)

    def heed(self, network: Network) -> None:
        """Listen again to all from there."""
        for key in list(self._ignored):
            if isinstance(key, tuple) and ip_of(key) in network:
                del self._ignored[key]

    def is_ignored(self, source: SocketAddress, now: float) -> bool:
        return self._holds(source, now) or self._holds(host_key(ip_of(source)), now)

    def refusal(self, source: SocketAddress, now: float) -> str | None:
        """What to tell the server's owner about a refused guest; None if told within the hour."""
        address = ip_of(source)
        last = self._told.get(address)
        if last is not None and now - last < REFUSALS_TOLD_EVERY_S:
            return None
        while self._told and now - next(iter(self._told.values())) >= REFUSALS_TOLD_EVERY_S:
            self._told.popitem(last=False)
        if len(self._told) >= REFUSED_HOSTS_TOLD:
            return None
        self._told[address] = now
        self._told.move_to_end(address)
        network = f"{address}/{32 if address.version == 4 else 64}"
        return f"A guest from {address} was not let in; {self._hint.format(network=network)}."

    def _never_heard(self, source: SocketAddress, address: IpAddress, now: float) -> bool:
        if address.is_multicast or address.is_unspecified or str(address) == "255.255.255.255":
            return True
        if self._networks.is_broadcast(address, now):
            return True
        return self.is_ignored(source, now)

    def _ignore(self, key: Hashable, now: float) -> None:
        self._ignored[key] = now + IGNORED_S
        self._ignored.move_to_end(key)
        if len(self._ignored) > IGNORED_AT_MOST:
            self._ignored.popitem(last=False)

    def _holds(self, key: Hashable, now: float) -> bool:
        until = self._ignored.get(key)
        if until is None:
            return False
        if now < until:
            return True
        del self._ignored[key]
        return False


def host_key(address: IpAddress) -> str:
    """What one party controls: an IPv4 address, an IPv6 /64."""
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64)) + "/64"
    return str(address)
