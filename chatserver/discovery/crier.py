"""Multicast DNS by `zeroconf`: what PROTOCOL section 5.2 says of servers."""

import logging
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, Final

from zeroconf import IPVersion, ServiceInfo, Zeroconf

from chatserver.discovery.announcer import Announcement
from chatserver.guests.networks import Network, on_link_networks
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
        here = list(announcement.addresses)
        self._zeroconf = NearbyZeroconf(networks_of(here), here)
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
            parsed_addresses=_reachable(announcement.addresses),
        )


class NearbyZeroconf(Zeroconf):
    """Answers nobody outside these networks (RFC 6762, section 5.5): an answer is larger than its
    question, and who far away asks may be forged."""

    def __init__(self, networks: Sequence[Network], interfaces: list[str]) -> None:
        self._networks = networks  # first: its thread begins at once
        super().__init__(interfaces=interfaces, ip_version=IPVersion.V4Only)

    def async_send(self, out: Any, addr: str | None = None, *rest: Any, **by: Any) -> None:
        if addr is None or any(ip_address(addr) in network for network in self._networks):
            super().async_send(out, addr, *rest, **by)


def networks_of(addresses: Sequence[str]) -> list[Network]:
    """Those that addresses of ours are in."""
    own = [ip_address(address) for address in addresses]
    return [net for _, net in on_link_networks() if any(one in net for one in own)]


def label_of(name: str) -> str:
    """As one label of DNS: `zeroconf` takes a dot for the end of it."""
    return cut_bytes(name.replace(".", " ").strip() or "Parley", _LABEL_BYTES)


def _reachable(addresses: tuple[str, ...]) -> list[str]:
    """For others; loopback where there is nothing else."""
    far = [address for address in addresses if not ip_address(address).is_loopback]
    return far or list(addresses)
