"""The classroom door, both parts of the course's protocol in one room. PROTOCOL section 2."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chatserver.doors.lobby import Guest, Lobby, header_bytes
from chatserver.guests.admission import Admission, Standing
from chatserver.guests.seats import Seat
from chatserver.guests.strangers import Stranger
from shared.chat import Command, Dismissed, Join, Leave, Notice, Poked, Posted
from shared.dialects.classroom.message import decode_message_untrusted
from shared.dialects.classroom.packet import Packet, decode_packet_untrusted, encode_packet
from shared.dialects.classroom.transfer import REMEMBERED_S, Receiving, Sending
from shared.dialects.classroom.vocabulary import (
    announcement,
    read_command_untrusted,
    write_notice,
)
from shared.net.path import Path, SocketAddress
from shared.net.timers import Timers
from shared.wire import BadPacket

WAITING_MESSAGES = 32
"""Part 1 has no way to say "later", so what comes too fast from there waits its turn here."""

PACKET_BYTES_AROUND = 32
"""Type, number and checksum of a packet, about."""

LINGERING = 256
"""Peers that have left, or never joined, whose packets may still repeat."""


@dataclass(slots=True, kw_only=True)
class ClassroomGuest(Guest):
    sending: Sending
    receiving: Receiving = field(default_factory=Receiving)
    waiting: deque[str] = field(default_factory=deque)
    upper: bool = False
    manner: tuple[bool, bool] = (False, False)
    """How it spoke (part 1, upper case) when that was last noted."""
    left_at: float = 0.0


class ClassroomDoor:
    def __init__(self, lobby: Lobby, admission: Admission, random_seqno: Callable[[], int]) -> None:
        self._lobby = lobby
        self._admission = admission
        self._random_seqno = random_seqno
        self._timers: Timers[SocketAddress] = Timers()

    def welcome(self, datagram: bytes, path: Path, standing: Standing, now: float) -> None:
        """The first datagram of a new source: a stray ack, end or chunk makes no guest."""
        try:
            packet = decode_packet_untrusted(datagram)
        except BadPacket:
            return
        if packet.type == "start" or (packet.type == "data" and packet.seqno == 0):
            guest = self.admit(path, standing, now, part_1=packet.type == "data")
            self.receive(guest, datagram, path, now)

    def welcome_proved(self, stranger: Stranger, now: float) -> None:
        """A stranger that has acked; what it said before counts now."""
        guest = self.admit(stranger.path, Standing.FAR, now, part_1=False)
        guest.receiving = stranger.receiving
        for text in stranger.messages:
            self.understand(guest, text, now)
        self._pump(guest, now)

    def admit(self, path: Path, standing: Standing, now: float, *, part_1: bool) -> ClassroomGuest:
        """Know a source from now on; its messages follow by `receive` or `understand`."""
        sending = self._new_sending(part_1)
        peer = self._lobby.new_peer()
        header = header_bytes(path)
        guest = ClassroomGuest(path, "classroom", peer, now, header, sending=sending)
        guest.here, guest.left_at = False, now
        self._make_room()
        self._lobby.add(guest, standing, now)
        return guest

    def revive(self, seat: Seat, standing: Standing, now: float) -> ClassroomGuest:
        """A guest of an earlier run. What was on its way then, in either direction, is not any
        more: its next message may begin with any number, and so does ours."""
        guest = self.admit(seat.path, standing, now, part_1=seat.part_1)
        guest.here, guest.upper = True, seat.upper
        return guest

    def receive(self, guest: ClassroomGuest, datagram: bytes, path: Path, now: float) -> None:
        self._lobby.heard(guest, len(datagram), path, now)
        try:
            packet = decode_packet_untrusted(datagram)
        except BadPacket:
            return
        if packet.type == "ack":
            self._receive_ack(guest, packet.seqno, now)
        elif packet.type == "data" and packet.seqno == 0:
            self._receive_single(guest, packet.body, now)
        else:
            self._receive_part(guest, packet, now)
        self._pump(guest, now)

    def understand(self, guest: ClassroomGuest, text: str, now: float) -> None:
        """A whole message has come."""
        try:
            message = decode_message_untrusted(text)
            guest.upper = message.upper
            command = read_command_untrusted(message, guest.address)
        except BadPacket:
            command = Leave("unknown")
        if command is not None:
            self._ask(guest, command, now)

    def tell(self, guests: Iterable[Guest], notice: Notice, now: float) -> None:
        replies = write_notice(notice)
        texts = {upper: [r.encode(upper=upper) for r in replies] for upper in (False, True)}
        label = notice.position if isinstance(notice, Posted) else 0
        for guest in guests:
            assert isinstance(guest, ClassroomGuest)
            for text in texts[guest.upper]:
                self._post(guest, text, now, label)
            if isinstance(notice, Poked):
                self._poke(guest, now)
            if isinstance(notice, Dismissed):
                self._dismiss(guest, notice, now)
            self._pump(guest, now)
            if isinstance(notice, Dismissed) and self._is_done(guest, notice):
                self._forget(guest)

    def _poke(self, guest: ClassroomGuest, now: float) -> None:
        """An ack of nothing, which part 2 ignores by its rules. Part 1 has no such packet, and to
        netcat an empty datagram is the end of input, so nobody there is poked."""
        data = encode_packet("ack", 0)
        if not guest.sending.plain and self._lobby.spend(guest, [data], now):
            self._lobby.send(guest, data)

    def wake_at(self) -> float | None:
        return self._timers.next_at()

    def on_time(self, now: float) -> None:
        for source in self._timers.due(now):
            guest = self._lobby.by_source.get(source)
            if isinstance(guest, ClassroomGuest):
                self._release_waiting(guest, now)
                self._pump(guest, now)
                if self._is_over(guest, now):
                    self._forget(guest)

    def busy(self) -> bool:
        """Whether any peer is still owed a message; a closing server waits a little for that."""
        return any(
            isinstance(guest, ClassroomGuest) and not guest.sending.idle
            for guest in self._lobby.by_source.values()
        )

    def _new_sending(self, part_1: bool) -> Sending:
        sending = Sending(self._random_seqno)
        sending.plain = part_1
        return sending

    def _receive_ack(self, guest: ClassroomGuest, seqno: int, now: float) -> None:
        sending, before = guest.sending, guest.sending.acked
        if sending.receive_ack(seqno, now) and sending.acked not in (0, before):
            self._lobby.receipts.received(guest.peer, sending.acked, confirmed=True)

    def _receive_single(self, guest: ClassroomGuest, text: str, now: float) -> None:
        """Part 1: no ack, so no second chance; what comes too fast waits."""
        if not guest.here and not guest.sending.plain:
            guest.sending = self._new_sending(part_1=True)  # a new program at the old port
        if guest.waiting or not self._may_say(guest, now):
            if len(guest.waiting) < WAITING_MESSAGES:
                guest.waiting.append(text)
            else:
                self._lobby.turnstile.dropped += 1
            return
        self.understand(guest, text, now)

    def _receive_part(self, guest: ClassroomGuest, packet: Packet, now: float) -> None:
        """Part 2: over the rate there is no ack, and the packet comes again later."""
        if packet.type == "start":
            guest.sending.receive_start()
        if guest.receiving.begins(packet, now) and not self._may_say(guest, now):
            return
        ack, text = guest.receiving.receive(packet, now)
        guest.sending.lossy = guest.receiving.repeated
        if ack is not None and self._lobby.spend(guest, [ack], now):
            self._lobby.send(guest, ack)
        if text is not None:
            self.understand(guest, text, now)

    def _release_waiting(self, guest: ClassroomGuest, now: float) -> None:
        while guest.waiting and self._may_say(guest, now):
            self.understand(guest, guest.waiting.popleft(), now)

    def _may_say(self, guest: ClassroomGuest, now: float) -> bool:
        if self._lobby.turnstile.room(guest.peer) <= 0:
            return False
        return guest.bucket is None or guest.bucket.take(now)

    def _ask(self, guest: ClassroomGuest, command: Command, now: float) -> None:
        if not guest.here and self._admission.is_ignored(guest.path.remote, now):
            return  # sent away a moment ago
        if isinstance(command, Join) and not guest.here:
            self._come_back(guest, now)
        if isinstance(command, Leave):
            self._lobby.ask_last(guest, command)
        else:
            self._lobby.ask(guest, command)

    def _come_back(self, guest: ClassroomGuest, now: float) -> None:
        """Who left and joins again is a new peer at an address whose transfers go on."""
        self._lobby.by_peer.pop(guest.peer, None)
        guest.peer, guest.here = self._lobby.new_peer(), True
        guest.first_at, guest.answered = now, False
        self._lobby.by_peer[guest.peer] = guest

    def _post(self, guest: ClassroomGuest, text: str, now: float, label: int) -> None:
        """Queue one message, if the guest may be sent it and can still take it. `label`: its
        position in the log, 0 if it has none."""
        if (
            self._over_limits(guest, text, now)
            or not self._tell_skipped(guest)
            or not guest.sending.send(text, label)
        ):
            self._skip(guest, label)

    def _skip(self, guest: ClassroomGuest, label: int) -> None:
        guest.skipped += 1
        if label:
            self._lobby.receipts.missed(guest.peer, label)

    def _tell_skipped(self, guest: ClassroomGuest) -> bool:
        """What was missed is said before anything else; False if not even that finds room."""
        if guest.skipped:
            note = announcement(f"[{guest.skipped} messages skipped]")
            if not guest.sending.send(note.encode(upper=guest.upper)):
                return False
            guest.skipped = 0
        return True

    def _over_limits(self, guest: ClassroomGuest, text: str, now: float) -> bool:
        """What is sent is charged packet by packet; here it only must be affordable."""
        if guest.allowance is None:
            return False
        size = len(text.encode()) + guest.header + PACKET_BYTES_AROUND
        return self._lobby.silent(guest, now) or not guest.allowance.affords(size, now)

    def _pump(self, guest: ClassroomGuest, now: float) -> None:
        """Send what is due, within what the guest may be sent, and know when to come back."""
        due, outcome = guest.sending.datagrams(now)
        if outcome == "gone":
            self._skip(guest, guest.sending.lost)
        labels = iter(guest.sending.singles)
        for data in due:
            single = data.startswith(b"data|0|")
            label = next(labels) if single else 0
            if self._lobby.spend(guest, [data], now):
                self._lobby.send(guest, data)
                if label:
                    self._lobby.receipts.received(guest.peer, label, confirmed=False)
            elif single:
                self._skip(guest, label)  # part 2 tries it again, part 1 does not
        self._timers.set(guest.path.remote, self._next_at(guest, now))
        if guest.manner != (manner := (guest.sending.plain, guest.upper)):
            guest.manner = manner
            self._lobby.note(guest)

    def _next_at(self, guest: ClassroomGuest, now: float) -> float | None:
        moments = [guest.sending.wake_at]
        if not guest.here and guest.sending.idle:
            moments.append(guest.left_at + REMEMBERED_S)
        if guest.waiting:  # on loopback only for the turnstile, which empties at once
            moments.append(now + (guest.bucket.wait_s(now) if guest.bucket else 0.0))
        return min((at for at in moments if at is not None), default=None)

    def _dismiss(self, guest: ClassroomGuest, notice: Dismissed, now: float) -> None:
        """The guest is out of the chat; its last messages and acks still have to be moved."""
        guest.here = False
        guest.waiting.clear()
        guest.left_at = now
        if notice.why == "kicked":
            self._admission.ignore(guest.path.remote, now)

    def _is_done(self, guest: ClassroomGuest, notice: Dismissed) -> bool:
        """Whether nothing of it may come again: part 1 repeats nothing, and a port where nobody
        listens takes nothing."""
        return notice.why == "gone" or (guest.sending.plain and guest.sending.idle)

    def _is_over(self, guest: ClassroomGuest, now: float) -> bool:
        """Compared as the timer was set: a rounding error would set it to now, again and again."""
        return not guest.here and guest.sending.idle and now >= guest.left_at + REMEMBERED_S

    def _forget(self, guest: ClassroomGuest) -> None:
        self._timers.set(guest.path.remote, None)
        self._lobby.remove(guest)

    def _make_room(self) -> None:
        """Of those that are not in the chat only the newest are remembered."""
        outside = [
            guest
            for guest in self._lobby.by_source.values()
            if isinstance(guest, ClassroomGuest) and not guest.here
        ]
        if len(outside) >= LINGERING:
            self._forget(outside[0])
