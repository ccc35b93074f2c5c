"""What networks say in place of an answer: ICMP's news, where the system passes them on.

On Linux a socket's error queue has them, with the reason (ip(7), IP_RECVERR); without asking for it
there is no word of a neighbour that is not there. Elsewhere errors of `recv` are all there is.
"""

import errno
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

from chatgui.doctor.trial import Refusal

_IP_RECVERR, _IPV6_RECVERR = 11, 25
_KINDS: Final = {(socket.IPPROTO_IP, _IP_RECVERR), (socket.IPPROTO_IPV6, _IPV6_RECVERR)}
_ERRQUEUE: Final = 0x2000
_HEAD: Final = struct.Struct("=IBBB")  # struct sock_extended_err: errno, origin, type, code
_SAYER: Final = 16
"""Behind it stands the address of who says so (SO_EE_OFFENDER)."""
_ICMP, _ICMP6 = (2, 3), (3, 1)  # origin and type of "destination unreachable"

_CODES: Final[dict[tuple[int, int], dict[int, Refusal]]] = {
    _ICMP: {3: "not listening", 9: "filtered", 10: "filtered", 13: "filtered", 0: "no way"},
    _ICMP6: {4: "not listening", 1: "filtered", 5: "filtered", 6: "filtered", 0: "no way"},
}

_ERRORS: Final[dict[int, Refusal]] = {
    errno.ECONNREFUSED: "not listening",
    errno.ECONNRESET: "not listening",
    errno.EHOSTUNREACH: "nobody",
    errno.EHOSTDOWN: "nobody",
    errno.ENETUNREACH: "no way",
    errno.ENETDOWN: "no way",
    errno.EADDRNOTAVAIL: "no way",
    errno.EPERM: "forbidden",
    errno.EACCES: "forbidden",
}


def refusal_of(error: OSError) -> Refusal:
    """Empty: that error says nothing of the network."""
    return _ERRORS.get(error.errno or 0, "")


def ask_for_news(sock: socket.socket) -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            if sock.family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
            else:
                sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


def read_news(sock: socket.socket) -> list[Refusal]:
    """All that has come; what is left would keep the socket from resting."""
    found: list[Refusal] = []
    if sys.platform == "linux":
        with suppress(OSError):
            own = _own_address(sock)
            while True:
                _, control, _, _ = sock.recvmsg(2048, 512, _ERRQUEUE)
                found += [_meaning(data, own) for *kind, data in control if tuple(kind) in _KINDS]
    return [one for one in found if one]


def _own_address(sock: socket.socket) -> str:
    """Empty: the other end is this computer, too."""
    own, other = sock.getsockname()[0], sock.getpeername()[0]
    return "" if own == other else str(own)


def _meaning(data: bytes, own: str = "") -> Refusal:
    """A word against a port that comes from our `own` address is our own firewall's."""
    if len(data) < _HEAD.size:
        return ""
    number, origin, kind, code = _HEAD.unpack_from(data)
    codes = _CODES.get((origin, kind))
    refusal = _ERRORS.get(number, "") if codes is None else codes.get(code, "nobody")
    is_ours = bool(own) and _sayer(data[_SAYER:]) == own
    return "forbidden" if is_ours and refusal in ("not listening", "filtered") else refusal


def _sayer(address: bytes) -> str:
    """Of a struct sockaddr; empty: none is told."""
    family = int.from_bytes(address[:2], sys.byteorder)
    if family == socket.AF_INET and len(address) >= 8:
        return socket.inet_ntop(family, address[4:8])
    if family == socket.AF_INET6 and len(address) >= 24:
        return socket.inet_ntop(family, address[8:24])
    return ""
