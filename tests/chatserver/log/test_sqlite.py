"""The log on the disk: what it survives, and what happens when the disk does not take it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from chatserver.keeper import Book, Keeper
from chatserver.log.interface import Outcome
from chatserver.log.opening import Keep
from chatserver.log.rows import DERIVE
from shared.chat import Exited, ListAsked
from tests.support.logs import DiskLog, put, read_all, text, words_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[DiskLog]:
    made = DiskLog(tmp_path)
    yield made
    made.close()


def fill(log: DiskLog) -> None:
    """Not a page more."""
    db = log.database._writing
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")


def make_room(log: DiskLog) -> None:
    log.database._writing.execute("PRAGMA max_page_count = 100000")


# --- Runs and copies --------------------------------------------------------------------------


def test_each_run_begins_at_random_far_behind_the_last(tmp_path: Path) -> None:
    starts = []
    for seed in range(5):
        log = DiskLog(tmp_path, seed=seed)
        starts += put(log, [text("a")])
        log.close()
    steps = [later - earlier for earlier, later in pairwise(starts)]
    assert all(0 < step <= 2**40 + 2 * 4096 for step in steps)
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize("is_running", [False, True], ids=["copied at rest", "copied while it ran"])
def test_a_copy_put_back_knows_what_it_has_lost(tmp_path: Path, is_running: bool) -> None:
    log = DiskLog(tmp_path / make(tmp_path, "data"))
    shared = put(log, [text("a"), ListAsked(1)])
    if not is_running:
        log.close()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    if not is_running:
        log = DiskLog(tmp_path / "data", seed=2)
    lost = put(log, [ListAsked(2), text("lost"), ListAsked(1)])
    later_lost = put(log, [text("lost, too")])
    log.close()
    old = DiskLog(tmp_path / "copy", seed=3)
    news = put(old, [text("b")])
    assert [old.common(at) for at in shared] == shared
    assert [old.common(at) for at in (*lost[1:], *later_lost)] == [shared[0]] * 3
    assert not set(news) & {*lost, *later_lost}
    assert [old.common(at) for at in news] == news
    old.close()


def make(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name


def test_a_run_without_a_message_gave_out_its_positions_all_the_same(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    cursor = log.head
    (at,) = put(log, [ListAsked(1)])
    log.close()
    log = DiskLog(tmp_path, seed=2)
    assert [log.common(c) for c in (cursor, at)] == [cursor, at]
    log.close()


def test_thousands_may_come_and_go_between_two_messages(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    positions = put(log, [ListAsked(1)] * 10_000)
    log.database.cannot_write = True  # as by kill -9
    log.close()
    log = DiskLog(tmp_path, seed=2)
    assert log.common(positions[-1]) == positions[-1]
    log.close()


@pytest.mark.parametrize("wake", [None, lambda: None], ids=["crash", "power"])
def test_who_came_while_the_disk_was_full_is_not_taken_for_a_lost_future(
    tmp_path: Path, wake: Callable[[], None] | None
) -> None:
    log = DiskLog(tmp_path, wake=wake)
    cursors = put(log, [text("kept")])
    log.database.cannot_write = True
    log.append([ListAsked(1), text("failed"), ListAsked(2)])
    log.append([ListAsked(3)])
    log.append([text("failed"), ListAsked(4)])
    log.append([ListAsked(5)])
    cursors += put(log, [])
    assert len(cursors) == 6
    assert cursors == sorted(set(cursors))
    log.close()
    log = DiskLog(tmp_path, seed=2)
    assert [log.common(at) for at in cursors] == cursors
    log.close()


# --- Trouble ----------------------------------------------------------------------------------


def test_a_full_disk_fails_messages_and_nothing_else(log: DiskLog) -> None:
    before = put(log, [text("before")])
    fill(log)
    big = text("x" * 50_000)
    log.append([ListAsked(1), big, Exited(1, "quit")])
    first, middle, last = log.outcomes()
    assert middle == Outcome(big, None)
    assert first.position is not None
    assert last.position is not None
    assert before[0] < first.position < last.position
    assert read_all(log, 1) == ["before"]
    assert put(log, [big]) == []
    make_room(log)
    (at,) = put(log, [text("after")])
    assert at > last.position
    assert read_all(log, 1) == ["before", "after"]
    (warning,) = log.warnings
    assert "(database or disk is full). Make room on that disk. Until this is mended" in warning


def test_nobody_waits_for_another_program_that_locks_the_database(log: DiskLog) -> None:
    other = sqlite3.connect(log.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert put(log, [text("no")]) == []
    (patience_ms,) = log.database._writing.execute("PRAGMA busy_timeout").fetchone()
    assert patience_ms <= 50
    other.execute("ROLLBACK")
    other.close()
    assert put(log, [text("again")])
    assert "is locked" in log.warnings[0]


def test_a_disk_that_is_read_only_is_survived(log: DiskLog) -> None:
    put(log, [text("before")])
    log.database._writing.execute("PRAGMA query_only = ON")
    assert put(log, [text("no")]) == []
    log.database._writing.execute("PRAGMA query_only = OFF")
    put(log, [text("after")])
    assert read_all(log, 1) == ["before", "after"]
    assert "readonly" in log.warnings[0]


def test_what_failed_is_not_there_after_a_restart(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    put(log, [text("a", number=1)])
    log.database.cannot_write = True
    put(log, [text("b", number=2)])
    log.database.cannot_write = False
    put(log, [text("b", number=2), text("c", number=3)])
    log.close()
    log = DiskLog(tmp_path, seed=2)
    assert read_all(log, 1) == ["a", "b", "c"]
    log.close()


def test_nothing_is_skipped_while_the_disk_cannot_be_read(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    put(log, [text("a")])
    log.close()
    log = DiskLog(tmp_path, seed=2)
    log.database.cannot_read = True
    assert log.read(1, 0, 10) == ([], 0)
    assert log.read_back(1, log.head, 10) == []
    assert log.find(1) is None
    assert log.before_last(1) == log.head, "a newcomer is not shown everything"
    log.database.cannot_read = False
    assert read_all(log, 1) == ["a"]
    assert log.warnings == ["The disk cannot be read."]
    log.close()


def test_who_could_not_be_looked_up_does_not_pass_for_new(log: DiskLog) -> None:
    log.database.cannot_read = True
    assert log.answer(1, b"b" * 16, 1) is None
    log.database.cannot_read = False
    again = text("perhaps again", number=1)
    assert put(log, [again, ListAsked(1)]) == [log.head]
    assert len(put(log, [again])) == 1


def test_damage_is_told_to_readers_as_a_gap(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    (at,) = put(log, [text("a")])
    log.close()
    DiskLog(tmp_path, seed=3).close()
    db = sqlite3.connect(tmp_path / "server.db")
    db.execute("UPDATE messages SET content = x'c1'")
    db.commit()
    db.close()
    log = DiskLog(tmp_path, seed=2)
    (later,) = put(log, [text("b")])
    assert read_all(log, 1) == ["b"]
    ((first, last),) = log.gaps(0)
    assert first <= at <= last < later
    assert "is damaged" in log.warnings[0]
    assert "all else goes on" in log.warnings[0]
    log.close()


def test_damage_costs_no_more_than_what_it_hit(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    positions = put(log, [text(str(n)) for n in range(300)])
    log.close()
    DiskLog(tmp_path, seed=3).close()
    damaged = [*range(100, 120), 200, 202]
    db = sqlite3.connect(tmp_path / "server.db")
    rows = [(positions[n],) for n in damaged]
    db.executemany("UPDATE messages SET content = x'c1' WHERE position = ?", rows)
    db.commit()
    db.close()
    log = DiskLog(tmp_path, seed=2)
    left = [str(n) for n in range(300) if n not in damaged]
    assert read_all(log, 1, limit=64) == left
    assert log.gaps(0) == [
        (positions[99] + 1, positions[119]),
        (positions[199] + 1, positions[200]),
        (positions[201] + 1, positions[202]),
    ]
    back = log.read_back(1, log.head + 1, 250)
    assert words_of(back) == left[::-1][:250]
    assert len(log.warnings) == 1
    log.close()


def test_of_long_messages_a_page_is_fewer(tmp_path: Path) -> None:
    log = DiskLog(tmp_path)
    positions = put(log, [text(f"{n:02}" + "x" * 60_000) for n in range(20)])
    log.close()
    log = DiskLog(tmp_path, seed=2)
    page = log.read(1, 0, 64)
    assert len(page.messages) == 2
    assert page.reached == positions[1]
    assert len(read_all(log, 1)) == 20
    back = log.read_back(1, log.head, 64)
    assert [at for at, _ in back] == [positions[-1], positions[-2]]
    log.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    program = f"""
