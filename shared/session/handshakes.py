"""Handshakes beside the sessions: strangers are answered at once, what costs waits its turn."""

from contextlib import suppress
from math import inf
from typing import Final

from shared.net.path import Path
from shared.session.handshake_queue import HandshakeQueue
from shared.session.server_opening import Answer, ServerOpening
from shared.wire import BadPacket
from shared.wire.packets import FIN, HELLO, HELLO_CONTENT_SIZE, INIT, MAX_DATAGRAM_SIZE

# 0.15 ms each. A busy turn (256 datagrams in, 256 out) takes 3 ms: handshakes get a quarter.
PER_TURN: Final = 8
# Where the processor has to be shared turns are long, and as few in each would be hardly any.
PER_S: Final = 1000
MOST_PER_TURN: Final = 32

# A quarter of a second: who has so many before them is told to wait.
LONG_LINE: Final = 256

_HELLO: Final = bytes((HELLO,))
_INIT: Final = bytes((INIT,))
_FIN: Final = bytes((FIN,))


# Each costs some 25 us, so HELLOs take a twelfth of a core at most, whoever pretends to be how
# many, and INITs as much. It is three times what handshakes a core has time for.
STRANGERS_PER_S: Final = 3000
_STRANGERS_AT_ONCE: Final = 1000


class Handshakes:
    """Give it every datagram that is not DATA, and call `work` in each turn of the loop."""

    __slots__ = (
        "_fins",
        "_hello_budget",
        "_init_budget",
        "_inits",
        "_opening",
        "_worked_at",
        "hellos_heard",
        "inits_heard",
    )

    def __init__(self, opening: ServerOpening) -> None:
        self._opening = opening
        self._fins = HandshakeQueue()
        self._inits = HandshakeQueue()
        self._worked_at = 0.0
        self.hellos_heard = 0
        self.inits_heard = 0
        """Without repetitions of those that wait."""
        # Apart: who has a cookie must not lose the next step to those who want one.
        self._hello_budget = _Budget()
        self._init_budget = _Budget()

    def call(self, name: str) -> None:
        """The server is called so from now on."""
        self._opening.name = name

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
        if kind == _HELLO:
            self.hellos_heard += 1
            _admit_untrusted(self._hello_budget, now)
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
            self.inits_heard += 1
            _admit_untrusted(self._init_budget, now)
            if not self._opening.is_costly_untrusted(init, source, now):
                return self._opening.receive_untrusted(init, source, now)
            self._inits.push_untrusted(content, path)
        return self._opening.ask_to_wait(init) if len(self._inits) > LONG_LINE else None

    def work(self, now: float) -> list[tuple[Answer, Path]]:
        """Answer a few of those that wait; FINs first, for half of their price is paid already."""
        self._opening.expire(now)
        answers = []
        passed_s, self._worked_at = now - self._worked_at, now
        for _ in range(min(MOST_PER_TURN, max(PER_TURN, int(passed_s * PER_S)))):
            queue = self._fins or self._inits
            if not queue:
                break
            content, path = queue.pop()
            datagram = content if queue is self._fins else content.ljust(MAX_DATAGRAM_SIZE, b"\0")
            with suppress(BadPacket):
                answer = self._opening.answer_costly_untrusted(datagram, _source(path), now)
                answers.append((answer, path))
        return answers


class _Budget:
    """What may be looked at: so many a second, and some at once."""

    __slots__ = ("_at", "_left")

    def __init__(self) -> None:
        self._at = 0.0
        self._left = float(_STRANGERS_AT_ONCE)

    def take(self, now: float) -> bool:
        if now > self._at:
            earned = (now - self._at) * STRANGERS_PER_S
            self._left = min(self._left + earned, _STRANGERS_AT_ONCE)
            self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


def _admit_untrusted(budget: _Budget, now: float) -> None:
    if not budget.take(now):
        raise BadPacket("too many strangers")


def _source(path: Path) -> tuple[str, int]:
    return path.remote[0], path.remote[1]
