from pathlib import Path

import pytest

from chatserver.log.clock import OFF_S, Clock
from tests.support.logs import WALL_S, DiskLog

YEARS_S = 10 * 365 * 24 * 3600


@pytest.mark.parametrize(
    ("off_s", "counted_s"), [(0, 0), (60, 60), (OFF_S * 5, OFF_S), (YEARS_S, OFF_S), (-YEARS_S, 0)]
)
def test_of_the_time_it_was_off_a_week_counts(off_s: int, counted_s: int) -> None:
    clock = Clock(1000, 5_000_000_000, now=77.0, wall_s=5_000_000_000 + off_s)
    assert clock.now_s == 1000 + counted_s


def test_it_goes_on_from_what_was_noted_whatever_the_wall_clock_says(tmp_path: Path) -> None:
    log = DiskLog(tmp_path, now=0.0)
    log.mind(700.0, WALL_S + YEARS_S)
    log.mind(700.1, WALL_S)
    log.close()
    (clock, wall), *_ = log_row(tmp_path)
    assert (clock, wall) == (700, WALL_S + YEARS_S)


def log_row(folder: Path) -> list[tuple[int, int]]:
    import sqlite3

    db = sqlite3.connect(folder / "server.db")
    rows = db.execute("SELECT clock, wall FROM log").fetchall()
    db.close()
    return rows