import resource
from pathlib import Path
from tests.support.logs import DiskLog, put, read_all, text
log = DiskLog(Path({str(tmp_path)!r}))
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
said = put(log, [text("a")])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, unlimited[1]))
failed = sum(not put(log, [text("x" * 50_000)]) for _ in range(10))
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
assert put(log, [text("b")])
words = read_all(log, 1)
log.close()
print(failed, words[0], words[-1], len(words) + failed, len(log.warnings))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    failed, first, last, count, warnings = ran.stdout.split()
    assert int(failed) > 0
    assert (first, last, count, warnings) == ("a", "b", "12", "1")


# --- With what a message needs ----------------------------------------------------------------


def test_news_that_messages_need_stand_in_the_same_commit(log: DiskLog) -> None:
    insert = "INSERT OR REPLACE INTO reads VALUES (?, x'', ?)"
    news: dict[int, int] = {}
    pressing = False

    def changes() -> dict[int, int]:
        taken = dict(news)
        news.clear()
        return taken

    book = Book(
        lambda: bool(news), changes, lambda them: [(insert, list(them.items()))], lambda: pressing
    )
    Keeper(log.writer, [book])
    news[1] = 10
    put(log, [text("a")])
    assert log.database.query("SELECT * FROM reads") == []
    pressing = True
    log.database.cannot_write = True
    put(log, [text("b")])
    pressing = False
    log.database.cannot_write = False
    news[2] = 20
    put(log, [text("c")])
    assert log.database.query("SELECT person, position FROM reads") == [(1, 10), (2, 20)]


