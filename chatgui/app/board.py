"""Who has a message of ours: the delivery board, in pages."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from chatgui.app import moments
from chatgui.app.lines import describe_state
from chatgui.app.messages import AskHolders, HolderShown, HoldersReceived, Intent
from chatgui.app.rows import Board, Holder, Tick
from chatgui.app.shown import Shown
from chatgui.app.words import dialogs as words
from chatgui.archive.schema import WAITING as UNSENT
from shared.dialects.native.records import DELIVERED, HANDED, MISSED, READ, WAITING
from shared.names import name_key
from shared.text import one_line

PAGE: Final = 50

_TICKS: Final[dict[int, Tick]] = {
    WAITING: "server",
    DELIVERED: "all",
    READ: "read",
    HANDED: "some",
    MISSED: "refused",
}
# Whoever has it not comes first: that is what one wants to know.
_ORDER: Final = (MISSED, WAITING, HANDED, DELIVERED, READ)


class Delivery:
    """The board of one message: `open`, then `hear` the answers; `follow` keeps it true."""

    def __init__(self, post: Callable[[Intent], None]) -> None:
        self._post = post
        self._message: Shown | None = None
        self._people: tuple[HolderShown, ...] | None = None
        self._is_gone = False
        self._page = 0

    @property
    def id(self) -> int | None:
        """Of the message whose board is open."""
        return None if self._message is None else self._message.id

    def open(self, message: Shown, page: int) -> None:
        if self.id != message.id:
            self._people, self._is_gone = None, False
            self._message = message
            self._ask()
        self._page = page

    def close(self) -> None:
        self._message = self._people = None

    def hear(self, event: HoldersReceived) -> None:
        if self._message is not None and event.position == self._message.position:
            self._people = tuple(sorted(event.people, key=_order))
            self._is_gone = event.is_gone

    def follow(self, message: Shown | None) -> None:
        """The message as it is now: if others have it by now, ask again."""
        if self._message is None or message is None:
            return
        before, self._message = self._message, message
        if (before.counts, before.position) != (message.counts, message.position):
            self._ask()

    def show(self, is_connected: bool, now_ms: int) -> Board | None:
        message = self._message
        if message is None:
            return None
        people = self._people or ()
        pages = max(1, -(-len(people) // PAGE))
        page = max(0, min(self._page, pages - 1))
        return Board(
            id=message.id,
            text=one_line(message.text),
            summary=self._summary(message, is_connected),
            holders=tuple(_holder(one, now_ms) for one in people[page * PAGE : (page + 1) * PAGE]),
            is_waiting=self._is_waiting(message),
            page=page,
            pages=pages,
        )

    def _ask(self) -> None:
        if self._message is not None and self._is_there(self._message):
            self._post(AskHolders(self._message.position))

    def _is_there(self, message: Shown) -> bool:
        return message.is_own and message.position > 0 and not message.is_gone

    def _is_waiting(self, message: Shown) -> bool:
        return self._people is None and self._is_there(message)

    def _summary(self, message: Shown, is_connected: bool) -> str:
        if self._is_gone or message.is_gone:
            return words.BOARD_LOG_GONE
        if message.state == UNSENT:
            return words.BOARD_LEAVES if is_connected else words.BOARD_WAITS
        if self._people:
            return _count(self._people)
        if self._is_waiting(message):
            return words.BOARD_ASKING if is_connected else words.BOARD_OFFLINE
        return words.BOARD_NOBODY if self._people is not None else describe_state(message)


def _count(people: tuple[HolderShown, ...]) -> str:
    counts = Counter(one.state for one in people)
    return ", ".join(
        words.COUNT_STATES[state].format(count=counts[state])
        for state in reversed(_ORDER)
        if counts[state]
    )


def _order(one: HolderShown) -> tuple[int, str]:
    known = one.state in _ORDER
    return (_ORDER.index(one.state) if known else len(_ORDER), name_key(one.name))


def _holder(one: HolderShown, now_ms: int) -> Holder:
    known = one.state < len(words.HOLDER_STATES)
    state = words.HOLDER_STATES[one.state] if known else words.HOLDER_UNKNOWN
    time = moments.exact(one.at_ms, now_ms) if one.at_ms else ""
    return Holder(one.name, state, _TICKS.get(one.state, "server"), time)
