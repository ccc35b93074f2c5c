"""A server without sockets: datagrams and the time go in, datagrams and lines come out."""

from collections.abc import Iterator
from ipaddress import ip_network
from random import Random

from chatserver.config import Policy
from chatserver.discovery.about import About
from chatserver.discovery.answers import Answers
from chatserver.doors.classroom import ClassroomDoor
from chatserver.doors.entrance import Entrance
from chatserver.doors.lobby import PASSED_ON_EVERY_S, Lobby
from chatserver.doors.netcat import NetcatDoor
from chatserver.guests.admission import Admission
from chatserver.guests.networks import Network, Networks
from chatserver.guests.strangers import Strangers
from chatserver.hub import Hub
from chatserver.log.interface import Log
from chatserver.log.memory import MemoryLog
from chatserver.room import Places
from chatserver.runtime import Runtime
from chatserver.turnstile import Turnstile
from shared.chat import Command, Missed, Received
from shared.dialects.classroom.message import ClassroomMessage, decode_message_untrusted
from shared.dialects.classroom.packet import Packet, decode_packet_untrusted, encode_packet
from shared.net.path import Path, SocketAddress

OWN_PORT = 15_500
LAN: list[tuple[str, Network]] = [("eth0", ip_network("10.0.0.0/24"))]


def home(port: int) -> SocketAddress:
    """A source on this computer: no limits."""
    return ("127.0.0.1", port)


def near(port: int, host: int = 5) -> SocketAddress:
    """A source on the local network: limits, no proof."""
    return (f"10.0.0.{host}", port)


def far(port: int, host: int = 9) -> SocketAddress:
    """A source from elsewhere."""
    return (f"198.51.100.{host}", port)


class House:
    """Everything behind the sockets. Move `now` yourself, or `wait`, which does what is due."""

    def __init__(
        self,
        policy: Policy = "lan",
        places: Places | None = None,
        log: Log | None = None,
        seed: int = 1,
    ) -> None:
        self.now = 1000.0
        self.random = Random(seed)
        self.turnstile = Turnstile()
        self.lobby = Lobby(self.turnstile)
        self.networks = Networks((), lambda: LAN)
        self.admission = Admission(policy, self.networks, OWN_PORT)
        self.strangers = Strangers(self.random, self._seqno, self.admission.ignore_host)
        self.netcat = NetcatDoor(self.lobby, self.admission)
        self.classroom = ClassroomDoor(self.lobby, self.admission, self._seqno)
        self._taken: list[tuple[int, Command]] = []
        self.reports: list[str] = []
        self.warnings: list[str] = []
        self.about = About(b"i" * 15, "Front desk")
        self.entrance = Entrance(
            self.lobby,
            self.netcat,
            self.classroom,
            self.admission,
            self.strangers,
            self.warnings.append,
            answers=Answers(self.about, self.networks, lambda: len(self.hub.people), self.now),
        )
        self.log = log or MemoryLog()
        self.hub = Hub(self.random, self.log, places)
        self.runtime = Runtime(
            self.hub,
            self.log,
            self.turnstile,
            self.entrance,
            self.reports.append,
            self.warnings.append,
        )

    def hears(self, datagram: bytes | str, source: SocketAddress) -> None:
        """One datagram, without the turn that follows."""
        data = datagram.encode() if isinstance(datagram, str) else datagram
        self.entrance.receive(data, Path(source), self.now)

    def gets(self, datagram: bytes | str, source: SocketAddress) -> list[bytes]:
        """One datagram and a turn; what goes back to its source."""
        self.hears(datagram, source)
        return self.turn().get(source, [])

    def turn(self) -> dict[SocketAddress, list[bytes]]:
        """What the server does between two looks at its sockets; the datagrams by receiver."""
        self.entrance.on_time(self.now)
        self.runtime.commit(self.now)
        while (taken := self.turnstile.take()) is not None:
            self._taken.append(taken)
            self.runtime.command(*taken, self.now)
            self.runtime.commit(self.now)
        sent: dict[SocketAddress, list[bytes]] = {}
        for data, path in self.lobby.out:
            sent.setdefault(path.remote, []).append(data)
        self.lobby.out.clear()
        return sent

    def wait(self, seconds: float) -> dict[SocketAddress, list[bytes]]:
        """Let time pass, waking up whenever something is due."""
        until = self.now + seconds
        sent: dict[SocketAddress, list[bytes]] = {}
        while self.now <= until:
            for source, datagrams in self.turn().items():
                sent.setdefault(source, []).extend(datagrams)
            wake_at = self.entrance.wake_at()
            if wake_at is None or wake_at > until:
                break
            self.now = max(self.now, wake_at)
        self.now = until
        return sent

    def news(self, source: SocketAddress) -> list[Command]:
        """What the doors have told of what that guest has got, since somebody asked last."""
        self.now += PASSED_ON_EVERY_S
        self.turn()
        peer = self.lobby.by_source[source].peer
        told = [(p, c) for p, c in self._taken if isinstance(c, Received | Missed)]
        self._taken = [item for item in told if item[0] != peer]
        return [command for p, command in told if p == peer]

    def names(self) -> list[str]:
        return [person.name for person in self.hub.people]

    def _seqno(self) -> int:
        return self.random.getrandbits(30)


def single(text: str) -> bytes:
    """A message as part 1 sends it."""
    return encode_packet("data", 0, text)


def transfer(text: str, seqno: int = 500) -> list[bytes]:
    """A short message as part 2 sends it."""
    return [
        encode_packet("start", seqno),
        encode_packet("data", seqno + 1, text),
        encode_packet("end", seqno + 2),
    ]


def packets(datagrams: list[bytes]) -> list[Packet]:
    return [decode_packet_untrusted(data) for data in datagrams]


def messages(datagrams: list[bytes]) -> Iterator[ClassroomMessage]:
    """The part 1 messages among the datagrams."""
    for packet in packets(datagrams):
        if packet.type == "data" and packet.seqno == 0:
            yield decode_message_untrusted(packet.body)


def on_the_wire(datagrams: list[bytes]) -> int:
    """Bytes, the headers of IPv4 and UDP counted."""
    return sum(len(data) + 28 for data in datagrams)
