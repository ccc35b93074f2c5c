from chatgui.app.messages import Wait, Waited
from chatgui.waits import Waits


def test_the_answer_comes_when_enough_has_been_taken():
    waits = Waits(0.0)
    assert waits.poll(500, 0.0) == []
    waits.add(Wait(1, 0, 9.0))
    waits.add(Wait(2, 300, 9.0))
    assert waits.poll(301, 1.0) == []
    assert waits.poll(300, 2.0) == [Waited(2)]
    assert waits.poll(0, 3.0) == [Waited(1)]
    assert waits.poll(0, 4.0) == []


def test_patience_counts_from_what_was_taken_last_and_is_had_once():
    waits = Waits(0.0)
    waits.poll(0, 99.0)
    waits.poll(500, 100.0)
    waits.add(Wait(1, 0, 3.0))
    assert waits.wake_at() == 103.0
    assert waits.poll(400, 102.0) == []
    assert waits.wake_at() == 105.0
    assert waits.poll(900, 105.0) == [Waited(1)]
    assert waits.wake_at() == float("inf")
    waits.add(Wait(2, 0, 3.0))
    assert waits.poll(950, 106.0) == [Waited(2)]


def test_in_the_end_all_are_answered():
    waits = Waits(0.0)
    waits.poll(5, 0.0)
    waits.add(Wait(1, 0, 3.0))
    waits.add(Wait(2, 0, 3.0))
    assert waits.give_up() == [Waited(1), Waited(2)]
    assert waits.give_up() == []
