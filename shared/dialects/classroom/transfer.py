"""Part 2 of the classroom protocol: one peer's messages moved reliably, both ways. Sans-IO.

Sending is stop and wait: `start`, `data` ..., `end`, each sent again until its ack comes. Clients
of the course keep nothing that arrives out of order, so more in flight would only be lost.
Receiving acks whatever it already has, so that a lost ack costs one repetition and nothing else.

    send(text)              queue a message                 receive(packet, now) -> messages
    datagrams(now) -> list  what to put on the wire         wake_at -> when to ask again
"""

from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple

from shared.constants import TEXT_BYTES
from shared.dialects.classroom.message import fits_one_packet, shorten
from shared.dialects.classroom.packet import Packet, encode_packet

REPEAT_AFTER_S = 0.5
TRIES = 20
"""At 30 % loss each way half of all tries fail; with 4, a third of all messages would."""

STARTS_UNTIL_PART_1 = 3
"""Some course clients never ack; after so many starts they get their messages as part 1."""

CHUNK_BYTES = 1400
WAITING_MESSAGES = 100
REMEMBERED_S = 30.0
"""Repeats of a finished transfer are answered that much longer, for acks that were lost."""

REMEMBERED_TRANSFERS = 64
SEQNO_BITS = 31
"""Course clients keep sequence numbers in signed 32-bit integers; leaves room to count up."""

Outcome = Literal["acks", "never acks", "gone"]


class _Text(NamedTuple):
    text: str
    label: int


class Sending:
    """The way out: at most one message on its way, up to WAITING_MESSAGES behind it."""

    def __init__(self, random_seqno: Callable[[], int], *, falls_back: bool = True) -> None:
        """`falls_back`: whether a peer that never acks gets part 1's packets in the end."""
        self._random_seqno = random_seqno
        self._falls_back = falls_back
        self._queue: deque[_Text] = deque()
        self._packets: list[bytes] = []  # what is left of the message on its way
        self._current = _Text("", 0)
        self._seqno = 0  # of the first of the packets
        self._tries = 0
        self._next_at: float | None = None
        self.acked_ever = False
        self.plain = False
        """Whether this peer gets part 1's single packets."""
        self._fell_back = False
        self._sure = False  # that it never acks; three lost acks in a row are no rarity
        self._last_start = -1
        self.lossy = False
        """Whether the link is known to lose packets, so that a missing ack says little."""
        self.acked = self.lost = 0
        """The labels of the last text that was acked to its `end`, and of the last given up."""
        self.singles: list[int] = []
        """The labels of the texts that `datagrams` has just given out as single packets."""

    @property
    def idle(self) -> bool:
        return not self._packets and not self._queue

    @property
    def wake_at(self) -> float | None:
        return self._next_at

    def send(self, text: str, label: int = 0) -> bool:
        """Queue a message; False if too many wait already (then it is lost, and say so). `label`:
        what the caller knows it by; texts are finished in the order in which they were queued."""
        if len(self._queue) >= WAITING_MESSAGES:
            return False
        self._queue.append(_Text(text, label))
        return True

    def receive_start(self) -> None:
        """A peer that sends `start` is part 2, unless it has shown that it never acks."""
        self.plain = self._fell_back

    def receive_ack(self, seqno: int, now: float) -> bool:
        """Only the ack of the packet on its way counts; any other never triggers a send."""
        if not self._packets or seqno != self._seqno + 1:
            if self._fell_back and seqno == self._last_start + 1:
                self._trust()  # late, not never
            return False
        self._trust()
        self._packets.pop(0)
        self._seqno += 1
        self._tries = 0
        self._next_at = now if not self.idle else None
        if not self._packets:
            self.acked = self._current.label
        return True

    def datagrams(self, now: float) -> tuple[list[bytes], Outcome]:
        """What is due; "gone" when every repetition of a message was left unanswered: that
        message is lost, and those behind it are tried in their turn."""
        self.singles = []
        single = self._single_packets()
        if not self._packets and self._queue:
            self._begin(now)
        if self._next_at is None or now < self._next_at:
            return single, "acks"
        if self._falls_back and not self.acked_ever and self._tries >= self._patience():
            return single + self._fall_back(now), "never acks"
        if self._tries >= TRIES:
            self._packets, self.lost = [], self._current.label
            self._next_at = now if self._queue else None  # the next message has its own tries
            return [], "gone"
        self._tries += 1
        self._next_at = now + REPEAT_AFTER_S
        return [*single, self._packets[0]], "acks"

    def _begin(self, now: float) -> None:
        self._current = self._queue.popleft()
        self._seqno = self._last_start = first = self._random_seqno()
        chunks = cut_chunks(self._current.text)
        self._packets = [encode_packet("start", first)]
        self._packets += [encode_packet("data", first + 1 + i, c) for i, c in enumerate(chunks)]
        self._packets.append(encode_packet("end", first + 1 + len(chunks)))
        self._tries, self._next_at = 0, now

    def _patience(self) -> int:
        """Starts until the peer is held to never ack. On a link that loses 30 % each way three go
        unanswered once in eight, and then a message cut for one packet would be a loss."""
        quick = fits_one_packet(self._current.text) and not self.lossy
        return STARTS_UNTIL_PART_1 if quick else TRIES

    def _fall_back(self, now: float) -> list[bytes]:
        self.plain = self._fell_back = True
        self._sure = self._tries >= TRIES
        self._queue.appendleft(self._current)
        self._packets = []
        single = [self._single_packet(), *self._single_packets()]
        self._next_at = now if self._queue else None
        return single

    def _trust(self) -> None:
        """It has acked: it is part 2 for good."""
        self.acked_ever = True
        self.plain = self._fell_back = False

    def _single_packets(self) -> list[bytes]:
        """What part 1 can have at once. While there is doubt a long message is tried as part 2."""
        packets: list[bytes] = []
        while self.plain and not self._packets and self._queue:
            if self._fell_back and not self._sure and not fits_one_packet(self._queue[0].text):
                break
            packets.append(self._single_packet())
        return packets

    def _single_packet(self) -> bytes:
        text, label = self._queue.popleft()
        self.singles.append(label)
        return encode_packet("data", 0, shorten(text))


