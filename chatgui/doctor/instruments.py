"""What the doctor looks with: the only sockets here. Nothing is sent but the search, and to the
server that was named or found.

    instruments = NetworkInstruments()      as `examination.Instruments` has them
    instruments.close()                     from any thread: what runs raises Halted
"""

import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from chatgui.doctor.examination import Halted
from chatgui.doctor.icmp import ask_for_news, read_news, refusal_of
from chatgui.doctor.networks import Interface
from chatgui.doctor.trial import Measured, Trial
from chatgui.uplink import is_numeric, look_up, open_socket
from shared.dialects.classroom.packet import decode_packet_untrusted, encode_packet
from shared.discovery.finder import Finder
from shared.discovery.found import FoundServer
from shared.net.udp import LARGEST
from shared.server_link import Place
from shared.wire import BadPacket
from shared.wire.probes import NONCE_SIZE, Here, encode_probe

NAME_S: Final = 4.0
"""A resolver that is not there is waited for longer; whoever asks the doctor is not."""

TCP_S: Final = 1.0
TRIES, TRY_S = 4, 0.3
SLICE_S: Final = 0.1
"""So long at most it takes until `close` is noticed."""

CARDS: Final = Path("/sys/class/net")
DOWN: Final = ("down", "lowerlayerdown")

NEIGHBOURS: Final = Path("/proc/net/arp")
COMPLETE: Final = 2
"""ATF_COM of arp(7): that neighbour has answered."""

ASK_LIST: Final = encode_packet("data", 0, "request_users_list 0")
"""Who has not joined gets an error for that, and no place (PROTOCOL section 2): it makes no guest,
and an answer says that guests from here are heard."""


T = TypeVar("T")


