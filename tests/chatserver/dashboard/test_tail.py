"""The log's tail: each line once, also when the server is another one."""

from chatserver.control.answers import LogLines
from chatserver.control.operations import AskLog
from chatserver.dashboard.tail import MOST, Line, Tail


def hear(tail: Tail, last: int, *lines: str) -> bool:
    return tail.hear(tail.ask(), LogLines(last, lines))


def texts(tail: Tail) -> list[str]:
    return [line.text for line in tail.take_fresh()]


def test_lines_come_once():
    tail = Tail()
    assert hear(tail, 2, "one", "two")
    assert texts(tail) == ["one", "two"]
    assert tail.ask() == AskLog(after=2)
    assert not hear(tail, 2)
    assert hear(tail, 3, "three")
    assert texts(tail) == ["three"]


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
    assert texts(tail) == ["before", "after"]


def test_a_line_is_one_line_without_controls_and_old_ones_go():
    tail = Tail()
    hear(tail, 1, "red \x1b[31m\nnext")
    assert texts(tail) == ["red ␛[31m / next"]
    hear(tail, 5000, *(f"line {n}" for n in range(MOST)))
    hear(tail, 5001, "the last")
    fresh = texts(tail)
    assert (len(fresh), fresh[0], fresh[-1]) == (MOST, "line 1", "the last")


def test_each_line_has_its_time_where_it_is_told():
    tail = Tail()
    assert tail.hear(tail.ask(), LogLines(2, ("one", "two"), (1000, 2000)))
    assert tail.hear(tail.ask(), LogLines(3, ("of an older server",)))
    assert tail.take_fresh() == [(1000, "one"), (2000, "two"), Line(0, "of an older server")]
