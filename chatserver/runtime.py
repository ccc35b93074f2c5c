"""Performs the hub's effects: the one place where values turn into deeds."""

from collections.abc import Callable

from chatserver.doors.entrance import Entrance
from chatserver.effects import Append, Effect, Report, Tell, Warn
from chatserver.hub import Hub
from chatserver.log.interface import Log
from shared.chat import Command, Entry


class Runtime:
    """`report` and `warn` take one line each and never block."""

    def __init__(
        self,
        hub: Hub,
        log: Log,
        entrance: Entrance,
        report: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._log = log
        self._entrance = entrance
        self._report = report
        self._warn = warn
        self._batch: list[Entry] = []

    def command(self, peer: int, command: Command, now: float) -> None:
        self.perform(self._hub.decide(peer, command, now), now)

    def commit(self, now: float) -> None:
        """Log what has gathered, and do whatever the log says has happened; once a turn."""
        while True:
            if self._batch:
                batch, self._batch = self._batch, []
                self._log.append(batch)
            outcomes = self._log.outcomes()
            if not outcomes:
                return
            for entry, position in outcomes:
                if position is None:
                    self.perform(self._hub.fail(entry, now), now)
                else:
                    self.perform(self._hub.apply(position, entry, now), now)

    def perform(self, effects: list[Effect], now: float) -> None:
        for effect in effects:
            if isinstance(effect, Tell):
                self._entrance.tell(effect.peers, effect.notice, now)
            elif isinstance(effect, Append):
                self._batch.append(effect.entry)
            elif isinstance(effect, Report):
                self._report(effect.line)
            elif isinstance(effect, Warn):
                self._warn(effect.line)
            else:
                raise TypeError(f"no such effect: {type(effect).__name__}")
