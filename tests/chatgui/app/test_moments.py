import time
from collections.abc import Iterator

import pytest

from chatgui.app import moments

SECOND = 1000
DAY = 86_400 * SECOND
NOON = 1_772_452_800 * SECOND  # Monday, 2 March 2026, 12:00 in UTC


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("at", "line", "brief"),
    [
        (NOON, "Today", "12:00"),
        (NOON - 13 * 3600 * SECOND, "Yesterday", "Yesterday"),
        (NOON - DAY, "Yesterday", "Yesterday"),
        (NOON - 2 * DAY, "Saturday, 28 February", "Sat"),
        (NOON - 6 * DAY, "Tuesday, 24 February", "Tue"),
        (NOON - 7 * DAY, "Monday, 23 February", "23 Feb"),
        (NOON - 100 * DAY, "Saturday, 22 November 2025", "22 Nov 2025"),
        (NOON + DAY, "Tuesday, 3 March", "3 Mar"),
        (2**63, "Some day", "??:??"),
    ],
)
def test_days_as_one_speaks_of_them(at: int, line: str, brief: str):
    assert moments.day_line(at, NOON) == line
    assert moments.brief(at, NOON) == brief


def test_within_a_sentence():
    assert moments.since(NOON - DAY, NOON) == "yesterday"
    assert moments.since(NOON, NOON) == "12:00"


def test_hours_and_exact_times():
    assert moments.hour(NOON + 61 * SECOND) == "12:01"
    assert moments.hour(2**63) == "??:??"
    assert moments.exact(NOON, NOON) == "12:00"
    assert moments.exact(NOON - 7 * DAY, NOON) == "23 Feb 12:00"


def test_yesterday_is_also_across_a_new_year():
    new_year = 1_767_225_600 * SECOND  # 2026-01-01 00:00 in UTC
    assert moments.brief(new_year - SECOND, new_year) == "Yesterday"
    assert moments.day_of(new_year - SECOND) == (2025, 12, 31)
    assert moments.day_of(2**63) == (0, 0, 0)