class NetworkInstruments:
    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._clock, self._wall = clock, wall
        self._is_closed = False
        self._finder: Finder | None = None

    def close(self) -> None:
        self._is_closed = True
        finder = self._finder
        if finder is not None:
            finder.close()

    def interfaces(self) -> list[Interface]:
        import ifaddr

        found = []
        with suppress(OSError):
            for adapter in ifaddr.get_adapters():
                for ip in adapter.ips:
                    address = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
                    plain = address.partition("%")[0]
                    name, prefix = adapter.nice_name, ip.network_prefix
                    found.append(Interface(name, plain, prefix, is_up(name)))
        return found

    def search(self, places: Iterable[Place]) -> list[FoundServer]:
        hosts = [(place.host, place.port) for place in places if is_numeric(place.host)]
        self._finder = Finder(hosts)
        try:
            found = self._finder.search()
        except OSError:
            return []
        finally:
            self._finder.close()
        self._check()
        return found

    def look_up(self, host: str) -> str:
        """In a thread that is left alone: no system lets a question for a name be taken back."""
        if is_numeric(host):
            return _look_up(host)
        answers: list[str] = []
        asking = threading.Thread(
            target=lambda: answers.append(_look_up(host)), name="looks up", daemon=True
        )
        asking.start()
        until = self._clock() + NAME_S
        while asking.is_alive() and self._clock() < until:
            self._check()
            asking.join(SLICE_S)
        return answers[0] if answers else ""

    def try_server(self, place: Place) -> Measured:
        trial = Trial(os.urandom, self._clock())
        try:
            sock = _open(place)
        except OSError as error:
            return Measured(refusal=refusal_of(error) or "no way")
        with sock:
            while not trial.is_over(now := self._clock()):
                for datagram in trial.datagrams(now):
                    self._send(sock, datagram, trial)
                if self._wait(sock, trial.wake_at):
                    self._receive(sock, trial)
        return trial.measured

    def is_on(self, place: Place) -> bool:
        """A neighbour has been asked for its hardware address to send to it, and firewalls let that
        through; else a closed TCP port mostly says so."""
        return _is_neighbour(place.host) or self._answers_tcp(place)

    def compare_clocks(self, place: Place) -> float | None:
        """It was read half a round trip ago, as far as one can tell."""
        nonce = os.urandom(NONCE_SIZE)
        asked_at = 0.0

        def ask() -> bytes:
            nonlocal asked_at
            asked_at = self._wall()
            return encode_probe(nonce)

        def read(datagram: bytes) -> float | None:
            here = Here.decode_untrusted(datagram)
            middle = (asked_at + self._wall()) / 2
            is_ours = here.nonce == nonce and here.clock_ms > 0
            return here.clock_ms / 1000 - middle if is_ours else None

        return self._ask(place, ask, read)

    def lets_guests_in(self, place: Place) -> bool:
        def read(datagram: bytes) -> bool:
            decode_packet_untrusted(datagram)
            return True

        return self._ask(place, lambda: ASK_LIST, read) is not None

    # --- sockets -----------------------------------------------------------------------------

    def _check(self) -> None:
        if self._is_closed:
            raise Halted

    def _wait(self, sock: socket.socket, until: float) -> bool:
        """Whether there is something to be read, at `until` or a moment from now at the latest."""
        self._check()
        wait_s = max(0.0, min(SLICE_S, until - self._clock()))
        return bool(select.select([sock], [], [], wait_s)[0])

    def _ask(
        self, place: Place, ask: Callable[[], bytes], read: Callable[[bytes], T | None]
    ) -> T | None:
        """Several times, for both ways lose packets; None: no answer that can be read."""
        with suppress(OSError), _open(place) as sock:
            for _ in range(TRIES):
                sock.send(ask())
                until = self._clock() + TRY_S
                while self._clock() < until:
                    answer = _read(sock, read) if self._wait(sock, until) else None
                    if answer is not None:
                        return answer
        return None

    def _send(self, sock: socket.socket, datagram: bytes, trial: Trial) -> None:
        try:
            sock.send(datagram)
        except OSError as error:
            self._hear(sock, error, trial)

    def _receive(self, sock: socket.socket, trial: Trial) -> None:
        try:
            while True:
                trial.receive(sock.recv(LARGEST), self._clock())
        except OSError as error:
            self._hear(sock, error, trial)

    def _hear(self, sock: socket.socket, error: OSError, trial: Trial) -> None:
        """The queue knows more than the error, which says the same once more."""
        for refusal in read_news(sock) or [refusal_of(error)]:
            if refusal:
                trial.refuse(refusal)

    def _answers_tcp(self, place: Place) -> bool:
        try:
            with suppress(ConnectionRefusedError):
                socket.create_connection(place[:2], TCP_S).close()
        except OSError:
            return False
        return True


def _open(place: Place) -> socket.socket:
    sock = open_socket(look_up(place.host, place.port))
    sock.setblocking(False)
    ask_for_news(sock)
    return sock


def _look_up(host: str) -> str:
    """With its link, without which a link-local address leads nowhere."""
    try:
        _, address = look_up(host, 0)
    except (OSError, UnicodeError):
        return ""
    numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    return socket.getnameinfo(address, numeric)[0]  # type: ignore[arg-type]


def _read(sock: socket.socket, read: Callable[[bytes], T | None]) -> T | None:
    try:
        return read(sock.recv(LARGEST))
    except (BlockingIOError, BadPacket):
        read_news(sock)
        return None


def is_up(name: str, cards: Path = CARDS) -> bool:
    """As Linux says it: what keeps its address without cable is "down"; elsewhere it has none."""
    with suppress(OSError):
        return (cards / name / "operstate").read_text().strip() not in DOWN
    return True


def _is_neighbour(host: str) -> bool:
    """As Linux keeps them; elsewhere nobody says."""
    with suppress(OSError, ValueError):
        for line in NEIGHBOURS.read_text().splitlines()[1:]:
            address, _, flags = line.split()[:3]
            if address == host:
                return bool(int(flags, 16) & COMPLETE)
    return False
