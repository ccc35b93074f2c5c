"""Whose messages are followed: which counts their senders are still to be told. PROTOCOL 4.6."""

from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import chain
from math import inf
from typing import Final

from chatserver.tally import Subject, Tally
from shared.chat import Receipt
from shared.constants import RECEIPTS

TOLD_EVERY_S = 1.0
"""How often a sender hears of changes. A crowd that acknowledges at once makes one record."""

FOLLOWED_S = 3600.0
"""Of what is older, most who will ever have it have it; a client asks for what it still shows."""

MESSAGE_WEIGHT = 8
"""What a message costs besides its recipients, in recipients: memory, and time to count."""

MOST_FOLLOWED = 400_000
"""Recipients, of all senders together: some 15 MB, for 40,000 messages to one or to everyone."""

WORK_A_TURN = 2_000
"""Recipients looked at: some 5 ms, in which nobody else is heard."""

GOES_ON_AFTER_S = 0.05
"""When the round goes on; a long one costs a tenth of the time."""


@dataclass(slots=True)
class _Followed:
    subject: Subject
    until: float
    told: Receipt | None = None

    @property
    def weight(self) -> int:
        return MESSAGE_WEIGHT + len(self.subject.to)


_ByPosition = OrderedDict[int, _Followed]


@dataclass(slots=True)
class _OfSender:
    """The messages of one sender, in the order they came to be followed. `asked`: until the sender
    leaves. Apart, so that the oldest of a kind is at hand."""

    said: _ByPosition = field(default_factory=OrderedDict)
    asked: _ByPosition = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self.said) + len(self.asked)

    def get(self, position: int) -> _Followed | None:
        return self.said.get(position) or self.asked.get(position)

    def everything(self) -> list[_Followed]:
        return [*self.said.values(), *self.asked.values()]

    def take(self, position: int) -> _Followed | None:
        return self.said.pop(position, None) or self.asked.pop(position, None)


_NOTHING: Final = _OfSender()


class Receipts:
    """`follow` what is said; `changed` whenever somebody may have got something."""

    def __init__(self) -> None:
        self._by_sender: OrderedDict[int, _OfSender] = OrderedDict()
        self._weight = 0
        self._is_changed = False
        self._round: deque[_Followed] = deque()
        """Those that are still to be counted since something changed."""
        self._counted: list[tuple[_Followed, Receipt]] = []
        """Of the sender whose turn it is in this round: each is told all of it at once."""
        self._round_tally: Tally | None = None
        self._tally: Tally | None = None
        self._tallied_at = -inf

    def __len__(self) -> int:
        return sum(map(len, self._by_sender.values()))

    @property
    def is_due(self) -> bool:
        """Whether anybody may be to be told something."""
        return self.is_counting or (bool(self._by_sender) and self._is_changed)

    @property
    def is_counting(self) -> bool:
        """Whether a round has begun and is not over."""
        return bool(self._round)

    def changed(self) -> None:
        self._is_changed = True

    def follow(self, subject: Subject, now: float) -> None:
        """From now on its sender is told, for an hour."""
        self._put(_Followed(subject, now + FOLLOWED_S))

    def ask(self, subjects: Collection[Subject], tally: Tally) -> tuple[Receipt, ...]:
        """The counts now; changes are told as long as the sender stays."""
        answer = tuple(map(tally.count, subjects))
        for subject, receipt in zip(subjects, answer, strict=True):
            followed = self._of(subject.sender).get(subject.position)
            if followed is None:
                self._put(_Followed(subject, inf, receipt))
            else:
                followed.told = receipt
        return answer

    def greet(self, sender: int) -> None:
        """They have come back, and have been told nothing yet; what they asked, they ask again."""
        for one in self._of(sender).everything():
            one.told = None
            if one.until == inf:
                self._drop(sender, one.subject.position)
        self._is_changed = True

    def recent_tally(self, make: Callable[[], Tally], now: float) -> Tally:
        """The counts as they were at most a second ago, for who asks; what has changed since then
        is told with the next `changes`."""
        if self._tally is None or now - self._tallied_at >= TOLD_EVERY_S:
            self._tally, self._tallied_at = make(), now
        return self._tally

    def changes(
        self, make: Callable[[], Tally], listens: Callable[[int], bool], now: float
    ) -> dict[int, list[Receipt]]:
        """What to tell each sender who listens; the others are told when they do again. Call it
        while it is due, again after `GOES_ON_AFTER_S` if it `is_counting`, else a second later."""
        if not self._round or self._round_tally is None:
            self._is_changed = False
            self._tally, self._tallied_at = make(), now
            self._round_tally = self._tally
            self._round.extend(
                chain.from_iterable(of.everything() for of in self._by_sender.values())
            )
        tally = self._round_tally
        told: dict[int, list[Receipt]] = {}
        work = 0
        while self._round and work < WORK_A_TURN:
            one = self._round.popleft()
            work += self._count(one, tally, listens, now)
            sender = one.subject.sender
            if not self._round or self._round[0].subject.sender != sender:
                rows = self._take_counted(listens(sender))
                if rows:
                    told[sender] = rows
        return told

    def _count(
        self, one: _Followed, tally: Tally, listens: Callable[[int], bool], now: float
    ) -> int:
        """How much work it was."""
        sender = one.subject.sender
        if not listens(sender) or self._of(sender).get(one.subject.position) is not one:
            return 1
        receipt = self._update(one, tally, now)
        if receipt is not None:
            self._counted.append((one, receipt))
        return one.weight

    def _take_counted(self, listens: bool) -> list[Receipt]:
        """Without what they have been told meanwhile, because they asked. Who has just stopped
        listening has been told nothing."""
        counted, self._counted = self._counted, []
        for one, _ in () if listens else counted:
            one.told = None
        return [receipt for one, receipt in counted if one.told is receipt]

    def _update(self, one: _Followed, tally: Tally, now: float) -> Receipt | None:
        """The count, if it is another one than they know."""
        receipt, known = tally.count(one.subject), one.told
        one.told = receipt
        if now > one.until or _is_final(receipt):
            self._drop(one.subject.sender, one.subject.position)
        return receipt if receipt != known else None

    def _put(self, one: _Followed) -> None:
        sender, position = one.subject.sender, one.subject.position
        of = self._by_sender.get(sender)
        if of is None:
            of = self._by_sender[sender] = _OfSender()
        self._by_sender.move_to_end(sender)
        before = of.take(position)
        alike = of.asked if one.until == inf else of.said
        alike[position] = one
        self._weight += one.weight - (before.weight if before is not None else 0)
        self._is_changed = True
        if len(alike) > RECEIPTS:
            self._drop(sender, next(iter(alike)))
        while self._weight > MOST_FOLLOWED:
            longest, of = next(iter(self._by_sender.items()))
            self._drop(longest, next(chain(of.said, of.asked)))

    def _of(self, sender: int) -> _OfSender:
        return self._by_sender.get(sender) or _NOTHING

    def _drop(self, sender: int, position: int) -> None:
        of = self._by_sender[sender]
        dropped = of.take(position)
        self._weight -= dropped.weight if dropped is not None else 0
        if not of:
            del self._by_sender[sender]


def _is_final(receipt: Receipt) -> bool:
    """Whether nothing more can come: all have read it, or never will."""
    return receipt.read + receipt.handed + receipt.missed == receipt.recipients
