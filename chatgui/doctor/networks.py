"""The networks that this computer is on, as far as they bear on reaching a server."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from typing import Final, Literal, NamedTuple

from chatgui.app.words import doctor as words
from chatgui.doctor.finding import Finding

Kind = Literal["loopback", "inner", "vpn", "down", "made up", "usual"]

_INNER: Final = ("docker", "br-", "virbr", "vmnet", "vboxnet", "vethernet", "lxc")
"""Networks inside this computer; nobody else is on them."""

_VPN: Final = ("tun", "tap", "utun", "ppp", "wg", "ipsec", "tailscale", "zt", "nordlynx", "gpd")


class Interface(NamedTuple):
    """An address of this computer: without scope; `prefix` in bits. `is_up`: its card is not known
    to be without cable or Wi-Fi."""

    name: str
    address: str
    prefix: int
    is_up: bool = True

    @property
    def kind(self) -> Kind:
        address, name = ip_address(self.address), self.name.lower()
        if address.is_loopback:
            return "loopback"
        if name.startswith(_INNER):
            return "inner"
        if name.startswith(_VPN):
            return "vpn"
        if not self.is_up:
            return "down"
        return "made up" if address.is_link_local else "usual"

    def holds(self, host: str) -> bool:
        """Whether that address is in its network. A scope that is a name says which one is."""
        address, link = _plain(host), host.partition("%")[2]
        network = ip_interface(f"{self.address}/{self.prefix}").network
        is_inside = address.version == network.version and address in network
        return is_inside and (not link or link.isdigit() or link == self.name)


def is_here(host: str, interfaces: Sequence[Interface]) -> bool:
    """Whether that numeric address is this computer itself."""
    address = _plain(host)
    return address.is_loopback or any(ip_address(one.address) == address for one in interfaces)


def is_near(host: str, interfaces: Sequence[Interface]) -> bool:
    """Whether no router is between, as far as this computer knows."""
    return any(one.holds(host) for one in interfaces)


def judge_networks(
    interfaces: Sequence[Interface], reached: Iterable[str] = (), *, needs_one: bool = True
) -> Finding:
    """`reached`: where servers have answered; whatever leads to one of these will do. `needs_one`:
    the server is on another computer, or anywhere."""
    kinds = {one.kind for one in interfaces if _counts(one)}
    if "usual" in kinds:
        return Finding("network", "ok", _told(words.ADDRESSES, interfaces, "usual"))
    if not needs_one:
        return Finding("network", "ok", words.NO_NETWORK_HERE)
    if ways := _ways(interfaces, reached):
        return Finding("network", "ok", _listed(words.ADDRESSES, ways))
    if "vpn" in kinds:
        text = _told(words.ONLY_VPN, interfaces, "vpn")
        return Finding("network", "trouble", text, words.LEAVE_VPN)
    if "made up" in kinds:
        text = _told(words.NO_LEASE, interfaces, "made up")
        return Finding("network", "trouble", text, words.GET_LEASE)
    if "down" in kinds:
        text = _told(words.CARD_DOWN, interfaces, "down")
        return Finding("network", "trouble", text, words.CONNECT)
    if "inner" in kinds:
        text = _told(words.ONLY_INNER, interfaces, "inner")
        return Finding("network", "trouble", text, words.CONNECT)
    return Finding("network", "trouble", words.NO_NETWORK, words.CONNECT)


def _ways(interfaces: Sequence[Interface], reached: Iterable[str]) -> list[Interface]:
    hosts = [host for host in reached if not is_here(host, interfaces)]
    return [one for one in interfaces if any(one.holds(host) for host in hosts)]


def _counts(one: Interface) -> bool:
    """Every card that is up has made up an IPv6 address: that one alone says nothing."""
    return not (one.kind == "made up" and ":" in one.address)


def _told(form: str, interfaces: Sequence[Interface], kind: Kind) -> str:
    return _listed(form, [one for one in interfaces if one.kind == kind and _counts(one)])


def _listed(form: str, interfaces: Iterable[Interface]) -> str:
    shown = sorted(interfaces, key=lambda one: ":" in one.address)
    addresses = [words.ADDRESS.format(address=one.address, interface=one.name) for one in shown]
    return form.format(addresses=", ".join(addresses))


def _plain(host: str) -> IPv4Address | IPv6Address:
    """Without its scope, and an IPv4 address as one."""
    address = ip_address(host.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address
