import socket
import threading
from collections.abc import Sequence

import pytest

from chatgui.seeking import AFTER_S, PAUSES_S, TRY_S, Seeking
from chatgui.uplink import Place

HOME: Place = (socket.AF_INET, ("10.0.0.1", 15000))
ONE: Place = (socket.AF_INET, ("10.0.0.2", 15000))
TWO: Place = (socket.AF_INET, ("10.0.0.3", 15000))


class Lost:
    """Somebody whose server does not answer; searches end between two turns."""

    def __init__(self, *results: Sequence[Place]) -> None:
        self._results = list(results)
        self.searched_at: list[float] = []
        self.thorough: list[bool] = []
        self.at: Place | None = HOME
        self.now = 0.0
        self.seeking = Seeking(lambda: self)

    def close(self) -> None:
        raise AssertionError("nobody closes it")

    def search(self, is_thorough: bool) -> Sequence[Place]:
        self.searched_at.append(self.now)
        self.thorough.append(is_thorough)
        return self._results.pop(0) if self._results else ()

    def turn(self, now: float, *, is_lost: bool = True, met_wrong: bool = False) -> Place | None:
        self.now = now
        place = self.seeking.mind(self.at, is_lost, met_wrong, now)
        if self.seeking._thread is not None:
            self.seeking._thread.join()
        self.at = place or self.at
        return place

    def turns(self, until: float, step: float = 0.5) -> list[tuple[float, Place]]:
        moves = []
        while self.now < until:
            place = self.turn(self.now + step)
            moves += [(self.now, place)] if place is not None else []
        return moves


def test_nobody_is_asked_while_the_server_answers_or_is_silent_for_a_moment() -> None:
    lost = Lost()
    for now in range(100):
        assert lost.turn(float(now), is_lost=now % 2 == 1) is None
    assert lost.searched_at == []


def test_it_is_found_elsewhere_and_that_is_home_from_then_on() -> None:
    lost = Lost([ONE, TWO], [HOME])
    assert lost.turns(AFTER_S + 1.0) == [(AFTER_S + 1.0, ONE)]
    assert lost.seeking.is_guess
    lost.turn(4.0, is_lost=False)
    assert not lost.seeking.is_guess
    lost.turn(100.0)
    lost.turn(100.0 + AFTER_S)
    assert lost.turn(101.0 + AFTER_S) == HOME
    assert lost.seeking.is_guess


def test_each_place_is_tried_and_then_home_again() -> None:
    lost = Lost([ONE, TWO])
    assert lost.turns(20.0) == [(3.0, ONE), (3.0 + TRY_S, TWO), (3.0 + 2 * TRY_S, HOME)]


def test_a_place_with_another_server_is_left_at_once_and_not_tried_again() -> None:
    lost = Lost([ONE, TWO], [ONE])
    lost.turns(3.0)
    assert lost.turn(3.1, met_wrong=True) == TWO
    assert lost.seeking.forgives
    assert lost.turn(3.2, met_wrong=True) == HOME
    assert lost.turns(6.0) == []
    assert lost.seeking.forgives


@pytest.mark.parametrize("met_wrong", [False, True])
def test_once_a_found_place_has_failed_all_answers_are_waited_for(met_wrong: bool) -> None:
    lost = Lost([ONE], [ONE, TWO], [ONE])
    lost.turns(3.0)
    assert lost.turn(3.0 + TRY_S, met_wrong=met_wrong) == HOME
    lost.turns(12.0)
    assert lost.thorough[:2] == [False, True]
    lost.turn(13.0, is_lost=False)
    before = len(lost.thorough)
    lost.turns(30.0)
    assert lost.thorough[before] is False


def test_a_wrong_server_at_home_is_the_end_only_where_no_other_is_found() -> None:
    lost = Lost([ONE], [])
    lost.turn(0.1)
    lost.turn(0.2, met_wrong=True)
    assert lost.searched_at == [0.2]
    assert lost.turn(0.7) == ONE
    assert lost.turn(0.8, met_wrong=True) == HOME
    lost.turn(0.9, met_wrong=True)
    assert not lost.turns(10.0)
    assert not lost.seeking.forgives


def test_it_is_where_it_was_after_all() -> None:
    lost = Lost([HOME])
    assert lost.turns(20.0) == []


@pytest.mark.parametrize("hurries", [False, True])
def test_searches_become_rarer_and_a_new_network_brings_the_next(hurries: bool) -> None:
    lost = Lost()
    lost.turns(lost_at := 41.0)
    if hurries:
        lost.seeking.hurry(lost.now)
    lost.turns(80.0)
    expected = [AFTER_S + 0.5]
    for pause in PAUSES_S[:-1]:
        expected.append(expected[-1] + pause)
    assert lost.searched_at[:5] == expected
    assert lost.searched_at[5] == (lost_at + AFTER_S if hurries else expected[-1] + PAUSES_S[-1])


def test_one_search_at_a_time_and_one_that_fails_is_an_empty_one() -> None:
    go_on, calls = threading.Event(), []

    class Slow:
        def search(self, is_thorough: bool) -> Sequence[Place]:
            calls.append(1)
            go_on.wait(10)
            raise OSError

        def close(self) -> None:
            go_on.set()

    seeking = Seeking(Slow)
    for second in range(60):
        assert seeking.mind(HOME, True, False, float(second)) is None
    assert calls == [1]
    seeking.close()
    assert seeking._thread is not None
    seeking._thread.join()
    assert seeking.mind(HOME, True, False, 61.0) is None


def test_nobody_is_looked_for_while_it_is_not_known_who() -> None:
    asked: list[float] = []
    seeking = Seeking(lambda: asked.append(1.0))
    for second in range(10):
        assert seeking.mind(HOME, True, False, float(second)) is None
    assert len(asked) > 1
    assert seeking._thread is None
    seeking.close()
