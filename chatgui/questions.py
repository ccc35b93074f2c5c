"""Questions that the server answers in pages: who has a message, and what was said earlier."""

from collections import deque
from collections.abc import Callable

from chatgui.app.messages import Event, HistoryGrew, HolderShown, HoldersReceived
from chatgui.carrier import Carrier
from shared.dialects.native.records import (
    AskHistory,
    AskHolders,
    HistoryPage,
    Holder,
    HoldersPage,
    encode,
)
from shared.text import one_line
from shared.transport.lanes import BULK

NEWEST = 2**63 - 1
"""No position stands behind it."""


class Questions:
    """One of each kind at a time, in the order they were asked; `pump` while we are in."""

    def __init__(self) -> None:
        self._positions: deque[int] = deque()
        self._found: list[Holder] = []
        self._history_owed = 0
        self._is_asked = [False, False]  # holders, history: in the session that is open
        self._before: int | None = None

    @property
    def is_idle(self) -> bool:
        return not self._positions and not self._history_owed

    def ask_holders(self, position: int) -> None:
        self._positions.append(position)

    def ask_history(self) -> None:
        self._history_owed += 1

    def restart(self, is_new_log: bool) -> list[Event]:
        """A new session: what was asked in the last one is asked again. In another log our
        positions mean nothing: that is the answer then."""
        self._found.clear()
        self._is_asked = [False, False]
        if not is_new_log:
            return []
        self._before = None
        gone: list[Event] = [HoldersReceived(at, (), is_gone=True) for at in self._positions]
        self._positions.clear()
        return gone

    def pump(self, carrier: Carrier, oldest: Callable[[], int | None]) -> None:
        """`oldest`: the position of the first message that we have."""
        if self._positions and not self._is_asked[0]:
            after = self._found[-1].person if self._found else 0
            question = AskHolders(self._positions[0], after)
            self._is_asked[0] = carrier.send(BULK, encode(question))
        if self._history_owed and not self._is_asked[1]:
            if self._before is None:
                self._before = oldest() or NEWEST
            self._is_asked[1] = carrier.send(BULK, encode(AskHistory(self._before)))

    def hear_holders(self, page: HoldersPage) -> Event | None:
        """The answer, once its last page has come."""
        if not self._positions or page.position != self._positions[0]:
            return None
        self._is_asked[0] = False
        self._found += page.people
        if page.more and page.people:
            return None
        people = tuple(HolderShown(one_line(p.name), p.state, p.at_ms) for p in self._found)
        self._found.clear()
        return HoldersReceived(self._positions.popleft(), people)

    def hear_history(self, page: HistoryPage, count: int) -> Event | None:
        """`count` of its messages were new."""
        if not self._history_owed or page.before != self._before:
            return None
        self._is_asked[1] = False
        self._history_owed -= 1
        self._before = min((kept.position for kept in page.entries), default=self._before)
        return HistoryGrew(count, page.more)
