"""Who is told which counts, how often, and for how long."""

import pytest

from chatserver import receipts
from chatserver.receipts import FOLLOWED_S, MESSAGE_WEIGHT, TOLD_EVERY_S, Receipts
from chatserver.tally import Subject, Tally, subject_of
from shared.chat import EVERYONE_ID, TEXT, Message, Receipt
from shared.constants import RECEIPTS
from tests.chatserver.test_tally import Town

ANN, BOB = 1, 2


class Board:
    """Receipts over a town of two; `told` is what a tick tells Ann."""

    def __init__(self) -> None:
        self.town = Town()
        assert (self.town.knows(), self.town.knows()) == (ANN, BOB)
        self.receipts = Receipts()
        self.here = {ANN, BOB}

    def subject(self, position: int, sender: int = ANN) -> Subject:
        return subject_of(position, Message(sender, "x", (EVERYONE_ID,), TEXT, b"", 0))

    def said(self, *positions: int, sender: int = ANN, now: float = 0.0) -> None:
        for position in positions:
            self.receipts.follow(self.subject(position, sender), now)

    def gets(self, position: int) -> None:
        self.town.where.registry.received(BOB, position, 0)
        self.receipts.changed()

    def told(self, now: float = 0.0, sender: int = ANN) -> list[Receipt]:
        changes = self.receipts.changes(lambda: Tally(self.town.where), self.here.__contains__, now)
        return changes.get(sender, [])


@pytest.fixture
def board() -> Board:
    return Board()


def waiting(position: int) -> Receipt:
    return Receipt(position, 1, 0, 0, 0, 0)


def delivered(position: int) -> Receipt:
    return Receipt(position, 1, 1, 0, 0, 0)


def test_only_rows_that_have_changed_are_told(board: Board) -> None:
    assert not board.receipts.is_due
    board.said(3, 5)
    assert board.receipts.is_due
    assert board.told() == [waiting(3), waiting(5)]
    assert not board.receipts.is_due
    board.gets(4)
    assert board.receipts.is_due
    assert board.told() == [delivered(3)]
    board.gets(5)
    assert board.told() == [delivered(5)]
    board.receipts.changed()
    assert board.told() == []


def test_nobody_wakes_up_for_whoever_said_nothing(board: Board) -> None:
    board.gets(4)
    assert not board.receipts.is_due


def test_what_all_have_read_is_followed_no_longer(board: Board) -> None:
    board.said(3)
    board.town.where.registry.read_all(BOB, 3)
    assert board.told() == [Receipt(3, 1, 1, 1, 0, 0)]
    assert len(board.receipts) == 0


def test_after_an_hour_it_is_told_no_longer(board: Board) -> None:
    board.said(3, now=0.0)
    assert board.told(FOLLOWED_S) == [waiting(3)]
    board.gets(2)
    assert board.told(FOLLOWED_S + 1) == []
    board.gets(3)
    assert board.told(FOLLOWED_S + 2) == []


def test_the_newest_of_each_sender_are_followed(board: Board) -> None:
    board.said(*range(1, RECEIPTS + 3))
    board.said(1, sender=BOB)
    assert [row.position for row in board.told()] == list(range(3, RECEIPTS + 3))


def test_of_all_senders_together_the_longest_silent_pay(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_FOLLOWED", 3 * MESSAGE_WEIGHT)
    board.said(1, 2, sender=BOB)
    board.said(3, 4)
    assert len(board.receipts) == 3
    assert [row.position for row in board.told(sender=BOB)] == [2]


def test_what_is_asked_is_answered_at_once_and_followed_without_an_end(board: Board) -> None:
    tally = Tally(board.town.where)
    assert board.receipts.ask([board.subject(3)], tally) == (waiting(3),)
    assert board.told() == [], "told already"
    board.gets(3)
    assert board.told(1e9) == [delivered(3)]


def test_who_is_not_here_is_told_all_of_it_on_coming_back(board: Board) -> None:
    board.said(3)
    board.told()
    board.here = set()
    board.gets(3)
    assert board.told() == []
    board.here = {ANN}
    board.receipts.greet(ANN)
    assert board.receipts.is_due
    assert board.told() == [delivered(3)]


def test_what_was_asked_ends_with_the_session_and_what_was_said_does_not(board: Board) -> None:
    board.said(3)
    board.receipts.ask([board.subject(3), board.subject(5)], Tally(board.town.where))
    board.receipts.greet(ANN)
    assert board.told() == [waiting(3)]


def test_counts_are_made_once_a_second(board: Board) -> None:
    made = []

    def make() -> Tally:
        made.append(1)
        return Tally(board.town.where)

    for now in (0.0, 0.5, TOLD_EVERY_S, 1.9):
        board.receipts.recent_tally(make, now)
    assert len(made) == 2


@pytest.fixture
def slow(board: Board, monkeypatch: pytest.MonkeyPatch) -> Board:
    """One message is more than a turn's work."""
    monkeypatch.setattr(receipts, "WORK_A_TURN", 1)
    return board


def test_a_turn_is_bounded_and_each_sender_is_told_all_at_once(slow: Board) -> None:
    slow.said(3, 5)
    slow.said(4, sender=BOB)
    assert slow.told() == []
    assert slow.receipts.is_counting
    assert slow.told() == [waiting(3), waiting(5)]
    assert slow.told(sender=BOB) == [waiting(4)]
    assert not slow.receipts.is_due
    assert not slow.receipts.is_counting


def test_what_changes_during_a_round_is_told_by_the_next(slow: Board) -> None:
    slow.said(3, 5)
    slow.told()
    slow.gets(5)
    assert slow.told() == [waiting(3), waiting(5)], "as it was when the round began"
    assert slow.receipts.is_due
    assert slow.told() == []
    assert slow.told() == [delivered(3), delivered(5)]


def test_what_the_sender_gets_during_a_round_takes_nothing_off(slow: Board) -> None:
    slow.said(3, 5)
    slow.told()
    slow.town.where.registry.received(ANN, 5, 0)
    slow.receipts.changed()
    assert slow.told() == [waiting(3), waiting(5)]


def test_who_asks_during_a_round_is_not_told_older_counts_after_that(slow: Board) -> None:
    slow.said(3, 5)
    slow.told()
    slow.gets(5)
    assert slow.receipts.ask([slow.subject(3)], Tally(slow.town.where)) == (delivered(3),)
    assert slow.told() == [waiting(5)]


def test_who_stops_listening_during_a_round_is_told_when_they_listen_again(slow: Board) -> None:
    slow.said(3, 5)
    slow.told()
    slow.here = set()
    assert slow.told() == []
    slow.here = {ANN, BOB}
    slow.receipts.changed()
    slow.told()
    assert slow.told() == [waiting(3), waiting(5)]


def test_a_round_ends_though_nobody_is_followed_any_more(slow: Board) -> None:
    slow.said(3, now=0.0)
    slow.said(5, now=0.0)
    slow.told(FOLLOWED_S + 1)
    assert slow.receipts.is_due
    assert slow.told(FOLLOWED_S + 1) == [waiting(3), waiting(5)]
    assert not slow.receipts.is_due
    assert len(slow.receipts) == 0
