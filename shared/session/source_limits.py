"""How many handshakes one network may have at once, and begin in a second.

Asked only after a valid cookie, so the address is real. A network is an IPv4 address or an IPv6
/64, which is what one household has. Loopback is exempt: tests and bots live there.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

# A school behind one address comes back all at once: 200 clients are let in within
# (200 - BURST) / RATE = 2.5 s. A handshake costs 0.25 ms, so one network takes 1 % of a core.
BURST = 100
RATE = 40.0
MAX_HALF_OPEN = 64

# Networks remembered: about 100 bytes each. Only those that used up some of their burst in the
# last seconds need remembering at all.
MAX_NETWORKS = 4096

_BURST_S = (BURST + 0.5) / RATE  # half a step more: sums of 1 / RATE are not exact


class SourceLimits:
    """Counts handshakes by network: `admit` each one, `release` it when it is no longer half-open.

    The rate is a GCRA (ITU-T I.371): one time stamp a network, "all paid for until then".
    """

    __slots__ = ("_half_open", "_paid_until")

    def __init__(self) -> None:
        self._half_open: dict[bytes, int] = {}
        self._paid_until: dict[bytes, float] = {}

    def admit(self, host: str, now: float) -> bool:
        """True if `host` may begin a handshake now; it then counts as half-open until released."""
        network = network_of(host)
        if network is None:
            return True
        half_open = self._half_open.get(network, 0)
        if half_open >= MAX_HALF_OPEN or not self._pay(network, now):
            return False
        self._half_open[network] = half_open + 1
        return True

    def release(self, host: str) -> None:
        """Take back one `admit` that was True: the handshake has finished or was given up."""
        network = network_of(host)
        if network is None:
            return
        left = self._half_open[network] - 1
        if left:
            self._half_open[network] = left
        else:
            del self._half_open[network]

    def _pay(self, network: bytes, now: float) -> bool:
        if network not in self._paid_until and len(self._paid_until) >= MAX_NETWORKS:
            self._forget_rested(now)
            if len(self._paid_until) >= MAX_NETWORKS:
                return False
        paid_until = max(now, self._paid_until.get(network, now)) + 1 / RATE
        if paid_until - now > _BURST_S:
            return False
        self._paid_until[network] = paid_until
        return True

    def _forget_rested(self, now: float) -> None:
        self._paid_until = {net: until for net, until in self._paid_until.items() if until > now}


# Asked seven times in one handshake, and 2 us each time.
@lru_cache(maxsize=MAX_NETWORKS)
def network_of(host: str) -> bytes | None:
    """Return the 4 bytes of an IPv4 address or the /64 of an IPv6 one; None for loopback."""
    address = ip_address(host)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return None if address.is_loopback else address.packed[:8]
        address = address.ipv4_mapped
    return None if address.is_loopback else address.packed
