"""What a damaged history had lost, fetched from the server again: page by page, behind everything
else, into the archive and not onto the screen."""

from math import inf
from typing import Final

from chatgui.carrier import Carrier
from shared.dialects.native.records import AskHistory, HistoryPage, encode
from shared.transport.lanes import BULK

PAUSE_S: Final = 0.5
"""Between pages: half of what the server lets a client ask, so that the person never waits."""


class Refill:
    """`begin` once the server has posted all that is new; `pump` while we are in."""

    def __init__(self) -> None:
        self._before = 0  # what stands before it is missing; 0: nothing is
        self._at = inf  # when to ask; inf: asked already, or nothing to ask

    def begin(self, before: int, now: float) -> None:
        """All before that position is to be fetched; 0: nothing."""
        self._before = before
        self._at = now if before else inf

    def stop(self) -> None:
        """The session is over; begin again in the next one."""
        self._before, self._at = 0, inf

    def wake_at(self) -> float:
        return self._at

    def pump(self, carrier: Carrier, now: float, *, may_ask: bool) -> None:
        """`may_ask`: nothing else is asked, and what came is on the disk."""
        if now < self._at:
            return
        is_asked = may_ask and carrier.send(BULK, encode(AskHistory(self._before)))
        self._at = inf if is_asked else now + PAUSE_S

    def hear(self, page: HistoryPage, now: float) -> int | None:
        """Before where more is missing, 0 for nowhere; None if that was no page of ours."""
        if not self._before or page.before != self._before:
            return None
        lowest = min((kept.position for kept in page.entries), default=0)
        is_end = not page.more or not 0 < lowest < self._before
        self.begin(0 if is_end else lowest, now + PAUSE_S)
        return self._before
