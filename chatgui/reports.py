"""What the client tells of itself: what is on its disk, what its person has seen, and about which
of their own messages it wants to know more."""

from collections.abc import Callable
from math import inf
from typing import Final

from chatgui.carrier import Carrier
from shared.dialects.native.records import AskReceipts, Read, Received, Record, encode
from shared.transport.lanes import CONTROL

EVERY_S: Final = 1.0
"""PROTOCOL 4.6: `Received` at most so often, and `Read` for each conversation."""

SPREAD_S: Final = 5.0
"""Where the roster is not whole there are thousands of us: a random moment of so many seconds."""

REMEMBERED: Final = 200
"""Conversations whose `Read` is said again in a new session: the last one may have lost it."""


class Reports:
    """`pump` while the server has us in; nothing is said twice within a session."""

    def __init__(self, random_bytes: Callable[[int], bytes], *, tells_read: bool) -> None:
        self._random_bytes = random_bytes
        self._tells_read = tells_read
        self._is_whole = True
        self._received = 0
        self._received_told = 0
        self._received_at = -inf  # when it may be said
        self._read: dict[bytes, int] = {}  # by conversation
        self._read_told: dict[bytes, int] = {}
        self._read_at: dict[bytes, float] = {}
        self._asks: tuple[int, ...] = ()
        self._has_room = True
        self._is_leaving = False

    @property
    def is_told(self) -> bool:
        """Nothing is left to be said of what was received and read."""
        return self._received == self._received_told and not self._unread()

    def leave(self) -> None:
        """The person quits: what is to be said by now is said without a pause, and no more."""
        self._is_leaving = True
        self._received_at = -inf
        self._read_at.clear()

    def restart(self, told: int, *, is_new_log: bool, is_whole: bool) -> None:
        """A new session; `told`: the cursor that stood in its FIN, which counts as received."""
        self._is_whole = is_whole
        self._received = self._received_told = told
        self._read_told.clear()
        if is_new_log:
            self._read.clear()
        for conversation in list(self._read)[:-REMEMBERED]:
            del self._read[conversation]

    def ask(self, positions: tuple[int, ...]) -> None:
        """Be told of these, now and when more people have them."""
        self._asks = positions

    def receive(self, position: int, now: float) -> None:
        """All up to there is on the disk."""
        if self._is_leaving:
            return  # the next FIN tells it
        if position > self._received and self._received == self._received_told:
            wait_s = 0.0 if self._is_whole else SPREAD_S * self._random_bytes(1)[0] / 255
            self._received_at = max(self._received_at, now + wait_s)
        self._received = max(self._received, position)

    def see(self, conversation: bytes, position: int) -> None:
        """The person has seen it, and all before it in that conversation."""
        if self._tells_read and position > self._read.get(conversation, 0):
            self._read.pop(conversation, None)  # the newest stand last
            self._read[conversation] = position

    def pump(self, carrier: Carrier, now: float) -> None:
        self._has_room = True
        if self._asks and self._say(carrier, AskReceipts(self._asks)):
            self._asks = ()
        if self._received > self._received_told and now >= self._received_at:
            self._say_received(carrier, now)
        for conversation in self._unread():
            if now >= self._read_at.get(conversation, -inf):
                self._say_read(carrier, conversation, now)

    def wake_at(self) -> float:
        """When `pump` has something to say; `inf`: not before something happens."""
        if not self._has_room:
            return inf
        moments = [self._read_at.get(conversation, -inf) for conversation in self._unread()]
        if self._received > self._received_told:
            moments.append(self._received_at)
        return min(moments, default=inf)

    def _unread(self) -> list[bytes]:
        told = self._read_told
        return [key for key, position in self._read.items() if position > told.get(key, 0)]

    def _say_received(self, carrier: Carrier, now: float) -> None:
        if self._say(carrier, Received(self._received)):
            self._received_told = self._received
            self._received_at = now + EVERY_S

    def _say_read(self, carrier: Carrier, conversation: bytes, now: float) -> None:
        position = self._read[conversation]
        if self._say(carrier, Read(position)):
            self._read_told[conversation] = position
            self._read_at[conversation] = now + EVERY_S

    def _say(self, carrier: Carrier, record: Record) -> bool:
        self._has_room = carrier.send(CONTROL, encode(record))
        return self._has_room
