"""Silence: when to ping, when a peer counts as away, when it is dropped."""

from collections.abc import Callable
from typing import Final

# A home router forgets a UDP mapping after 30 s or more (RFC 4787 asks for 120 s, many do less);
# only the client pings, so that no client needs a firewall rule.
PING_S: Final = 15.0
PING_SPREAD: Final = 0.2  # clients that started together do not ping together
# Nothing here happens sooner than this after a sign of life in either direction.
SOONEST_S: Final = PING_S * (1 - PING_SPREAD)
AWAY_S: Final = 45.0  # two pings and their repetitions missed
DROP_S: Final = 120.0


class Keepalive:
    """When the peer was heard and we last spoke, and what follows from it.

    One end pings, the other notices absence; both give up in the end.
    """

    __slots__ = ("_interval_s", "heard_at", "is_away", "pings", "sent_at")

    def __init__(self, pings: bool, now: float) -> None:
        self.pings = pings
        self._interval_s = PING_S
        self.is_away = False
        self.heard_at = now
        self.sent_at = now

    def draw_interval(self, random_bytes: Callable[[int], bytes]) -> None:
        """Call at the start and for each ping."""
        draw = int.from_bytes(random_bytes(2)) / 0xFFFF  # 0..1
        self._interval_s = PING_S * (1 - PING_SPREAD + 2 * PING_SPREAD * draw)

    def heard(self, now: float) -> bool:
        """The peer spoke; True if it counted as away."""
        self.heard_at = now
        was_away, self.is_away = self.is_away, False
        return was_away

    def wake_at(self, in_flight: bool) -> float:
        """When `ping_is_due`, `goes_away` or `is_dead` is next true.

        While something that asks for an ACK is in flight, a ping would ask nothing new.
        """
        end = self.heard_at + DROP_S
        if self.pings:
            return end if in_flight else min(self._ping_at(), end)
        return end if self.is_away else self.heard_at + AWAY_S

    def _ping_at(self) -> float:
        # Both ways: a peer that only listens must notice a dead line, too.
        return min(self.heard_at, self.sent_at) + self._interval_s

    def ping_is_due(self, in_flight: bool, now: float) -> bool:
        return self.pings and not in_flight and now >= self._ping_at()

    def goes_away(self, now: float) -> bool:
        """True once, when the peer begins to count as away."""
        if self.pings or self.is_away or now < self.heard_at + AWAY_S:
            return False
        self.is_away = True
        return True

    def is_dead(self, now: float) -> bool:
        return now >= self.heard_at + DROP_S
