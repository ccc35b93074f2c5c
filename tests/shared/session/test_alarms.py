import tracemalloc
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from shared.session.alarms import Alarms


def test_nobody_is_woken_without_an_alarm() -> None:
    alarms = Alarms()
    alarms.arm(1, inf)
    assert alarms.wake_at() == inf
    assert alarms.due(1e9) == []


def test_the_earlier_of_two_times_counts() -> None:
    alarms = Alarms()
    alarms.arm(1, 5.0)
    alarms.arm(1, 7.0)
    assert alarms.wake_at() == 5.0
    alarms.arm(1, 3.0)
    assert alarms.due(2.9) == []
    assert alarms.due(3.0) == [1]
    assert alarms.wake_at() == inf  # the 5.0 is void


def test_a_key_that_rang_can_be_armed_later() -> None:
    alarms = Alarms()
    alarms.arm(1, 3.0)
    alarms.due(3.0)
    alarms.arm(1, 9.0)
    assert (alarms.wake_at(), alarms.due(9.0)) == (9.0, [1])


def test_a_key_is_named_once_though_armed_at_one_time_twice() -> None:
    alarms = Alarms()
    for at in (5.0, 3.0):
        alarms.arm(1, at)
    alarms.due(3.0)
    alarms.arm(1, 5.0)
    assert alarms.due(5.0) == [1]
    assert alarms.due(6.0) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["arm", "disarm", "due"]), st.integers(0, 20))
    )
)
def test_it_does_what_a_dictionary_would(steps: list[tuple[int, str, int]]) -> None:
    alarms = Alarms()
    model: dict[int, float] = {}
    for key, verb, at in steps:
        if verb == "arm":
            alarms.arm(key, at)
            model[key] = min(at, model.get(key, inf))
        elif verb == "disarm":
            alarms.disarm(key)
            model.pop(key, None)
        else:
            rung = {key for key, when in model.items() if when <= at}
            assert sorted(alarms.due(at)) == sorted(rung)
            model = {key: when for key, when in model.items() if key not in rung}
        assert alarms.wake_at() == min(model.values(), default=inf)


def test_deadlines_that_jump_to_and_fro_take_no_memory() -> None:
    alarms = Alarms()
    tracemalloc.start()
    for turn in range(50_000):
        now = turn * 1e-3
        alarms.arm(1, now + 45.0)
        alarms.arm(1, now + 1e-4)
        assert alarms.due(now + 2e-4) == [1]
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 500_000
