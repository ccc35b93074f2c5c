"""Performs the hub's effects: the one place where values turn into deeds."""

from collections import deque
from collections.abc import Callable

from chatserver.doors.entrance import Entrance
from chatserver.effects import Append, Effect, Report, Tell, Warn
from chatserver.hub import Hub
from chatserver.log.interface import Log
from chatserver.turnstile import Turnstile
from shared.chat import Command, Entered, Entry, Message

BATCH = 64
"""Messages that are committed together within a turn. More would save little more, and the turn
could not end in time: telling everybody of one may take longer than deciding a hundred."""


class Runtime:
    """`report` and `warn` take one line each and never block."""

    def __init__(
        self,
        hub: Hub,
        log: Log,
        turnstile: Turnstile,
        entrance: Entrance,
        report: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._log = log
        self._turnstile = turnstile
        self._entrance = entrance
        self._report = report
        self._warn = warn
        self._batch: list[Entry] = []
        self._appended = self._settled = 0  # so many entries
        self._awaited: deque[tuple[int, Callable[[], None]]] = deque()
        self.messages = 0
        """Those that have got into the log since the start."""

    @property
    def is_waiting(self) -> bool:
        """Whether something was appended that the log has not answered."""
        return bool(self._batch) or self._settled < self._appended

    def command(self, peer: int, command: Command, now: float) -> None:
        """Messages gather until `commit`. Whatever else a command leads to may matter for the next
        one, and comes behind what was said before."""
        effects = self._hub.decide(peer, command, now)
        has_order = _have_order(effects)
        if has_order:
            self.commit(now)
        self.perform(effects, now)
        if has_order or len(self._batch) >= BATCH:
            self.commit(now)
        if self._hub.is_claiming(peer):
            self._turnstile.hold(peer)

    def commit(self, now: float) -> bool:
        """Log what has gathered, and do whatever the log says has happened; once a turn. Whether
        anything has."""
        has_happened = False
        while True:
            if self._batch:
                batch, self._batch = self._batch, []
                self._appended += len(batch)
                self._log.append(batch)
            outcomes = self._log.outcomes()
            if not outcomes:
                return has_happened
            has_happened = True
            self._settled += len(outcomes)
            for entry, position in outcomes:
                if position is None:
                    self.perform(self._hub.fail(entry, now), now)
                else:
                    self.messages += isinstance(entry, Message)
                    self.perform(self._hub.apply(position, entry, now), now)
                if isinstance(entry, Entered):
                    self._go_on(entry.peer)
            while self._awaited and self._awaited[0][0] <= self._settled:
                self._awaited.popleft()[1]()

    def settle(self, then: Callable[[], None], now: float) -> None:
        """Commit; `then` is called once all that was performed until now has happened, at once or
        in a later turn."""
        self.commit(now)
        if self.is_waiting:
            self._awaited.append((self._appended, then))
        else:
            then()

    def _go_on(self, peer: int) -> None:
        """The log has answered a claim: what waited for that is decided, if the peer is in now."""
        if self._hub.people.by_peer(peer) is not None:
            self._turnstile.release(peer)
        elif not self._hub.is_claiming(peer):  # else it claims another made-up name
            self._turnstile.forget(peer)

    def finish(self, now: float) -> None:
        """Settle everything that was appended, however long the disk takes."""
        self.commit(now)
        while self.is_waiting:
            self._log.close()
            if not self.commit(now):
                return  # it owes us for good

    def perform(self, effects: list[Effect], now: float) -> None:
        for effect in effects:
            if isinstance(effect, Tell):
                self._entrance.tell(effect.peers, effect.notice, now, effect.but)
            elif isinstance(effect, Append):
                self._batch.append(effect.entry)
            elif isinstance(effect, Report):
                self._report(effect.line)
            elif isinstance(effect, Warn):
                self._warn(effect.line)
            else:
                raise TypeError(f"no such effect: {type(effect).__name__}")


def _have_order(effects: list[Effect]) -> bool:
    """An answer has its place behind what was said before, and so has what is no message."""
    for effect in effects:
        if isinstance(effect, Tell) or (isinstance(effect, Append) and not effect.entry.kept):
            return True
    return False
