"""Handshakes beside the sessions: strangers are answered at once, what costs waits its turn."""

from contextlib import suppress
from math import inf
from typing import Final

from shared.net.path import Path
from shared.session.handshake_queue import HandshakeQueue
from shared.session.server_opening import Answer, ServerOpening
from shared.wire import BadPacket
from shared.wire.packets import FIN, HELLO_CONTENT_SIZE, INIT, MAX_DATAGRAM_SIZE

# 0.13 ms each. A busy turn (256 datagrams in, 256 out) takes 3 ms: handshakes get a quarter.
PER_TURN: Final = 8

# A quarter of a second: who has so many before them is told to wait.
LONG_LINE: Final = 256

_INIT: Final = bytes((INIT,))
_FIN: Final = bytes((FIN,))


class Handshakes:
    """Give it every datagram that is not DATA, and call `work` in each turn of the loop."""

    __slots__ = ("_fins", "_inits", "_opening")

    def __init__(self, opening: ServerOpening) -> None:
        self._opening = opening
        self._fins = HandshakeQueue()
        self._inits = HandshakeQueue()

    @property
    def are_waiting(self) -> bool:
        """Is there work for the next turn?"""
        return bool(self._fins or self._inits)

    def wake_at(self) -> float:
        """When `work` is due though nothing waits; `inf`: never."""
        at = self._opening.wake_at
        return inf if at is None else at

    def receive_untrusted(self, datagram: bytes, path: Path, now: float) -> Answer:
        """As `ServerOpening.receive_untrusted`; the answer to what costs comes from `work`."""
        kind = datagram[:1]
        if kind == _INIT:
            return self._on_init_untrusted(datagram, path, now)
        source = _source(path)
        if kind == _FIN and self._opening.is_costly_untrusted(datagram, source, now):
            self._fins.push_untrusted(datagram, path)
            return None
        return self._opening.receive_untrusted(datagram, source, now)

    def _on_init_untrusted(self, init: bytes, path: Path, now: float) -> Answer:
        """A crowd that comes at once says most things many times: what has no place, or has one
        already, must cost next to nothing."""
        content, source = init[:HELLO_CONTENT_SIZE], _source(path)
        is_waiting = self._inits.holds(content, path)
        if not is_waiting:
            if self._inits.is_full and self._opening.is_new(init, source):
                raise BadPacket("too many handshakes wait")
            if not self._opening.is_costly_untrusted(init, source, now):
                return self._opening.receive_untrusted(init, source, now)
            self._inits.push_untrusted(content, path)
        return self._opening.ask_to_wait(init) if len(self._inits) > LONG_LINE else None

    def work(self, now: float) -> list[tuple[Answer, Path]]:
        """Answer a few of those that wait; FINs first, for half of their price is paid already."""
        self._opening.expire(now)
        answers = []
        for _ in range(PER_TURN):
            queue = self._fins or self._inits
            if not queue:
                break
            content, path = queue.pop()
            datagram = content if queue is self._fins else content.ljust(MAX_DATAGRAM_SIZE, b"\0")
            with suppress(BadPacket):
                answer = self._opening.receive_untrusted(datagram, _source(path), now)
                answers.append((answer, path))
        return answers


def _source(path: Path) -> tuple[str, int]:
    return path.remote[0], path.remote[1]
