"""What the log forgets: what is too old, what is too much, and what is too much of one sender.

A little at each `step`, so that nobody waits: the loop has other things to do.
"""

from collections.abc import Callable, Sequence
from typing import Final

from chatserver.log.gaps import Gap, merge
from chatserver.log.opening import Keep
from chatserver.log.rows import remove, weigh
from chatserver.log.shelves import STEP_BYTES, Shelves
from chatserver.store.columns import signed, unsigned
from chatserver.store.database import Database, Statement
from chatserver.store.writer import Writer
from shared.chat import Message
from shared.disk import DiskError

STEP_MESSAGES: Final = 200
"""About two milliseconds."""

SHARE: Final = 10
"""Of one person at most a tenth of the size is kept: one who floods pushes out their own words,
and nobody else's."""

REJECTIONS_KEPT: Final = 65_536

_SIZES: Final = "SELECT person, sum(bytes) FROM outboxes GROUP BY person"
_SIZE: Final = "SELECT sum(bytes) FROM outboxes WHERE person = ?"
_OLD_REJECTIONS: Final = f"""DELETE FROM rejections WHERE position <= (SELECT position
    FROM rejections ORDER BY position DESC LIMIT 1 OFFSET {REJECTIONS_KEPT})"""

_NOTE_RUN: Final = """UPDATE runs SET last = max(last, (SELECT max(position) FROM messages))
    WHERE first = (SELECT max(first) FROM runs)"""
"""Before the message that says how far the run has come may be gone."""

_Messages = Sequence[tuple[int, Message]]


class Retention:
    """`oldest` and `gaps_behind` as the log has them. `forgotten` is called with the positions
    that are gone."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        shelves: Shelves,
        keep: Keep,
        forgotten: Callable[[set[int]], None],
    ) -> None:
        self._database = database
        self._writer = writer
        self._shelves = shelves
        self._keep = keep
        self._forgotten = forgotten
        self.oldest: int = database.query("SELECT oldest FROM log")[0][0]
        self._gaps: list[Gap] = database.query("SELECT first, last FROM gaps ORDER BY first")
        sizes = database.query(_SIZES)
        self._size = sum(size for _, size in sizes)
        # Whose share is to be looked at: who has said something, and who is over it already.
        self._suspects = self._over(sizes)
        self._is_busy = False

    def change(self, keep: Keep) -> None:
        """So much from the next step on. DiskError if that cannot be looked up now."""
        self._keep = keep
        self._suspects |= self._over(self._database.query(_SIZES))

    def _over(self, sizes: Sequence[tuple[int, int]]) -> set[int]:
        return {unsigned(person) for person, size in sizes if size > self._share}

    @property
    def _share(self) -> int:
        return self._keep.size // SHARE

    def gaps_behind(self, after: int) -> list[Gap]:
        gone = [(1, self.oldest - 1)] if self.oldest > 1 else []
        return [gap for gap in merge(gone, self._gaps) if gap[1] > after]

    def note(self, senders: set[int], size: int) -> None:
        """Messages of theirs are on the shelves now, and weigh that much."""
        self._size += size
        self._suspects |= senders

    def miss(self, first: int, last: int) -> None:
        """That range cannot be read any more; until the next start, which looks again."""
        self._gaps = merge(self._gaps, [(first, last)])

    def step(self, clock_s: int, derived: int) -> bool:
        """Forget a little of what stands up to `derived`. True: there is more."""
        if self._is_busy:
            return True
        try:
            old = self._too_old(clock_s, derived)
            if old:
                self._forget_oldest(old)
            elif surplus := self._surplus():
                self._forget_surplus(surplus)
            else:
                return self._forget_rejections()
        except DiskError:
            return False  # whoever reads hears of it; forgetting can wait
        return True

    def _too_old(self, clock_s: int, derived: int) -> _Messages:
        horizon = clock_s - self._keep.seconds
        excess = self._size - self._keep.size
        if excess <= 0 and not self._is_before(horizon):
            return []
        doomed: list[tuple[int, Message]] = []
        for clock, position, message in self._shelves.oldest(STEP_MESSAGES, derived):
            if clock >= horizon and excess <= 0:
                break
            doomed.append((position, message))
            excess -= weigh(message)
        return doomed

    def _is_before(self, horizon: int) -> bool:
        rows = self._database.query("SELECT clock FROM messages ORDER BY position LIMIT 1")
        return bool(rows) and rows[0][0] < horizon

    def _surplus(self) -> _Messages:
        """The oldest messages of one who has more than a share."""
        while self._suspects:
            person = next(iter(self._suspects))
            size = self._database.query(_SIZE, signed(person))[0][0] or 0
            if size > self._share:
                return self._first_of(person, size - self._share)
            self._suspects.discard(person)
        return []

    def _first_of(self, person: int, excess: int) -> _Messages:
        doomed: list[tuple[int, Message]] = []
        excess = min(excess, STEP_BYTES)
        for position, message in self._shelves.oldest_of(person, STEP_MESSAGES):
            doomed.append((position, message))
            excess -= weigh(message)
            if excess <= 0:
                break
        return doomed

    def _forget_oldest(self, doomed: _Messages) -> None:
        oldest = doomed[-1][0] + 1
        gaps = [gap for gap in self._gaps if gap[1] >= oldest]

        def told() -> None:
            self.oldest = oldest

        self._forget(doomed, gaps, [("UPDATE log SET oldest = ?", [(oldest,)])], told)

    def _forget_surplus(self, doomed: _Messages) -> None:
        gaps = merge(self._gaps, [(position, position) for position, _ in doomed])
        self._forget(doomed, gaps, [], lambda: None)

    def _forget(
        self, doomed: _Messages, gaps: list[Gap], more: list[Statement], done: Callable[[], None]
    ) -> None:
        self._is_busy = True

        def told(ok: bool) -> None:
            self._is_busy = False
            if ok:
                self._gaps = gaps
                self._size -= sum(weigh(message) for _, message in doomed)
                self._forgotten({position for position, _ in doomed})
                done()

        rewritten: list[Statement] = [
            ("DELETE FROM gaps", [()]),
            ("INSERT INTO gaps VALUES (?, ?)", gaps),
        ]
        self._writer.write([(_NOTE_RUN, [()]), *remove(doomed), *rewritten, *more], told)

    def _forget_rejections(self) -> bool:
        self._writer.write([(_OLD_REJECTIONS, [()])], lambda ok: None)
        return False
