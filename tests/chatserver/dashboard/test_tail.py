"""The log's tail: each line once, also when the server is another one."""

from chatserver.control.operations import AskLog, LogLines
from chatserver.dashboard.tail import MOST, Tail


def hear(tail: Tail, last: int, *lines: str) -> bool:
    return tail.hear(tail.ask(), LogLines(last, lines))


def test_lines_come_once():
    tail = Tail()
    assert hear(tail, 2, "one", "two")
    assert tail.take_fresh() == ["one", "two"]
    assert tail.ask() == AskLog(after=2)
    assert not hear(tail, 2)
    assert hear(tail, 3, "three")
    assert tail.take_fresh() == ["three"]
    assert list(tail.lines) == ["one", "two", "three"]


def test_a_late_answer_repeats_nothing():
    tail = Tail()
    asked = tail.ask()
    assert hear(tail, 1, "one")
    assert not tail.hear(asked, LogLines(1, ("one",)))


def test_a_server_that_was_started_again_counts_from_the_beginning():
    tail = Tail()
    hear(tail, 9, "before")
    tail.begin_anew()
    assert tail.ask() == AskLog(after=0)
    hear(tail, 1, "after")
    assert list(tail.lines) == ["before", "after"]


def test_a_line_is_one_line_without_controls_and_old_ones_go():
    tail = Tail()
    hear(tail, 1, "red \x1b[31m\nnext")
    assert tail.take_fresh() == ["red ␛[31m / next"]
    hear(tail, 5000, *(f"line {n}" for n in range(MOST)))
    assert len(tail.lines) == MOST
    assert tail.take_fresh()[0] == "line 0"
