"""A path: the two ends of a conversation by UDP."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple, TypeAlias

SocketAddress: TypeAlias = tuple[str, int] | tuple[str, int, int, int]
"""As the socket module has it: (host, port) for IPv4, with flow and scope behind it for IPv6."""


class Path(NamedTuple):
    """`remote`: whom to answer. `local`: the packed address of ours that the datagram came to,
    to answer from; empty where the system chooses. `remote` alone identifies a peer."""

    remote: SocketAddress
    local: bytes = b""


def ip_of(remote: SocketAddress) -> IPv4Address | IPv6Address:
    """The address without its scope."""
    return ip_address(remote[0].partition("%")[0])


def shown_host(host: str) -> str:
    """As people write it before a port: IPv6 in brackets, its loopback as the one all know."""
    return "127.0.0.1" if host == "::1" else bracketed(host)


def bracketed(host: str) -> str:
    """An address before a port, as it is."""
    return f"[{host}]" if ":" in host else host
