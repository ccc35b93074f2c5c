"""The log on the disk: DATA/server.db.

A batch with kept entries is one commit; others take a position and pass through, whatever the disk
does. Outcomes leave in the order of the batches. The newest messages are in memory (`tail`), all
are on the disk (`shelves`), and how the rows come about stands in `rows`.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from chatserver.log.damage import read_around, read_back_around
from chatserver.log.fresh import Fresh
from chatserver.log.highest import Highest
from chatserver.log.interface import Answer, Outcome, Page
from chatserver.log.opening import Keep, Opened
from chatserver.log.places import STEP
from chatserver.log.retention import Retention
from chatserver.log.rows import DERIVE, DERIVE_BYTES, add_messages, add_rejections, derive, weigh
from chatserver.log.shelves import Found, Shelves
from chatserver.log.tail import Tail
from chatserver.store.database import DamagedError, Database, Statement
from chatserver.store.writer import Writer
from shared.chat import Entry, Message, Rejected
from shared.disk import DiskError

Value = TypeVar("Value")

_RUN: Final = "UPDATE runs SET last = max(last, ?) WHERE first = ?"
_GOES_ON: Final = " Until then who lacks what cannot be read is told so, and all else goes on."


@dataclass(slots=True)
class _Batch:
    """`places`: of the kept entries. The others get theirs when it is settled: behind a kept one
    that failed, they would look lost after a restart."""

    entries: Sequence[Entry]
    places: list[int]
    failed: bool = False
    is_settled: bool = False

    def outcomes(self, head: int) -> Iterator[Outcome]:
        places = iter(self.places)
        for entry in self.entries:
            at = next(places) if entry.kept else head + 1
            position = None if entry.kept and self.failed else at
            head = head if position is None else position
            yield Outcome(entry, position)


class SqliteLog:
    """Close it before the writer it was given. `warn` hears of what cannot be read."""

    def __init__(
        self, database: Database, writer: Writer, opened: Opened, warn: Callable[[str], None]
    ) -> None:
        self.id = opened.id
        self.head = opened.places.first
        self._places = opened.places
        self._noted = self.head
        self._writer = writer
        self._warn = warn
        self._shelves = Shelves(database)
        self._tail = Tail(self.head)
        self._fresh = Fresh()
        self._highest = Highest(self._look_up_highest)
        self._retention = Retention(database, writer, self._shelves, opened.keep, self._tail.remove)
        self._clock = opened.clock
        self._derived = self.head
        self._underived = self._underived_bytes = 0
        self._is_deriving = self._is_forgetting = False
        self._is_unreadable = self._is_unsure = False
        self._newest = self.head  # message; all that come and go take positions, too
        self._last_asked: tuple[object, int] = (None, 0)
        self._batches: deque[_Batch] = deque()
        self._outcomes: list[Outcome] = []

    @property
    def oldest(self) -> int:
        return self._retention.oldest

    # --- Writing ------------------------------------------------------------------------------

    def append(self, entries: Sequence[Entry]) -> None:
        places = [(self._places.next(kept=entry.kept), entry) for entry in entries]
        kept = [(at, entry) for at, entry in places if entry.kept]
        batch = _Batch(entries, [at for at, _ in kept])
        self._batches.append(batch)
        if kept and self._is_unsure:
            self._is_unsure = False
            self._settle(batch, False)
        elif kept:
            self._write(kept, lambda ok: self._settle(batch, ok))
        else:
            self._settle(batch, True)

    def outcomes(self) -> list[Outcome]:
        self._writer.collect()
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def close(self) -> None:
        self._writer.drain()

    def keep(self, keep: Keep) -> None:
        """So much from now on."""
        self._try(lambda: self._retention.change(keep), None)

    def mind(self, now: float, wall_s: float) -> bool:
        """Call every minute or so: forget what is too old or too much, a little of it. True: there
        is more to forget, call again soon."""
        self._clock.mind(now, wall_s, self._writer)
        self._note_step()
        if self._underived and not (self._is_forgetting or self._is_deriving):
            self._derive()  # what is not derived yet is not forgotten either
        self._is_forgetting = self._retention.step(self._clock.now_s, self._derived)
        return self._is_forgetting

    def _write(self, kept: list[tuple[int, Entry]], told: Callable[[bool], None]) -> None:
        messages = [(at, entry) for at, entry in kept if isinstance(entry, Message)]
        rejections = [(at, entry) for at, entry in kept if isinstance(entry, Rejected)]
        rows, last = add_messages(messages, self._clock.now_s), kept[-1][0]
        if rejections:
            rows += [*add_rejections(rejections), self._run_to(last)]
        self._write_noted(last, rows, told)

    def _run_to(self, last: int) -> Statement:
        """How far this run has come, where no message says so by its position. Messages alone do
        not need it, and without it each commit is a page shorter."""
        return _RUN, [(last, self._places.first)]

    def _write_noted(self, last: int, rows: list[Statement], told: Callable[[bool], None]) -> None:
        def noted(ok: bool) -> None:
            if ok:
                self._noted = max(self._noted, last)
            told(ok)

        self._writer.write(rows, noted)

    def _note_step(self) -> None:
        """Thousands came and went since the last kept entry: they must not look lost."""
        if self.head // STEP > self._noted // STEP:
            self._write_noted(self.head, [self._run_to(self.head)], lambda ok: None)

    def _settle(self, batch: _Batch, ok: bool) -> None:
        batch.failed = not ok
        batch.is_settled = True
        while self._batches and self._batches[0].is_settled:
            self._publish(self._batches.popleft())
        is_much = self._underived >= DERIVE or self._underived_bytes >= DERIVE_BYTES
        if ok and is_much and not self._is_deriving:
            self._derive()

    def _publish(self, batch: _Batch) -> None:
        before = self.head
        outcomes = list(batch.outcomes(before))
        self._outcomes += outcomes
        for entry, position in outcomes:
            if position is not None:
                self.head = position
                if isinstance(entry, Message):
                    self._newest = position
                    self._tail.add(position, entry)
                    self._fresh.add(position, entry)
                    self._highest.note(entry.sender, entry.outbox, entry.sequence)
                    self._underived += 1
                    self._underived_bytes += weigh(entry)
                elif isinstance(entry, Rejected):
                    self._highest.note(entry.person, entry.outbox, entry.sequence)
        self._tail.trim(self._derived)
        if self.head // STEP > before // STEP:
            self._note_step()

    def _derive(self) -> None:
        messages, size = self._tail.behind(self._derived), self._underived_bytes
        self._is_deriving = True

        def told(ok: bool) -> None:
            self._is_deriving = False
            if ok:
                self._derived = messages[-1][0]
                self._underived -= len(messages)
                self._underived_bytes -= size
                self._fresh.remove(message for _, message in messages)
                self._retention.note({message.sender for _, message in messages}, size)
                self._tail.trim(self._derived)

        self._writer.write(derive(messages), told)

    # --- Reading ------------------------------------------------------------------------------

    def read(self, person: int, after: int, limit: int) -> Page:
        floor = self._tail.floor
        if after >= floor:
            return self._tail.read(person, after, limit, self.head)
        try:
            found = self._shelves.read(person, after, floor, limit)
        except DamagedError as damage:
            self._note_unreadable(damage)
            return self._read_around(person, after, floor)
        except DiskError as trouble:
            self._note_unreadable(trouble)
            return Page([], after)
        return Page(found, found[-1][0] if found else floor)

    def _read_around(self, person: int, after: int, floor: int) -> Page:
        page = self._try(lambda: read_around(self._shelves, person, after, floor), Page([], after))
        if not page.messages and page.reached > after:
            self._retention.miss(after + 1, page.reached)
        return page

    def read_back(self, person: int, before: int, limit: int) -> list[tuple[int, Message]]:
        newest = list(islice(self._tail.read_back(person, before), limit))
        if len(newest) == limit:
            return newest
        until = min(before - 1, self._tail.floor)
        rest = limit - len(newest)
        none: Found = []
        return newest + self._try(lambda: self._read_back(person, until, rest), none)

    def _read_back(self, person: int, until: int, limit: int) -> Found:
        try:
            return self._shelves.read_back(person, until, limit)
        except DamagedError as damage:
            self._note_unreadable(damage)
            return read_back_around(self._shelves, person, until, limit)

    def find(self, position: int) -> Message | None:
        if position > self._tail.floor:
            return self._tail.find(position)
        return self._try(lambda: self._shelves.find(position), None)

    def gaps(self, after: int) -> list[tuple[int, int]]:
        return self._retention.gaps_behind(after)

    def before_last(self, count: int) -> int:
        if count <= 0:
            return self.head
        # The same for a whole crowd that comes in while nothing is said.
        state = (count, self._newest, self._derived, self.oldest)
        if self._last_asked[0] != state:
            all_of_them = self.oldest - 1
            found = self._try(
                lambda: self._shelves.before_last(count, self.head, all_of_them), None
            )
            if found is None:
                return self.head
            self._last_asked = state, found
        return self._last_asked[1]

    def common(self, cursor: int) -> int:
        return self._places.common(cursor)

    def highest(self, person: int, outbox: bytes) -> int:
        return self._try_surely(lambda: self._highest.of(person, outbox), 0)

    def _look_up_highest(self, person: int, outbox: bytes) -> int:
        on_disk = self._shelves.highest(person, outbox)
        return max(on_disk, self._fresh.highest(person, outbox))

    def answer(self, person: int, outbox: bytes, sequence: int) -> tuple[bytes, Answer] | None:
        if sequence > self.highest(person, outbox):
            return None
        fresh = self._fresh.answer(person, outbox, sequence)
        return fresh or self._try_surely(
            lambda: self._shelves.answer(person, outbox, sequence), None
        )

    def _try_surely(self, question: Callable[[], Value], instead: Value) -> Value:
        """Who cannot be answered may not pass for new: then the next batch fails, and its authors
        ask again."""
        try:
            return question()
        except DiskError as trouble:
            self._note_unreadable(trouble)
            self._is_unsure = True
            return instead

    def _try(self, question: Callable[[], Value], instead: Value) -> Value:
        try:
            return question()
        except DiskError as trouble:
            self._note_unreadable(trouble)
            return instead

    def _note_unreadable(self, trouble: DiskError) -> None:
        """Told once."""
        if not self._is_unreadable:
            is_damage = isinstance(trouble, DamagedError)
            self._warn(f"{trouble}{_GOES_ON if is_damage else ''}")
        self._is_unreadable = True
