from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.pace import Pace


def test_at_once_and_then_after_a_while():
    pace = Pace(50)
    assert not pace.take(0)
    pace.want()
    assert pace.take(0)
    assert not pace.take(0)
    pace.want()
    assert not pace.take(49)
    assert pace.due_ms(49) == 1
    assert pace.take(50)
    assert pace.due_ms(50) is None


def test_a_clock_that_is_set_back_holds_nothing_up():
    pace = Pace(50)
    pace.want()
    assert pace.take(1_000_000)
    pace.want()
    assert pace.take(5)


@given(st.lists(st.integers(0, 100), max_size=50))
def test_what_is_wanted_is_done_when_it_is_due(steps: list[int]):
    pace, now = Pace(50), 0
    for step in steps:
        now += step
        pace.want()
        due = pace.due_ms(now)
        assert due is not None
        assert pace.take(now) == (due == 0)
        now += due
        assert due == 0 or pace.take(now)
