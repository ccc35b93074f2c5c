"""The client's socket: it speaks with one server only, and can be made anew where it stands."""

import socket

from shared.net.udp import LARGEST


class Uplink:
    """Only the link's thread uses it. What the system does not send now is lost, as with UDP.

    `is_broken`: the last try to send met a network that is not there; `remake` clears it.
    """

    def __init__(self, sock: socket.socket) -> None:
        """`sock` is connected; the uplink closes it in the end."""
        sock.setblocking(False)
        self._sock = sock
        self.is_broken = False
        self._was_refused = False

    @property
    def place(self) -> "Place | None":
        """Where it leads."""
        try:
            return self._sock.family, self._sock.getpeername()
        except OSError:
            return None

    def fileno(self) -> int:
        return self._sock.fileno()

    def close(self) -> None:
        self._sock.close()

    def send(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            if not self._send(datagram):
                self._send(datagram)  # the error was an earlier datagram's news

    def receive(self, limit: int) -> list[bytes]:
        """What has arrived, at most `limit` datagrams; never blocks."""
        received: list[bytes] = []
        for _ in range(limit):
            try:
                received.append(self._sock.recv(LARGEST))
            except BlockingIOError:
                break
            except OSError as error:  # the session finds out by the silence
                self._note(error)
        return received

    def take_refusal(self) -> bool:
        """Whether the server's host has said, since this was asked last, that nobody listens."""
        was_refused, self._was_refused = self._was_refused, False
        return was_refused

    def has_moved(self) -> bool:
        """Would a new socket have another address of ours? A laptop has changed its network."""
        try:
            with open_socket((self._sock.family, self._sock.getpeername())) as probe:
                return bool(probe.getsockname()[0] != self._sock.getsockname()[0])
        except OSError:
            return False  # no way to the server at all; there is nothing better to have

    def remake(self, place: "Place | None" = None) -> bool:
        """A new socket, to the same place or to another. False: not now, the old one stays."""
        try:
            sock = open_socket(place or (self._sock.family, self._sock.getpeername()))
        except OSError:
            return False
        sock.setblocking(False)
        self._sock.close()
        self._sock = sock
        self.is_broken = False
        return True

    def _send(self, datagram: bytes) -> bool:
        try:
            self._sock.send(datagram)
        except (BlockingIOError, ConnectionError) as error:
            self._note(error)  # a full buffer, or nobody listens there
            return False
        except OSError:
            self.is_broken = True
            return False
        return True

    def _note(self, error: OSError) -> None:
        if isinstance(error, ConnectionError):
            self._was_refused = True


Place = tuple[int, object]
"""An address family, and an address as its sockets take it."""


def look_up(host: str, port: int) -> Place:
    """Where that name leads; OSError if nowhere. It may take seconds, unless `is_numeric`.

    IPv4 is preferred: UDP gives no sign which one works, and every server of the course has it.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    family, _, _, _, address = found[0]
    return family, address


def is_numeric(host: str) -> bool:
    """An address needs no looking up: it leads where it always led."""
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return True


def open_socket(place: Place) -> socket.socket:
    """A UDP socket that speaks with the server there only; OSError if no way leads there."""
    family, address = place
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.connect(address)  # type: ignore[arg-type]
    except OSError:
        sock.close()
        raise
    return sock


def open_nowhere() -> socket.socket:
    """In place of a way to a server that is not found yet, until `remake`: it leads to itself."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.bind(("127.0.0.1", 0))
        sock.connect(sock.getsockname())
    except OSError:
        sock.close()
        raise
    return sock
