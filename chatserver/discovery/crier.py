"""Multicast DNS by `zeroconf`: what PROTOCOL section 5.2 says of servers."""

import asyncio
import logging
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, Final

from zeroconf import IPVersion, ServiceInfo, Zeroconf

from chatserver.discovery.announcer import Announcement
from chatserver.guests.networks import Network
from shared.discovery.mdns import SERVICE, describe, spell_id
from shared.text import cut_bytes

_LABEL_BYTES: Final = 60
"""DNS has 63; a second server of the same name gets "-2" behind it."""

logging.getLogger("zeroconf").setLevel(logging.CRITICAL + 1)  # the owner reads our words instead


class MdnsCrier:
    """Only one thread uses it."""

    def __init__(self, id: bytes, port: int) -> None:
        self._id = id
        self._port = port
        self._zeroconf: Zeroconf | None = None

    def announce(self, announcement: Announcement) -> None:
        """Nothing where there is no address. Takes a second: others may have that name."""
        self.withdraw()
        if not announcement.addresses:
            return
        networks = [one.network for one in announcement.addresses]
        self._zeroconf = NearbyZeroconf(networks, _addresses(announcement))
        self._zeroconf.register_service(self._describe(announcement), allow_name_change=True)

    def withdraw(self) -> None:
        """With a goodbye."""
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _describe(self, announcement: Announcement) -> ServiceInfo:
        return ServiceInfo(
            SERVICE,
            f"{label_of(announcement.name)}.{SERVICE}",
            port=self._port,
            properties=describe(self._id, announcement.name, announcement.is_private),
            server=f"parley-{spell_id(self._id)}.local.",
            parsed_addresses=_reachable(_addresses(announcement)),
        )


class NearbyZeroconf(Zeroconf):
    """Hears nobody outside these networks (RFC 6762, section 5.5): its socket takes what comes to
    any address of this computer, an answer is larger than its question and may go to everybody on
    the network, and who far away asks may be forged."""

    def __init__(self, networks: Sequence[Network], interfaces: list[str]) -> None:
        super().__init__(interfaces=interfaces, ip_version=IPVersion.V4Only)
        for reader in self.engine.readers:  # all of them: its constructor waits for its thread
            transport = reader.transport
            transport.set_protocol(Threshold(transport.get_protocol(), networks))


class Threshold(asyncio.DatagramProtocol):
    """Lets through to `behind` only what comes from these networks."""

    def __init__(self, behind: Any, networks: Sequence[Network]) -> None:
        self._behind, self._networks = behind, networks

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        if any(ip_address(addr[0]) in network for network in self._networks):
            self._behind.datagram_received(data, addr)

    def error_received(self, exc: Exception) -> None:
        self._behind.error_received(exc)

    def connection_lost(self, exc: Exception | None) -> None:
        self._behind.connection_lost(exc)


def label_of(name: str) -> str:
    """As one label of DNS: `zeroconf` takes a dot for the end of it."""
    return cut_bytes(name.replace(".", " ").strip() or "Parley", _LABEL_BYTES)


def _addresses(announcement: Announcement) -> list[str]:
    """Each once, though it may be in two networks."""
    return list(dict.fromkeys(str(one.ip) for one in announcement.addresses))


def _reachable(addresses: list[str]) -> list[str]:
    """For others; loopback where there is nothing else."""
    far = [address for address in addresses if not ip_address(address).is_loopback]
    return far or addresses
