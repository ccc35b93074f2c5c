"""A client's end of the classroom protocol, for any server of the course. Sans-IO.

do(intent, now)             what the person wants
receive(datagram, now)      what the server sent
datagrams(now)              what to send it
events()                    what the person should hear of
wake_at()                   when `datagrams` has more, without anything else happening
"""

from collections.abc import Callable
from math import inf

from chatgui.app import words
from chatgui.app.messages import (
    AskList,
    End,
    Ended,
    Event,
    Intent,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NotSent,
    Quit,
    Send,
    Wait,
)
from chatgui.waits import Waits
from shared.dialects.classroom.message import (
    ClassroomMessage,
    decode_message_untrusted,
    decode_names_untrusted,
    encode_message,
    encode_names,
)
from shared.dialects.classroom.packet import Packet, decode_packet_untrusted
from shared.dialects.classroom.transfer import Receiving, Sending
from shared.text import one_line, sanitise
from shared.wire import BadPacket

PART_1_BYTES = 1400
"""A part 1 message is one packet, and no packet exceeds 1,500 bytes."""

NO_ANSWER_S = 3.0
ANSWER_WAIT_S = 2.0
"""How long leaving waits for the answer to a `list` asked just before."""

FAREWELL_S = 3.0
"""How long leaving waits for the server's acks; then it has left anyway."""


class ClassroomSession:
    """Joins at once. After an `Ended` event nothing more happens."""

    def __init__(self, name: str, part: int, random_seqno: Callable[[], int], now: float) -> None:
        self._name = name
        self._part_1 = part == 1
        self._sending = Sending(random_seqno, falls_back=False)
        self._sending.plain = self._part_1
        self._receiving = Receiving()
        self._acks: list[bytes] = []
        self._events: list[Event] = []
        self._heard = False
        self._warn_at: float | None = None if self._part_1 else now + NO_ANSWER_S
        self._lists_owed = 0
        self._waits = Waits(now)
        self._now = now
        self._quit_at: float | None = None  # leave by then, answered or not
        self._end_at: float | None = None  # `disconnect` is on its way
        self.ended = False
        self._say("join", name)

    def do(self, intent: Intent, now: float) -> None:
        self._now = now
        if self._quit_at is not None or self.ended:
            return
        if isinstance(intent, Send):
            self._send_message(intent)
        elif isinstance(intent, AskList):
            self._lists_owed += 1
            self._say("request_users_list")
        elif isinstance(intent, Wait):
            self._waits.add(intent)
        elif isinstance(intent, Quit):
            self._quit_at = now + ANSWER_WAIT_S

    def hold(self, is_held: bool) -> None:
        """A server of the course cannot be asked to wait."""

    def receive(self, datagram: bytes, now: float) -> None:
        """Whatever is no packet, or damaged, is dropped."""
        try:
            packet = decode_packet_untrusted(datagram)
        except BadPacket:
            return
        self._heard = True
        if packet.type == "ack":
            self._sending.receive_ack(packet.seqno, now)
        elif packet.type == "data" and packet.seqno == 0:
            self._understand(packet.body)
        else:
            self._receive_part(packet, now)

    def datagrams(self, now: float) -> list[bytes]:
        self._now = now
        self._leave_if_time(now)
        due, outcome = self._sending.datagrams(now)
        if outcome == "gone":
            self._end("lost server" if self._heard else "no server")
        if self._warn_at is not None and now >= self._warn_at:
            self._warn_at = None
            if not self._heard:
                self._events.append(NoAnswerYet())
        acks, self._acks = self._acks, []
        if self._end_at is not None and (self._sending.idle or now >= self._end_at):
            # Part 2 acks everything, so silence to the end means that nobody was there.
            self._end("quit" if self._heard or self._part_1 else "no server")
        return acks + due

    def events(self) -> list[Event]:
        self._events += self._waits.poll(0 if self._is_said else 1, self._now)
        events, self._events = self._events, []
        return events

    @property
    def _is_said(self) -> bool:
        return self._part_1 or self._sending.idle  # part 1 waits for no ack

    def wake_at(self) -> float | None:
        leaving_at = self._quit_at if self._end_at is None else self._end_at
        moments = (self._sending.wake_at, self._warn_at, leaving_at, self._waits.wake_at())
        return min((at for at in moments if at is not None and at < inf), default=None)

    def _send_message(self, intent: Send) -> None:
        body = encode_names(list(intent.names), intent.text)
        size = len(body.encode())
        if self._part_1 and size > PART_1_BYTES:
            reason = words.TOO_LONG.format(size=size, limit=PART_1_BYTES)
            self._events.append(NotSent(reason))
        else:
            self._say("send_message", body)

    def _say(self, kind: str, body: str = "") -> None:
        if not self._sending.send(encode_message(kind, body)):
            self._events.append(NotSent(words.TOO_MANY))

    def _receive_part(self, packet: Packet, now: float) -> None:
        ack, text = self._receiving.receive(packet, now)
        if ack is not None:
            self._acks.append(ack)
        if text is not None:
            self._understand(text)

    def _understand(self, text: str) -> None:
        try:
            event = read_event_untrusted(decode_message_untrusted(text))
        except BadPacket:
            return  # a server's mistake; nothing to tell it, and nothing to show
        if isinstance(event, Ended):
            self._end(event.why)
        elif not self.ended:
            self._lists_owed -= isinstance(event, ListReceived)
            self._events.append(event)

    def _leave_if_time(self, now: float) -> None:
        """Say `disconnect` when all is said and answered, or nobody answers."""
        if self._quit_at is None or self._end_at is not None:
            return
        if now >= self._quit_at or (self._is_said and self._lists_owed <= 0):
            self._say("disconnect", self._name)
            self._end_at = now + FAREWELL_S

    def _end(self, why: End) -> None:
        if not self.ended:
            self.ended = True
            if self._lists_owed > 0 and why == "quit":
                self._events.append(NotSent(words.NO_LIST))
            self._events += [*self._waits.give_up(), Ended(why)]


def read_event_untrusted(message: ClassroomMessage) -> Event:
    """A server's message as an event. Some servers leave the `1` of `forward_message` out."""
    if message.kind in _ENDS:
        return Ended(_ENDS[message.kind])
    body = sanitise(message.body)
    if message.kind == "response_users_list":
        return ListReceived(tuple(one_line(name) for name in decode_names_untrusted(body)[0]))
    if message.kind == "forward_message":
        number, _, rest = body.partition(" ")
        sender, _, text = (rest if number == "1" and rest else body).partition(" ")
        if not sender:
            raise BadPacket("a message from nobody")
        return MessageReceived(one_line(sender), text)
    raise BadPacket("an unknown kind of message")


_ENDS: dict[str, End] = {
    "err_server_full": "full",
    "err_username_unavailable": "name",
    "err_unknown_message": "unknown",
}
