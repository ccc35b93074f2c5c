"""Opens the log in the database: what an earlier run left is made whole, a new run begins."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from chatserver.log.clock import Clock
from chatserver.log.places import RANDOM_STEPS_BITS, Places, Run
from chatserver.log.rows import DERIVE, derive, read_message
from chatserver.store.database import Database
from chatserver.store.reads import MARKS_KEPT
from shared.chat import Message

DAY_S: Final = 24 * 3600

_BEHIND: Final = (
    f"SELECT position, content FROM messages WHERE position > ? ORDER BY position LIMIT {DERIVE}"
)
_HEAD: Final = "SELECT (SELECT max(last) FROM runs), (SELECT max(position) FROM messages)"
_NEWEST_READS: Final = f"""DELETE FROM reads WHERE position <=
    (SELECT position FROM reads ORDER BY position DESC LIMIT 1 OFFSET {MARKS_KEPT})"""
_NEEDED_LATER: Final = ("SELECT sum(bytes) FROM outboxes", "SELECT first, last FROM gaps")


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long messages are kept, and within how much."""

    seconds: int = 30 * DAY_S
    size: int = 1024 * 2**20


@dataclass(slots=True)
class Opened:
    """What a log begins with."""

    id: bytes
    places: Places
    clock: Clock
    keep: Keep


def open_log(database: Database, random: Random, keep: Keep, now: float, wall_s: float) -> Opened:
    """DiskError if that cannot be. Nothing is written before all that is needed was read."""
    rows: list[Any] = database.query("SELECT id, derived, clock, wall FROM log")
    log_id, derived, clock_s, noted_s = rows[0] if rows else (random.randbytes(16), 0, 0, 0)
    runs = [Run(*row) for row in database.query("SELECT first, last FROM runs ORDER BY first")]
    if runs:
        runs[-1] = Run(runs[-1].first, stored_head(database))
    places = Places(runs, random.getrandbits(RANDOM_STEPS_BITS))
    clock = Clock(clock_s, noted_s, now, wall_s)
    for needed in _NEEDED_LATER:
        database.query(needed)
    behind = _behind(database, derived)
    if not rows:
        database.commit([("INSERT INTO log VALUES (?, 1, 0, 0, 0)", [(log_id,)])])
    while behind:  # a server that was killed has not derived from its last messages
        database.commit(derive(behind))
        behind = _behind(database, behind[-1][0])
    database.commit(
        [
            (_NEWEST_READS, [()]),
            (
                "UPDATE runs SET last = ? WHERE first = ?",
                [(run.last, run.first) for run in runs[-1:]],
            ),
            ("INSERT INTO runs VALUES (?, ?)", [(places.first, places.first)]),
            ("UPDATE log SET clock = ?, wall = ?", [(clock.now_s, round(wall_s))]),
        ]
    )
    return Opened(log_id, places, clock, keep)


def stored_head(database: Database) -> int:
    """The last position that a log on the disk is known to have given out; 0 if there is none."""
    rows: list[Any] = database.query(_HEAD)
    return max(number or 0 for number in rows[0])


def _behind(database: Database, position: int) -> list[tuple[int, Message]]:
    try:
        return [(at, read_message(content)) for at, content in database.query(_BEHIND, position)]
    except ValueError as error:
        raise database.damaged(error) from None
