"""A search on the real network: sockets, a clock, and the end.

No socket is bound to a known port, so no firewall asks; none outlives the search.
"""

import contextlib
import os
import select
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Final

from shared.discovery.found import FoundServer
from shared.discovery.interfaces import Interface, own_interfaces
from shared.discovery.search import Place, Question, Search
from shared.net.mailbox import Mailbox
from shared.net.path import SocketAddress
from shared.net.udp import LARGEST
from shared.wire import BadPacket

SEARCH_S: Final = 2.0
RECEIVED_PER_TURN: Final = 64
"""From each socket; who floods does not keep the search from its end."""

OnFound = Callable[[FoundServer], None]


def find_servers(
    seconds: float = SEARCH_S, hosts: Iterable[Place] = (), on_found: OnFound | None = None
) -> list[FoundServer]:
    """Everybody who has answered after so many seconds; see `Finder`."""
    finder = Finder(hosts, on_found)
    try:
        return finder.search(seconds)
    finally:
        finder.close()


class Finder:
    """`search` once, in any thread; `close` from any thread ends it at once.

    `hosts`: addresses with ports, asked directly too, the dearest first; names of computers, which
    take long to look up, are passed over. `on_found`: called in the searching thread for each
    server that is new, or known better. `wanted`: as `Search` has it.
    """

    def __init__(
        self, hosts: Iterable[Place] = (), on_found: OnFound | None = None, wanted: bytes = b""
    ) -> None:
        self._wanted = wanted
        self._hosts = tuple(place for place in hosts if _is_numeric(place[0]))
        self._on_found = on_found
        self._mailbox: Mailbox[None] | None = None
        self._sockets: dict[str, socket.socket] = {}
        self._search: Search | None = None
        self._is_over = False

    @property
    def found(self) -> list[FoundServer]:
        """After the search, or within `on_found`."""
        return [] if self._search is None else self._search.found

    def places(self, id: bytes) -> list[Place]:
        """All addresses that say they are that server, the best first; when as `found`."""
        return [] if self._search is None else self._search.places(id)

    def close(self) -> None:
        self._is_over = True
        if self._mailbox is not None:
            self._mailbox.wake()

    def search(self, seconds: float = SEARCH_S) -> list[FoundServer]:
        """Blocks for so long, unless it is closed."""
        mailbox: Mailbox[None] = Mailbox()
        self._mailbox = mailbox
        now = time.monotonic()
        interfaces, until = own_interfaces(), now + seconds
        search = Search(os.urandom(10), interfaces, self._hosts, now, self._wanted)
        self._search = search
        try:
            self._open(interfaces)
            while not self._is_over and now < until:
                self._send(search.questions(now))
                wait_s = max(0.0, min(until, search.wake_at) - now)
                ready = [mailbox.fileno(), *(sock.fileno() for sock in self._sockets.values())]
                select.select(ready, [], [], wait_s)
                self._receive(search, until)
                now = time.monotonic()
        finally:
            for sock in self._sockets.values():
                sock.close()
            self._sockets.clear()
            mailbox.close()
        return search.found

    def _open(self, interfaces: Iterable[Interface]) -> None:
        """One for each address of ours, so that a question goes out there; one for all others."""
        for family, source in [(socket.AF_INET, ""), (socket.AF_INET6, ":")]:
            with contextlib.suppress(OSError):
                self._sockets[source] = _open_socket(family, "")
        for interface in interfaces:
            if interface.address:
                with contextlib.suppress(OSError):  # it has gone meanwhile
                    self._sockets[interface.address] = _open_socket(
                        socket.AF_INET, interface.address
                    )

    def _send(self, questions: Iterable[Question]) -> None:
        for question in questions:
            source = question.source or (":" if ":" in question.host else "")
            with contextlib.suppress(OSError, KeyError):  # no way leads there
                self._sockets[source].sendto(question.data, _address(question))

    def _receive(self, search: Search, until: float) -> None:
        for sock in self._sockets.values():
            with contextlib.suppress(OSError):  # nothing more, or bad news of an earlier question
                for _ in range(RECEIVED_PER_TURN):
                    if self._is_over or time.monotonic() >= until:
                        return
                    datagram, sender = sock.recvfrom(LARGEST)
                    self._take(search, datagram, _place(sender))

    def _take(self, search: Search, datagram: bytes, sender: Place) -> None:
        with contextlib.suppress(BadPacket):
            news = search.receive_untrusted(datagram, sender)
            if news is not None and self._on_found is not None:
                self._on_found(news)


class PlaceFinder:
    """Where one server says it is. As a `Finder`: `search` once, `close` from any thread."""

    def __init__(self, id: bytes, hosts: Iterable[Place] = ()) -> None:
        self._id = id
        self._is_thorough = False
        self._finder = Finder(hosts, self._note, id)

    def search(self, is_thorough: bool = False, seconds: float = SEARCH_S) -> list[Place]:
        """The best first; as soon as anybody has answered for it, unless it `is_thorough`: who is
        first may be a forger."""
        self._is_thorough = is_thorough
        self._finder.search(seconds)
        return self._finder.places(self._id)

    def close(self) -> None:
        self._finder.close()

    def _note(self, found: FoundServer) -> None:
        if found.id == self._id and found.by == "probe" and not self._is_thorough:
            self.close()


def _open_socket(family: int, address: str) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        if address:
            sock.bind((address, 0))
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("=B", 255))
        elif sys.platform == "win32":
            sock.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", 0))
    except OSError:
        sock.close()
        raise
    return sock


def _address(question: Question) -> tuple[object, ...]:
    """As sendto wants it: an IPv6 link as a number."""
    if ":" not in question.host:
        return question.host, question.port
    flags = socket.AI_NUMERICHOST
    found = socket.getaddrinfo(question.host, question.port, type=socket.SOCK_DGRAM, flags=flags)
    return found[0][4]


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _place(sender: SocketAddress) -> Place:
    """A link-local address with its link, without which it leads nowhere."""
    host, scope = sender[0], sender[3] if len(sender) == 4 else 0
    if not scope or "%" in host:
        return host, sender[1]
    link = str(scope)
    if sys.platform != "win32":  # there getaddrinfo takes no names
        with contextlib.suppress(OSError):
            link = socket.if_indextoname(scope)
    return f"{host}%{link}", sender[1]
