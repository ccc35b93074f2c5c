"""Has the peer moved, or does somebody copy its packets from elsewhere?

A path is whatever the owner uses to address datagrams; here it is only compared.

A newer authentic packet from a new path proves nothing: anybody near the peer can catch one and
deliver it first. So both paths are asked, each with a token of its own. The peer that has moved
answers the new path's token only. If the old path's token is answered too, from wherever (the
copier may forward that answer first, and the original then looks like a replay), the old path
still leads to the peer and nothing moves. (Compare RFC 9000, sections 8.2 and 9.3.)
"""

import hmac
from collections.abc import Callable, Hashable
from enum import Enum
from typing import Final

TOKEN_SIZE: Final = 8
# The old path is given time for two challenges, but a moved peer should be back soon.
WAIT_LONGEST_S: Final = 0.200
WAIT_SHORTEST_S: Final = 0.030
GIVE_UP_S: Final = 3.0
# Of the bytes received from the new path. 3 is allowed (RFC 9000, section 8); one is kept for
# answers to the other side's challenges.
BUDGET_FACTOR: Final = 2


class Verdict(Enum):
    """What a proof has come to."""

    OPEN = "open"
    MOVE = "move"
    STAY = "stay"


class PathProof:
    """One question to two paths. `wake_at` says when `due` or `verdict` will have news."""

    __slots__ = (
        "_budget",
        "_decide_at",
        "_every_s",
        "_give_up_at",
        "_new_answered",
        "_new_token",
        "_next_at",
        "_old_answered",
        "_old_token",
        "candidate",
        "rtt_s",
    )

    def __init__(
        self,
        candidate: Hashable,
        probe_s: float,
        random_bytes: Callable[[int], bytes],
        now: float,
    ) -> None:
        self.candidate = candidate
        self._every_s = min(max(probe_s, WAIT_SHORTEST_S / 2), WAIT_LONGEST_S / 2)
        self._decide_at = now + 2 * self._every_s
        self._give_up_at = now + GIVE_UP_S
        self._next_at = now
        self._budget = 0
        self._new_token = random_bytes(TOKEN_SIZE)
        self._old_token = random_bytes(TOKEN_SIZE)
        self._new_answered = False
        self._old_answered = False
        self.rtt_s = 0.0  # of the new path, once it has answered

    def heard(self, size: int) -> None:
        """An authentic datagram of this size came from the candidate."""
        self._budget += BUDGET_FACTOR * size

    def due(self, size: int, now: float) -> list[tuple[bool, bytes]]:
        """Challenges to send now, each in a datagram of `size` bytes: (to the new path?, token)."""
        if now < self._next_at:
            return []
        self._next_at = now + self._every_s
        challenges = [(False, self._old_token)]
        if self._budget >= size and not self._new_answered:
            self._budget -= size
            challenges.append((True, self._new_token))
        return challenges

    def answered(self, token: bytes, path: Hashable, now: float) -> None:
        """A PATH_RESPONSE came from `path`."""
        if hmac.compare_digest(token, self._old_token):
            self._old_answered = True
        elif path == self.candidate and hmac.compare_digest(token, self._new_token):
            if not self._new_answered:
                asked_at = self._next_at - self._every_s
                self.rtt_s = max(now - asked_at, 0.001)
            self._new_answered = True

    def verdict(self, now: float) -> Verdict:
        if self._old_answered or now >= self._give_up_at:
            return Verdict.STAY
        if self._new_answered and now >= self._decide_at:
            return Verdict.MOVE
        return Verdict.OPEN

    @property
    def wake_at(self) -> float:
        if self._old_answered:
            return self._next_at - self._every_s
        if self._new_answered:
            return min(self._decide_at, self._next_at)
        return min(self._next_at, self._give_up_at)
