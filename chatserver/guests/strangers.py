"""Proof that a guest from afar (`--guests any`) gets what is sent to its address. Sans-IO.

A forged source never sees our answer. So nothing is fanned out for a stranger, and all it is sent
stays within three times what came from it, headers and repetitions counted, until it gives back
something only the answer held: netcat a number, a part 2 client the ack of our `start`.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from chatserver.guests.admission import host_key
from chatserver.guests.limits import HEADER_BYTES
from shared.dialects.classroom.packet import (
    Packet,
    decode_packet_untrusted,
    encode_packet,
    looks_like_packet,
)
from shared.dialects.classroom.transfer import REPEAT_AFTER_S, TRIES, Receiving
from shared.dialects.netcat import LINE_BYTES, PROBE, is_error
from shared.net.path import Path, SocketAddress, ip_of
from shared.net.timers import Timers
from shared.net.udp import Datagram
from shared.wire import BadPacket

REPLIES_PER_BYTE = 3
"""The anti-amplification limit of QUIC, RFC 9000 section 8.1."""

NETCAT_TRIES = 3
STRANGERS = 1024
STRANGER_S = 60.0
"""Time enough to read a number and type it."""

WRONG_KEPT_S = 600.0
"""Typing errors of a whole office behind one address must not add up for ever."""

MESSAGES_HELD = 8


@dataclass(slots=True)
class Stranger:
    path: Path
    since: float
    header: int
    code: str = ""
    first_line: bytes = b""
    receiving: Receiving = field(default_factory=Receiving)
    messages: list[str] = field(default_factory=list)
    start: int | None = None
    starts_sent: int = 0
    received: int = 0
    sent: int = 0


class Strangers:
    def __init__(
        self,
        random: Random,
        random_seqno: Callable[[], int],
        ignore_host: Callable[[SocketAddress, float], None],
    ) -> None:
        self._random = random
        self._random_seqno = random_seqno
        self._ignore_host = ignore_host
        self._known: OrderedDict[SocketAddress, Stranger] = OrderedDict()
        self._timers: Timers[SocketAddress] = Timers()
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self.out: list[Datagram] = []

    def __len__(self) -> int:
        return len(self._known)

    def receive(self, datagram: bytes, path: Path, now: float) -> Stranger | None:
        """The stranger, once it has proved itself; it is forgotten here then. Part 1 packets, which
        cannot prove anything, raise BadPacket: refuse them."""
        stranger = self._known.get(path.remote) or self._meet(path, now)
        stranger.path = path
        stranger.received += len(datagram) + stranger.header
        if looks_like_packet(datagram):
            proved = self._receive_packet(stranger, datagram, now)
        else:
            proved = self._receive_line(stranger, datagram, now)
        if proved:
            self._forget(path.remote)
        return stranger if proved else None

    def wake_at(self) -> float | None:
        return self._timers.next_at()

    def on_time(self, now: float) -> None:
        for source in self._timers.due(now):
            stranger = self._known.get(source)
            if stranger is None:
                continue
            if now >= stranger.since + STRANGER_S:  # as the timer was set, to the bit
                self._forget(source)
            else:
                self._send_start(stranger, now)

    def _receive_line(self, stranger: Stranger, datagram: bytes, now: float) -> bool:
        line = datagram.partition(b"\n")[0].strip()
        if datagram == PROBE or is_error(line):
            return False
        if not stranger.code:
            stranger.code = f"{self._random.randrange(10_000):04}"
            stranger.first_line = datagram[:LINE_BYTES]
        elif line == stranger.code.encode():
            return True
        else:
            if self._guess_wrong(stranger.path.remote, now):
                return False
        self._send(stranger, f"type {stranger.code} and press Enter to join\n".encode())
        return False

    def _guess_wrong(self, source: SocketAddress, now: float) -> bool:
        """Count it against the host, which has more ports than a code has numbers; True when that
        was the last try."""
        host = host_key(ip_of(source))
        tries, since = self._wrong.pop(host, (0, now))
        if now - since > WRONG_KEPT_S:
            tries, since = 0, now
        if tries + 1 >= NETCAT_TRIES:
            self._ignore_host(source, now)
            self._forget(source)
            return True
        self._wrong[host] = (tries + 1, since)
        if len(self._wrong) > STRANGERS:
            self._wrong.popitem(last=False)
        return False

    def _receive_packet(self, stranger: Stranger, datagram: bytes, now: float) -> bool:
        try:
            packet = decode_packet_untrusted(datagram)
        except BadPacket:
            return False
        if packet.type == "ack":
            return stranger.start is not None and packet.seqno == stranger.start + 1
        if packet.type == "data" and packet.seqno == 0:
            self._forget(stranger.path.remote)
            raise BadPacket("part 1 of the course's protocol proves nothing")
        self._receive_part(stranger, packet, now)
        return False

    def _receive_part(self, stranger: Stranger, packet: Packet, now: float) -> None:
        if len(stranger.messages) >= MESSAGES_HELD:
            return
        ack, text = stranger.receiving.receive(packet, now)
        if ack is not None:
            self._send(stranger, ack)
        if text is not None:
            stranger.messages.append(text)
            if stranger.start is None:
                stranger.start = self._random_seqno()
                self._send_start(stranger, now)

    def _send_start(self, stranger: Stranger, now: float) -> None:
        """A lone `start`: its ack is the proof."""
        if stranger.start is None or stranger.starts_sent >= TRIES:
            self._timers.set(stranger.path.remote, stranger.since + STRANGER_S)
            return
        stranger.starts_sent += 1
        self._send(stranger, encode_packet("start", stranger.start))
        self._timers.set(stranger.path.remote, now + REPEAT_AFTER_S)

    def _send(self, stranger: Stranger, data: bytes) -> None:
        size = len(data) + stranger.header
        if stranger.sent + size <= REPLIES_PER_BYTE * stranger.received:
            stranger.sent += size
            self.out.append((data, stranger.path))

    def _meet(self, path: Path, now: float) -> Stranger:
        """Bounded: a flood of forged sources only makes strangers forget each other."""
        if len(self._known) >= STRANGERS:
            self._forget(next(iter(self._known)))
        stranger = Stranger(path, now, HEADER_BYTES[ip_of(path.remote).version])
        self._known[path.remote] = stranger
        self._timers.set(path.remote, now + STRANGER_S)
        return stranger

    def _forget(self, source: SocketAddress) -> None:
        self._known.pop(source, None)
        self._timers.set(source, None)
