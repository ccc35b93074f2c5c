import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.net.timers import STALE_AT_MOST, Timers


def test_deadlines_come_in_their_order_each_once() -> None:
    timers: Timers[str] = Timers()
    timers.set("b", 2.0)
    timers.set("a", 1.0)
    timers.set("c", 3.0)
    assert timers.next_at() == 1.0
    assert timers.due(2.0) == ["a", "b"]
    assert timers.due(2.0) == []
    assert timers.next_at() == 3.0


@pytest.mark.parametrize(
    ("at", "due_at_2"), [(1.0, ["a"]), (5.0, []), (None, [])], ids=["sooner", "later", "never"]
)
def test_a_deadline_can_be_moved(at: float | None, due_at_2: list[str]) -> None:
    timers: Timers[str] = Timers()
    timers.set("a", 2.0)
    timers.set("a", at)
    assert timers.due(2.0) == due_at_2
    assert timers.next_at() == (None if due_at_2 else at)


def test_taken_away_and_set_again_it_comes_once() -> None:
    timers: Timers[str] = Timers()
    for _ in range(3):
        timers.set("a", 1.0)
        timers.set("a", None)
    timers.set("a", 1.0)
    assert timers.due(1.0) == ["a"]
    assert timers.due(9.0) == []


def test_keys_need_no_order() -> None:
    timers: Timers[object] = Timers()
    for _ in range(3):
        timers.set(object(), 1.0)
    assert len(timers.due(1.0)) == 3


def test_moved_deadlines_do_not_pile_up() -> None:
    timers: Timers[str] = Timers()
    for i in range(10_000):
        timers.set("a", 1e6 + i)
    assert len(timers._heap) <= STALE_AT_MOST + 3
    assert timers.due(2e6) == ["a"]


deadlines = st.none() | st.integers(0, 20).map(float)


@given(st.lists(st.tuples(st.integers(0, 5), deadlines)), st.integers(0, 20).map(float))
def test_it_is_a_dictionary_of_deadlines(sets: list[tuple[int, float | None]], now: float) -> None:
    timers: Timers[int] = Timers()
    model: dict[int, float] = {}
    for key, at in sets:
        timers.set(key, at)
        model.pop(key, None)
        if at is not None:
            model[key] = at
    assert timers.next_at() == min(model.values(), default=None)
    due = timers.due(now)
    assert sorted(due) == sorted(key for key, at in model.items() if at <= now)
    assert [model[key] for key in due] == sorted(model[key] for key in due)
