"""Which guest has which message, on its way from the plain doors to the hub. PROTOCOL 4.6.

A guest hears a hundred messages a second, and the hub needs to know of the newest only: what is
noted here is merged, and passed on now and then.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from chatserver.turnstile import COMMANDS_PER_PEER, Turnstile
from shared.chat import Command, Missed, Received

MISSED_AT_ONCE = 16
"""Told one by one, for each is another message; more wait for the next time."""

MISSED_KEPT = 1024
"""Of one guest between two times. Nobody's limits let that many messages through to be missed."""


@dataclass(slots=True)
class _News:
    missed: deque[int] = field(default_factory=lambda: deque(maxlen=MISSED_KEPT))
    received: dict[bool, int] = field(default_factory=dict)  # by whether it was confirmed

    def commands(self, limit: int = MISSED_KEPT) -> Iterator[Command]:
        """At most `limit` misses, and then what was received: said before the misses it would
        cover them."""
        for _ in range(min(limit, len(self.missed))):
            yield Missed(self.missed.popleft())
        if not self.missed:
            for confirmed, position in sorted(self.received.items(), key=lambda item: item[1]):
                yield Received(position, confirmed)
            self.received = {}


class Receipts:
    """Note with `received` and `missed`; `pass_on` while `waiting`, and before a goodbye."""

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile = turnstile
        self._news: dict[int, _News] = {}

    @property
    def waiting(self) -> bool:
        return bool(self._news)

    def received(self, peer: int, position: int, *, confirmed: bool) -> None:
        """Everything up to there that was not missed: acknowledged, or only handed over."""
        received = self._news.setdefault(peer, _News()).received
        received[confirmed] = max(position, received.get(confirmed, 0))

    def missed(self, peer: int, position: int) -> None:
        self._news.setdefault(peer, _News()).missed.append(position)

    def pass_on(self) -> list[int]:
        """The peers of whom something was passed on. Whoever's own commands still wait comes
        later: news is cumulative, and must not take the places of what somebody says."""
        idle = [p for p in self._news if self._turnstile.room(p) >= COMMANDS_PER_PEER]
        for peer in idle:
            self._put(peer, MISSED_AT_ONCE)
        return idle

    def pass_on_last(self, peer: int) -> None:
        """All of one peer, which is about to leave: what it has must be known before that."""
        if peer in self._news:
            self._put(peer, MISSED_KEPT)

    def _put(self, peer: int, limit: int) -> None:
        news = self._news[peer]
        for command in news.commands(limit):
            self._turnstile.put_sure(peer, command)
        if not news.missed:
            del self._news[peer]
