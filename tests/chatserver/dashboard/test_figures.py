"""Figures as a person reads them."""

import pytest
from msgspec.structs import replace

from chatserver.dashboard.figures import (
    HOUR,
    describe_figures,
    describe_line,
    describe_rate,
    describe_span,
    describe_time,
    describe_trend,
)
from chatserver.dashboard.tail import Line
from chatserver.dashboard.trend import Trend
from tests.support.tiny_owner import NOON_MS, make_status


@pytest.mark.parametrize(
    ("rate", "said"), [(0.0, "0"), (0.04, "0"), (0.42, "0.4"), (9.9, "9.9"), (9.96, "10"),
                       (41.3, "41"), (12_345.6, "12,346")]
)  # fmt: skip
def test_rates(rate: float, said: str):
    assert describe_rate(rate) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3 * HOUR + 720, "3 h 12 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_spans(seconds: float, said: str):
    assert describe_span(seconds) == said


def test_times_have_their_day_where_it_is_another_one():
    assert len(describe_time(NOON_MS, NOON_MS)) == len("12:00")
    assert " " in describe_time(NOON_MS - 48 * HOUR * 1000, NOON_MS)
    assert describe_time(10**20, NOON_MS) == "??:??"


def test_a_line_of_the_log_begins_with_its_time():
    said = describe_line(Line(NOON_MS, "join: zoe"))
    assert said == f"{describe_time(NOON_MS, NOON_MS)} join: zoe"
    assert describe_line(Line(0, "of an older server")) == "of an older server"


def test_the_figures_of_a_server_that_is_well():
    told = {one.label: one for one in describe_figures(make_status(5, 2), 0.0042, NOON_MS)}
    values = [one.value for one in told.values()]
    assert values == ["0.4 %", "39 MB", "3 h 12 min", "0", "2", "214"]
    assert not any(one.is_bad for one in told.values())


def test_what_somebody_should_look_at_is_marked():
    status = replace(make_status(5), dropped=1312)
    bad = [one.value for one in describe_figures(status, 0.97, NOON_MS) if one.is_bad]
    assert bad == ["97 %", "1,312"]


def test_what_is_not_known_is_said_so():
    status = replace(make_status(5), dropped=None, memory=0)
    values = [one.value for one in describe_figures(status, None, NOON_MS)]
    assert values[:2] == ["-", "-"]
    assert values[3] == "not told"


def test_a_trend_says_now_and_most_when_it_knows():
    trend = Trend()
    assert describe_trend(trend) == ("", "")
    trend.add(0.0, 0)
    trend.add(1.0, 12_000)
    trend.add(2.0, 12_003)
    assert describe_trend(trend) == ("now 3.0", "most 12,000")
