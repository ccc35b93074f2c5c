"""Answers to whoever asks who is there; PROTOCOL section 5.1. Sans-IO.

An answer is smaller than its question, goes to networks near this computer only, and nothing is
remembered of who asked but how much: so a forged sender is worth nothing to whoever forges it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from chatserver.discovery.about import About
from chatserver.guests.admission import host_key
from chatserver.guests.limits import Bucket
from chatserver.guests.networks import Networks
from shared.constants import GUEST_PORTS_IGNORED
from shared.net.path import Path, ip_of
from shared.net.udp import Datagram
from shared.wire import BadPacket
from shared.wire.probes import Here, decode_probe_untrusted

PER_S: Final = 500.0
BURST: Final = 1000.0
"""A class of 200 that switches on at once asks some 2,000 times within 2 s, and needs one answer
each."""

HOST_PER_S: Final = 10.0
HOST_BURST: Final = 50.0
"""One search asks up to three times, over each interface."""

HOSTS_KEPT: Final = 1024

_MULTICAST: Final = 0xFF


class Answers:
    """`people`: how many are online. `wall_ms`: what messages would be dated by now."""

    def __init__(
        self,
        about: About,
        networks: Networks,
        people: Callable[[], int],
        now: float,
        wall_ms: Callable[[float], int] = lambda now: 0,
    ) -> None:
        self._about = about
        self._networks = networks
        self._people = people
        self._wall_ms = wall_ms
        self._all = Bucket(PER_S, BURST, now)
        self._hosts: dict[str, Bucket] = {}

    def answer(self, datagram: bytes, path: Path, now: float) -> Datagram | None:
        """What to send back, if anything."""
        if path.remote[1] in GUEST_PORTS_IGNORED or not self._affords(path, now):
            return None
        with suppress(BadPacket):
            nonce = decode_probe_untrusted(datagram)
            if self._is_near(path, now):
                about = self._about
                people, clock_ms = self._people(), max(0, self._wall_ms(now))
                here = Here(nonce, about.id, about.name, people, about.is_private, clock_ms)
                return here.encode(), _answering(path)
        return None

    def _is_near(self, path: Path, now: float) -> bool:
        address = ip_of(path.remote)
        return self._networks.trusts(address, now) and not self._networks.is_broadcast(address, now)

    def _affords(self, path: Path, now: float) -> bool:
        """First of all: whoever floods makes us look at no more than we would answer."""
        is_ipv4 = len(path.remote) == 2
        host = path.remote[0] if is_ipv4 else host_key(ip_of(path.remote))
        bucket = self._hosts.get(host)
        if bucket is None:
            if len(self._hosts) >= HOSTS_KEPT:
                self._hosts.clear()  # the limit for all still holds
            bucket = self._hosts[host] = Bucket(HOST_PER_S, HOST_BURST, now)
        return bucket.take(now) and self._all.take(now)


def _answering(path: Path) -> Path:
    """To a question that came by multicast nobody answers from that address: the link alone is
    given to the system, which knows ours there."""
    if len(path.local) > 4 and path.local[0] == _MULTICAST:
        return Path(path.remote, bytes(16) + path.local[16:])
    return path
