"""Which of our addresses a datagram came to, and answering from that one.

A socket on the wildcard address answers from whatever address routing picks, and a peer that
wrote to another one (`nc -u 127.0.0.2`, a host with two addresses) drops the answer. The control
messages of ip(7) IP_PKTINFO and RFC 3542 section 6 IPV6_PKTINFO tell and set it.
"""

import socket
import struct
import sys

_IPV4_LEVEL = socket.IPPROTO_IP
_IPV6_LEVEL = socket.IPPROTO_IPV6
# The socket module has no IP_PKTINFO; the numbers are Linux's and Darwin's headers'.
_IP_PKTINFO = {"linux": 8, "darwin": 26}.get(sys.platform, 0)
_IPV6_PKTINFO = getattr(socket, "IPV6_PKTINFO", 0)
_IPV6_RECVPKTINFO = getattr(socket, "IPV6_RECVPKTINFO", 0)

Control = list[tuple[int, int, bytes]]

CONTROL_BYTES = 128
"""Room for either control message and its header, on any system."""


def ask_for_packet_info(sock: socket.socket) -> bool:
    """Ask the system for it; False where it (Windows, through Python) cannot say."""
    if not hasattr(sock, "recvmsg"):
        return False
    if sock.family == socket.AF_INET6 and _IPV6_RECVPKTINFO:
        sock.setsockopt(_IPV6_LEVEL, _IPV6_RECVPKTINFO, 1)
        return True
    if sock.family == socket.AF_INET and _IP_PKTINFO:
        sock.setsockopt(_IPV4_LEVEL, _IP_PKTINFO, 1)
        return True
    return False


def local_address(control: Control) -> bytes:
    """The packed address (4 or 16 bytes) out of what recvmsg returned; empty if it is not there.

    For IPv6 the interface's index follows the address: link-local answers need it.
    """
    for level, kind, data in control:
        if level == _IPV4_LEVEL and kind == _IP_PKTINFO:
            return data[4:8]  # ipi_spec_dst: ours, also where the packet was a broadcast
        if level == _IPV6_LEVEL and kind == _IPV6_PKTINFO:
            return data[:20]
    return b""


def answer_from(local: bytes) -> Control:
    """The control message that makes sendmsg answer from `local`."""
    if len(local) == 4:
        return [(_IPV4_LEVEL, _IP_PKTINFO, struct.pack("=i", 0) + local + bytes(4))]
    if len(local) == 20:
        return [(_IPV6_LEVEL, _IPV6_PKTINFO, local)]
    return []
