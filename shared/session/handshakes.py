"""Handshakes beside the sessions: strangers are answered at once, what costs waits its turn."""

from contextlib import suppress
from math import inf
from typing import Final

from shared.net.path import Path
from shared.session.handshake_queue import HandshakeQueue
from shared.session.server_opening import Answer, ServerOpening
from shared.wire import BadPacket
from shared.wire.packets import FIN

# 0.13 ms each. A busy turn (256 datagrams in, 256 out) takes 3 ms: handshakes get a quarter.
PER_TURN: Final = 8

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
        """As `ServerOpening.receive_untrusted`; None, too, if the answer comes from `work`."""
        queue = self._fins if datagram[:1] == _FIN else self._inits
        if queue.holds(datagram, path):  # a crowd that waits says most things many times
            return None
        source = _source(path)
        if not self._opening.is_costly_untrusted(datagram, source, now):
            return self._opening.receive_untrusted(datagram, source, now)
        queue.push_untrusted(datagram, path)
        return None

    def work(self, now: float) -> list[tuple[Answer, Path]]:
        """Answer a few of those that wait; FINs first, for half of their price is paid already."""
        self._opening.expire(now)
        answers = []
        for _ in range(PER_TURN):
            queue = self._fins or self._inits
            if not queue:
                break
            datagram, path = queue.pop()
            with suppress(BadPacket):
                answer = self._opening.receive_untrusted(datagram, _source(path), now)
                answers.append((answer, path))
        return answers


def _source(path: Path) -> tuple[str, int]:
    return path.remote[0], path.remote[1]
