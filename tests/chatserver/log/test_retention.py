"""What the log forgets, and that it says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatserver.log.opening import DAY_S, Keep
from chatserver.log.rows import DERIVE
from chatserver.log.shelves import Shelves
from shared.chat import Rejected
from tests.support.logs import WALL_S, DiskLog, put, read_all, text

YEARS_S = 10 * 365 * DAY_S


class Days:
    """A log that lives on from day to day; what is said is derived from at each restart."""

    def __init__(self, folder: Path, keep: Keep) -> None:
        self._folder, self._keep = folder, keep
        self._seed = 0
        self.now, self.wall_s = 0.0, WALL_S
        self.log = self._open()

    def _open(self) -> DiskLog:
        self._seed += 1
        return DiskLog(
            self._folder, seed=self._seed, keep=self._keep, now=self.now, wall_s=self.wall_s
        )

    def restart(self, off_s: float = 0.0) -> None:
        self.mind()
        self.log.close()
        self.wall_s += off_s
        self.log = self._open()

    def run(self, seconds: float) -> None:
        self.now += seconds
        self.wall_s += seconds

    def mind(self) -> int:
        steps = 1
        while self.log.mind(self.now, self.wall_s):
            steps += 1
            assert steps < 1000
        return steps


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    made = Days(tmp_path, Keep(30 * DAY_S, 500_000))
    yield made
    made.log.close()


def test_what_is_older_than_its_days_goes(days: Days) -> None:
    (first,) = put(days.log, [text("a", number=1)])
    days.restart()
    days.run(20 * DAY_S)
    days.mind()
    (second,) = put(days.log, [text("b", number=2)])
    days.restart()
    days.run(11 * DAY_S)
    days.mind()
    assert read_all(days.log, 1) == ["b"]
    assert first < days.log.oldest <= second
    assert days.log.gaps(0) == [(1, days.log.oldest - 1)]
    assert days.log.gaps(days.log.oldest) == []
    days.restart()
    assert days.log.gaps(0) == [(1, days.log.oldest - 1)]
    box = text("", number=1).outbox
    assert days.log.answer(1, box, 1) is None
    assert days.log.highest(1, box) == 2
    days.run(31 * DAY_S)
    days.mind()
    assert read_all(days.log, 1) == []
    assert days.log.highest(1, box) == 2, "a number stays used for good"


@pytest.mark.parametrize("jump_s", [YEARS_S, -YEARS_S])
def test_a_clock_that_is_set_makes_nothing_old(days: Days, jump_s: int) -> None:
    put(days.log, [text("a")])
    days.wall_s += jump_s
    days.mind()
    days.restart()
    days.mind()
    days.restart(off_s=-jump_s)
    days.mind()
    assert read_all(days.log, 1) == ["a"]


def test_a_long_summer_counts_as_a_week(days: Days) -> None:
    put(days.log, [text("a")])
    days.restart(off_s=100 * DAY_S)
    days.mind()
    assert read_all(days.log, 1) == ["a"]


def test_what_is_too_much_goes_from_the_oldest_on_a_little_at_a_time(days: Days) -> None:
    words = [f"{n:04}" + "x" * 1000 for n in range(1000)]
    for start in range(0, 1000, 100):
        put(days.log, [text(w, 100 + n % 50) for n, w in enumerate(words[start : start + 100])])
    assert days.mind() > 3
    left = read_all(days.log, 1)
    assert left == words[-len(left) :]
    assert 350 < len(left) < 450
    assert len(days.log.gaps(0)) == 1


def test_one_who_floods_pushes_out_their_own_words_only(days: Days) -> None:
    flood = [text("x" * 1000, 5, number=n + 1) for n in range(100)]
    positions = []
    for n, message in enumerate(flood):
        at, _ = put(days.log, [message, text(str(n), 6)])
        positions.append(at)
    days.restart()
    days.mind()
    read = read_all(days.log, 1, limit=300)
    assert [word for word in read if "x" not in word] == [str(n) for n in range(100)]
    left = len(read) - 100
    assert 30 < left < 50
    assert days.log.oldest == 1
    gaps = days.log.gaps(0)
    assert 0 < len(gaps) <= 64
    assert all(any(a <= at <= b for a, b in gaps) for at in positions[:-left])
    days.restart()
    assert days.log.gaps(0) == gaps
    assert days.log.find(positions[0]) is None
    assert days.log.find(positions[-1]) == flood[-1]


def test_what_is_forgotten_is_forgotten_in_memory_too(days: Days) -> None:
    for start in range(0, DERIVE, 64):
        put(days.log, [text("x" * 1000, 5, number=n + 1) for n in range(start, start + 64)])
    days.mind()
    assert len(read_all(days.log, 1)) < 50


def test_days_count_for_the_few_that_nothing_was_derived_from(days: Days) -> None:
    for day in range(40):
        put(days.log, [text(f"day {day}", number=day + 1)])
        days.run(DAY_S)
        days.mind()
    assert read_all(days.log, 1) == [f"day {day}" for day in range(10, 40)]


def test_few_long_messages_are_too_much_as_well(days: Days) -> None:
    for n in range(100):
        put(days.log, [text(f"{n:04}" + "x" * 40_000, 1 + n)])
    assert days.log.database.query("SELECT count(*) FROM said") > [(80,)]
    days.mind()
    assert len(read_all(days.log, 1)) == 12


def test_a_run_whose_messages_are_forgotten_came_as_far_all_the_same(days: Days) -> None:
    """The server is killed: nobody wrote down at the end how far it came."""
    (last,) = put(days.log, [text("a", number=1)])
    days.run(40 * DAY_S)
    days.mind()
    assert days.log.find(last) is None
    days.restart()
    assert days.log.common(last) == last


def test_a_disk_in_trouble_forgets_later(days: Days) -> None:
    put(days.log, [text("a")])
    days.restart()
    days.run(31 * DAY_S)
    days.log.database.cannot_read = True
    assert not days.log.mind(days.now, days.wall_s)
    days.log.database.cannot_read = False
    days.mind()
    assert read_all(days.log, 1) == []


def test_refusals_are_bounded(days: Days) -> None:
    box, many = b"b" * 16, 1500
    put(days.log, [Rejected(1, box, n + 1, bytes(16), "nobody", "no") for n in range(many)])
    shelves = Shelves(days.log.database)
    assert shelves.answer(1, box, 400) is None
    assert shelves.answer(1, box, 500) is not None
    assert days.log.highest(1, box) == many


def test_what_is_to_be_kept_may_change_while_it_runs(days: Days) -> None:
    for number in range(1, 41):
        put(days.log, [text("x" * 10_000, number=number)])
    days.restart()
    assert len(read_all(days.log, 1)) < 40  # of one person a tenth of the size
    days.log.keep(Keep(30 * DAY_S, 200_000))
    days.mind()
    assert 0 < len(read_all(days.log, 1)) <= 2
    days.log.keep(Keep(DAY_S, 200_000))
    days.run(2 * DAY_S)
    days.mind()
    assert read_all(days.log, 1) == []