class Receiving:
    """The way in: one transfer at a time, and the last ones, whose packets may come again."""

    def __init__(self) -> None:
        self._first: int | None = None  # seqno of the start of the transfer under way
        self._next = 0
        self._chunks: list[str] = []
        self._size = 0
        self._done: deque[tuple[int, int, float]] = deque(maxlen=REMEMBERED_TRANSFERS)
        self.repeated = False
        """Whether any packet came again after its ack: this link loses packets."""

    def begins(self, packet: Packet, now: float) -> bool:
        """Whether this packet would start a new message (so that a rate limit can refuse it)."""
        return packet.type == "start" and packet.seqno != self._first and not self._had(packet, now)

    def receive(self, packet: Packet, now: float) -> tuple[bytes | None, str | None]:
        """(the ack to send, a complete message), either may be None."""
        if self.begins(packet, now):
            self._first, self._next = packet.seqno, packet.seqno + 1
            self._chunks, self._size = [], 0
            return encode_packet("ack", packet.seqno + 1), None
        if self._first is not None and packet.seqno == self._next and packet.type != "start":
            return self._advance(packet, now)
        under_way = self._first is not None and self._first <= packet.seqno < self._next
        if under_way or self._had(packet, now):
            self.repeated = True
            return encode_packet("ack", packet.seqno + 1), None
        return None, None

    def _advance(self, packet: Packet, now: float) -> tuple[bytes | None, str | None]:
        size = max(1, len(packet.body.encode()))  # empty chunks must not be free, or endless
        if packet.type == "data" and self._size + size > TEXT_BYTES:
            return None, None  # the sender gives up; nothing of it is kept
        self._next += 1
        ack = encode_packet("ack", packet.seqno + 1)
        if packet.type == "data":
            self._chunks.append(packet.body)
            self._size += size
            return ack, None
        assert self._first is not None
        self._done.append((self._first, packet.seqno, now))
        text = "".join(self._chunks)
        self._first, self._chunks = None, []
        return ack, text

    def _had(self, packet: Packet, now: float) -> bool:
        while self._done and now - self._done[0][2] > REMEMBERED_S:
            self._done.popleft()
        # A start inside an earlier transfer's numbers is none of its packets: seqnos of clients
        # that draw from a few hundred do overlap.
        if packet.type == "start":
            return any(first == packet.seqno for first, _, _ in self._done)
        return any(first < packet.seqno <= last for first, last, _ in self._done)


def cut_chunks(text: str) -> list[str]:
    """Pieces of at most CHUNK_BYTES bytes of UTF-8, cut between characters."""
    data = text.encode("utf-8", "replace")
    chunks = []
    while data:
        piece = data[:CHUNK_BYTES].decode("utf-8", "ignore")
        chunks.append(piece)
        data = data[len(piece.encode()) :]
    return chunks
