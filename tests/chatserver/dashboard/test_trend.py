"""Rates of the last two minutes, from counters."""

import pytest

from chatserver.dashboard.trend import SPAN_S, Trend, round_up


def test_a_counter_gives_rates_from_the_second_time_on():
    trend = Trend()
    trend.add(10.0, 100)
    assert (trend.now, trend.peak, trend.points) == (0.0, 0.0, [])
    trend.add(12.0, 120)
    trend.add(13.0, 124)
    assert (trend.now, trend.peak) == (4.0, 10.0)
    assert trend.points == [(pytest.approx(1 - 1 / SPAN_S), 1.0), (1.0, 0.4)]


def test_what_is_older_than_the_graph_is_forgotten():
    trend = Trend()
    for at in range(300):
        trend.add(float(at), at * at)
    assert len(trend.points) == SPAN_S + 1
    assert trend.points[0][0] == 0.0
    assert trend.points[-1][0] == 1.0


def test_a_quiet_server_is_no_mountain():
    trend = Trend()
    trend.add(0.0, 0)
    trend.add(1.0, 1)
    assert trend.points[-1][1] == 0.2


@pytest.mark.parametrize(("at", "count"), [(5.0, 3), (1.0, 300)])
def test_a_server_that_was_started_again_begins_anew(at: float, count: int):
    trend = Trend()
    trend.add(2.0, 100)
    trend.add(3.0, 200)
    trend.add(at, count)
    assert trend.points == []
    trend.add(at + 1, count + 7)
    assert trend.now == 7.0


def test_the_same_answer_twice_divides_by_nothing():
    trend = Trend()
    trend.add(2.0, 100)
    trend.add(2.0, 100)
    assert trend.points == []


@pytest.mark.parametrize(
    ("rate", "top"), [(0.3, 1), (1, 1), (1.1, 2), (3, 5), (7, 10), (12, 20), (23_785, 50_000)]
)
def test_the_top_of_a_graph_is_a_round_number(rate: float, top: float):
    assert round_up(rate) == top
