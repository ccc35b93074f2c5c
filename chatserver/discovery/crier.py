"""Multicast DNS by `zeroconf`: what PROTOCOL section 5.2 says of servers."""

import logging
from ipaddress import ip_address
from typing import Final

from zeroconf import IPVersion, ServiceInfo, Zeroconf

from chatserver.discovery.announcer import Announcement
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
        self._zeroconf = Zeroconf(interfaces=here, ip_version=IPVersion.V4Only)
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


def label_of(name: str) -> str:
    """As one label of DNS: `zeroconf` takes a dot for the end of it."""
    return cut_bytes(name.replace(".", " ").strip() or "Parley", _LABEL_BYTES)


def _reachable(addresses: tuple[str, ...]) -> list[str]:
    """For others; loopback where there is nothing else."""
    far = [address for address in addresses if not ip_address(address).is_loopback]
    return far or list(addresses)
