"""The networks this computer is on, and whether an address is in a trusted one."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from socket import AF_INET, AF_INET6, SOCK_DGRAM, socket

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

_INNER_INTERFACES = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vethernet", "lxc")
"""Networks inside this computer; nobody else is on them."""

REFRESH_S = 1.0
"""A laptop gets its address after the server started; looked up again at most this often where
somebody is in none of the networks known, since each of these takes 0.04 ms. Who searches asks
for longer than that, so their last question at least is answered."""

BROADCASTS_S = 10.0
"""The same where only a broadcast address is to be known again, which each datagram asks for: a
computer full of containers has hundreds of networks."""


def on_link_networks() -> list[tuple[str, Network]]:
    """(interface, network) for every network this computer has an address in."""
    import ifaddr  # here, because it takes a while and the port must be open before

    found: list[tuple[str, Network]] = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            address = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
            found.append((adapter.nice_name, network_of(str(address), ip.network_prefix)))
    return found


def network_of(address: str, prefix: int) -> Network:
    """The network of an interface's address. For a public IPv6 address it is the /64, whatever the
    prefix: DHCPv6 gives out /128, a router may have a /48, and a /64 is one link."""
    network = ip_interface(f"{address}/{prefix}").network
    if network.version == 6 and not (network.is_private or network.is_link_local):
        return ip_interface(f"{address}/64").network
    return network


def own_addresses() -> list[str]:
    """Addresses to give to people, IPv4 first; no loopback, no link-local."""
    found = _addresses()
    usable = [a for a in found if not (a.is_loopback or a.is_link_local)]
    return [str(a) for a in sorted(usable, key=lambda a: _usefulness(a, found[a]))]


def all_addresses() -> list[str]:
    """Of this computer, in no order, without scopes."""
    return [str(address) for address in _addresses()]


def _addresses() -> dict[IpAddress, str]:
    """Each with its interface."""
    import ifaddr

    return {
        ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0]): adapter.nice_name
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    }


def _usefulness(address: IpAddress, interface: str) -> tuple[bool, int, bool, bool, bytes]:
    """Sorts first what other computers most likely reach: the way out, then real networks."""
    inner = interface.lower().startswith(_INNER_INTERFACES)
    return inner, address.version, not _is_way_out(address), not address.is_private, address.packed


def _is_way_out(address: IpAddress) -> bool:
    """Whether packets to far away leave from there; connecting a UDP socket sends none."""
    family, far = (AF_INET, "203.0.113.1") if address.version == 4 else (AF_INET6, "2001:db8::1")
    with suppress(OSError), socket(family, SOCK_DGRAM) as sock:
        sock.connect((far, 9))
        return bool(ip_address(sock.getsockname()[0]) == address)
    return False


def is_near(network: Network) -> bool:
    """Whether an on-link network is one to trust: private, unique-local, link-local, or an
    interface's own IPv6 /64 (a public /64 is still one household or one class room)."""
    if network.is_loopback:
        return False
    return network.is_private or network.is_link_local or network.version == 6


class Networks:
    """Trusted networks: those near this computer, and those the owner named."""

    def __init__(
        self,
        named: Iterable[str] = (),
        look_up: Callable[[], list[tuple[str, Network]]] = on_link_networks,
    ) -> None:
        self._named = [ip_network(text) for text in named]
        self._look_up = look_up
        self._near: list[tuple[str, Network]] = []
        self._broadcasts: set[IpAddress] = set()
        self._looked_at: float | None = None

    def trusts(self, address: IpAddress, now: float) -> bool:
        address = _plain(address)
        if is_loopback(address):
            return True
        if self._holds(address):
            return True
        return self._refresh(now) and self._holds(address)

    def is_broadcast(self, address: IpAddress, now: float) -> bool:
        """A directed broadcast address of one of our networks; nobody writes from there. IPv6 has
        none: the last address of a network is one like any other."""
        if address.version == 6:
            return False
        self._refresh(now, BROADCASTS_S)
        return address in self._broadcasts

    def described(self, now: float, listens_on: Iterable[str] = ()) -> list[str]:
        """For the start lines: "192.168.1.0/24 (eth0)". `listens_on`: only the networks of these
        addresses; none: all."""
        self._refresh(now)
        own = [one for one in map(ip_address, listens_on) if not one.is_unspecified]
        near = [
            f"{network} ({interface})"
            for interface, network in self._near
            if not own or any(address in network for address in own)
        ]
        return [*dict.fromkeys(near), *(str(network) for network in self._named)]

    def _holds(self, address: IpAddress) -> bool:
        if any(address in network for network in self._named):
            return True
        return any(address in network for _, network in self._near)

    def _refresh(self, now: float, every_s: float = REFRESH_S) -> bool:
        if self._looked_at is not None and now - self._looked_at < every_s:
            return False
        self._looked_at = now
        self._near = [(name, network) for name, network in self._look_up() if is_near(network)]
        self._broadcasts = {
            network.broadcast_address
            for _, network in self._near
            if network.version == 4 and network.num_addresses > 2
        }
        return True


def is_loopback(address: IpAddress) -> bool:
    return any(address in network for network in LOOPBACK)


def _plain(address: IpAddress) -> IpAddress:
    """Without the scope, which no network has."""
    return ip_address(int(address)) if address.version == 4 else IPv6Address(int(address))
