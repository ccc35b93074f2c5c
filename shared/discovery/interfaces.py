"""Where a question can go out: the addresses of this computer."""

from contextlib import suppress
from ipaddress import ip_interface
from typing import Final, NamedTuple

MOST: Final = 32
"""A computer that runs many containers has hundreds; these are inside it."""


class Interface(NamedTuple):
    """One IPv4 address of ours, or one IPv6 link (then `address` is empty and `link` its number).
    `broadcast`: the address of everybody there; empty: there is none. `prefix`: of the IPv4
    network."""

    address: str
    broadcast: str = ""
    link: int = 0
    prefix: int = 32


def own_interfaces() -> list[Interface]:
    """Those there are now; empty where the system does not say."""
    import ifaddr  # here: it takes a moment, and a search runs when a window is on the screen

    found: list[Interface] = []
    with suppress(OSError):
        for adapter in ifaddr.get_adapters():
            has_link = False
            for ip in adapter.ips:
                if isinstance(ip.ip, str):
                    found.append(_ipv4(ip.ip, ip.network_prefix))
                else:
                    has_link |= ip.ip[0].lower().startswith("fe80:")
            if has_link and adapter.index:
                found.append(Interface("", link=adapter.index))
    return found[:MOST]


def _ipv4(address: str, prefix: int) -> Interface:
    network = ip_interface(f"{address}/{prefix}").network
    is_shared = prefix < 31 and not network.is_loopback
    broadcast = str(network.broadcast_address) if is_shared else ""
    return Interface(address, broadcast, prefix=prefix)
