from math import inf

import pytest

from chatgui.app.messages import LineMeasured, StatusChanged
from chatgui.status import LineWatch, StatusWatch


def test_a_server_that_is_there_gets_one_word():
    watch = StatusWatch(0.0)
    assert watch.see_out(None, False, 0.1) is None
    assert watch.see_in(0.0, 0.2) == StatusChanged("connected")
    assert watch.see_in(0.0, 0.3) is None
    assert watch.wake_at() == inf


def test_looking_and_then_saying_what_else_it_may_be():
    watch = StatusWatch(10.0)
    assert watch.see_out(None, False, 10.0) is None
    assert watch.wake_at() == 11.0
    assert watch.see_out(None, False, 11.0) == StatusChanged("looking")
    assert watch.wake_at() == 13.0
    assert watch.see_out(None, False, 12.0) is None
    assert watch.see_out(None, False, 13.0) == StatusChanged("no parley")
    assert watch.wake_at() == inf
    assert watch.see_out(None, False, 99.0) is None
    assert watch.see_out(None, True, 100.0) is None, "it has only just been heard"
    assert watch.see_in(0.0, 100.1) == StatusChanged("connected")


def test_a_server_that_answers_and_lets_nobody_in():
    watch = StatusWatch(0.0)
    watch.see_out(None, False, 0.0)
    watch.see_out(None, True, 1.0)
    assert watch.see_out(None, True, 3.0) == StatusChanged("trying again")


@pytest.mark.parametrize("trouble", ["other version", "needs invite", "unknown invite"])
def test_known_trouble_is_told_instead(trouble):
    watch = StatusWatch(0.0)
    watch.see_out(trouble, True, 0.0)
    assert watch.see_out(trouble, True, 1.0) == StatusChanged(trouble)
    assert watch.see_out(trouble, True, 5.0) is None
    assert watch.see_in(0.0, 6.0) == StatusChanged("connected")


def test_a_moment_without_the_server_is_no_news_and_more_is():
    watch = StatusWatch(0.0)
    watch.see_in(0.0, 0.1)
    for now in (10.0, 10.9):
        assert watch.see_out(None, True, now) is None
    assert watch.see_in(0.0, 10.95) is None
    watch.see_out(None, True, 20.0)
    assert watch.see_out(None, True, 21.0) == StatusChanged("trying again")
    assert watch.see_in(0.0, 22.0) == StatusChanged("connected again")


def test_a_poor_line_is_told_in_steps_and_not_too_often():
    watch = StatusWatch(0.0)
    watch.see_in(0.0, 0.0)
    told = [
        (watch.see_in(loss, now), loss, now)
        for loss, now in [(0.14, 1), (0.22, 2), (0.4, 3), (0.25, 13), (0.33, 14), (0.06, 15)]
    ]
    assert [(event.percent, now) for event, _, now in told if event] == [(22, 2), (33, 14)]
    assert watch.see_in(0.04, 16) == StatusChanged("fine")
    assert watch.see_in(0.04, 17) is None


def test_the_line_is_told_when_it_has_changed_but_not_often():
    line = LineWatch()
    assert line.see(None, 0.0, 0.0) is None, "not measured yet"
    assert line.see(0.010, 0.0, 0.0) == LineMeasured(0.010, 0.0)
    assert line.see(0.050, 0.3, 1.9) is None, "too soon"
    assert line.see(0.012, 0.01, 2.0) is None, "the same, about"
    assert line.see(0.013, 0.0, 3.0) == LineMeasured(0.013, 0.0)
    assert line.see(0.013, 0.02, 5.0) == LineMeasured(0.013, 0.02)
    assert line.see(0.013, 0.005, 8.0) is None
    assert line.see(0.013, 0.0, 9.0) == LineMeasured(0.013, 0.0), "as good as it gets"