# --- Commits that wait for the disk -----------------------------------------------------------


def test_outcomes_of_a_slow_disk_come_later_and_in_order(tmp_path: Path) -> None:
    woken = threading.Event()
    log = DiskLog(tmp_path, wake=woken.set)
    held = log.database._writing
    other = sqlite3.connect(tmp_path / "server.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the disk takes its time
    log.append([text("a")])
    log.append([ListAsked(1)])
    log.append([text("b")])
    assert log.outcomes() == []
    assert log.read(1, 0, 10).messages == []
    other.execute("ROLLBACK")
    other.close()
    assert woken.wait(30)
    log.writer.drain()
    assert [type(outcome.entry).__name__ for outcome in log.outcomes()] == [
        "Message",
        "ListAsked",
        "Message",
    ]
    assert read_all(log, 1) == ["a", "b"]
    assert held.execute("PRAGMA synchronous").fetchone() == (2,)
    log.close()


def test_closing_settles_what_waits_for_the_disk(tmp_path: Path) -> None:
    log = DiskLog(tmp_path, wake=lambda: None)
    log.append([text("a"), ListAsked(1)])
    log.close()
    assert len(log.outcomes()) == 2


def test_what_is_derived_late_is_found_all_the_time(tmp_path: Path) -> None:
    log = DiskLog(tmp_path, wake=lambda: None, keep=Keep())
    for n in range(DERIVE + 10):
        log.append([text(str(n), 1, (2,), n + 1)])
        assert log.highest(1, text("", 1, (2,), 1).outbox) <= n + 1
    log.writer.drain()
    assert read_all(log, 2) == [str(n) for n in range(DERIVE + 10)]
    assert log.database.query("SELECT count(*) FROM said") == [(DERIVE,)]
    log.close()
