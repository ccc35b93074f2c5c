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
            while True:
                _, control, _, _ = sock.recvmsg(2048, 512, _ERRQUEUE)
                found += [_meaning(data) for *kind, data in control if tuple(kind) in _KINDS]
    return [one for one in found if one]


def _meaning(data: bytes) -> Refusal:
    if len(data) < _HEAD.size:
        return ""
    number, origin, kind, code = _HEAD.unpack_from(data)
    codes = _CODES.get((origin, kind))
    return _ERRORS.get(number, "") if codes is None else codes.get(code, "nobody")
