"""The checker of histories can fail: each kind of violation, planted, is found, and no other."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.support.history import Finding, History, Said


def fair() -> History:
    """Ann and bob talk, eve comes late and has two screens; nothing is wrong with it."""
    everybody = frozenset({"ann", "bob"})
    history = History(
        said=[
            Said("ann", "a1", everybody - {"ann"}),
            Said("bob", "b1", frozenset({"ann"}), frozenset({"ann"})),
            Said("ann", "a2", everybody - {"ann"}),
            Said("bob", "b2", frozenset({"ann", "eve"})),
            Said("ann", "a3"),
        ],
        committed=["a1", "b1", "a2", "b2"],
        refused={"a3"},
    )
    history.show("ann", "ann", ["b1", "b2"])
    history.show("bob", "bob", ["a1"])
    history.show("bob", "bob", ["a2"])  # after a restart
    history.show("eve", "eve at home", ["a2"])
    history.show("eve", "eve's laptop", ["a1", "a2", "b2"])
    return history


def test_a_fair_history_has_no_findings() -> None:
    assert fair().judge() == []


def lose(history: History) -> None:
    history.shown["bob"].remove("a1")


def lose_on_every_screen(history: History) -> None:
    history.shown["eve's laptop"].remove("b2")


def show_twice(history: History) -> None:
    history.shown["ann"].append("b1")


def swap(history: History) -> None:
    history.shown["bob"].reverse()


def invent(history: History) -> None:
    history.show("ann", "ann", ["never said"])


def show_to_somebody_else(history: History) -> None:
    history.shown["eve at home"].insert(0, "b1")


def show_what_was_refused(history: History) -> None:
    history.shown["bob"].append("a3")


def leave_open(history: History) -> None:
    history.said.append(Said("bob", "b3"))


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (lose, Finding("lost", "bob", "a1")),
        (lose_on_every_screen, Finding("lost", "eve", "b2")),
        (show_twice, Finding("duplicated", "ann", "b1")),
        (swap, Finding("reordered", "bob", "a1")),
        (invent, Finding("phantom", "ann", "never said")),
        (show_to_somebody_else, Finding("phantom", "eve at home", "b1")),
        (show_what_was_refused, Finding("phantom", "bob", "a3")),
        (leave_open, Finding("unanswered", "bob", "b3")),
    ],
)
def test_what_is_planted_is_found(plant: Callable[[History], None], found: Finding) -> None:
    history = deepcopy(fair())
    plant(history)
    assert history.judge() == [found]


def test_who_stayed_away_is_owed_nothing_and_owes_nothing() -> None:
    history = fair()
    lose(history)
    leave_open(history)
    history.absent = {"bob"}
    assert history.judge() == []


def test_what_never_stood_is_not_lost() -> None:
    history = fair()
    history.committed.remove("a1")
    history.absent = {"ann"}
    lose(history)
    assert history.judge() == []


def test_what_was_to_nobody_in_a_lost_past_may_come_late() -> None:
    history = History(said=[Said("ann", "one"), Said("ann", "two")], committed=["one", "two"])
    history.show("bob", "bob", ["two", "one"])
    assert [found.kind for found in history.judge()] == ["reordered"]
    history.late.add("one")
    assert history.judge() == []
