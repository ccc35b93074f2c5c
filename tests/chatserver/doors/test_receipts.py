from chatserver.doors.receipts import MISSED_AT_ONCE, Receipts
from chatserver.turnstile import COMMANDS_PER_PEER, Turnstile
from shared.chat import Command, Leave, Missed, Received, Stay


class Desk:
    def __init__(self) -> None:
        self.turnstile = Turnstile()
        self.receipts = Receipts(self.turnstile)

    def takes(self) -> list[tuple[int, Command]]:
        taken = []
        while (command := self.turnstile.take()) is not None:
            taken.append(command)
        return taken


def test_the_newest_of_a_turn_stands_for_all_of_it() -> None:
    desk = Desk()
    for position in (3, 5, 4):
        desk.receipts.received(1, position, confirmed=False)
    desk.receipts.received(2, 5, confirmed=True)
    assert desk.receipts.waiting
    assert desk.receipts.pass_on() == [1, 2]
    assert desk.takes() == [(1, Received(5, False)), (2, Received(5, True))]
    assert not desk.receipts.waiting
    assert desk.receipts.pass_on() == []


def test_what_was_missed_is_said_one_by_one_and_before_what_would_cover_it() -> None:
    desk = Desk()
    desk.receipts.received(1, 7, confirmed=False)
    desk.receipts.missed(1, 5)
    desk.receipts.missed(1, 6)
    desk.receipts.pass_on()
    assert desk.takes() == [(1, Missed(5)), (1, Missed(6)), (1, Received(7, False))]


def test_handed_over_and_confirmed_are_told_apart() -> None:
    desk = Desk()
    desk.receipts.received(1, 6, confirmed=True)
    desk.receipts.received(1, 5, confirmed=False)
    desk.receipts.pass_on()
    assert desk.takes() == [(1, Received(5, False)), (1, Received(6, True))]


def test_many_misses_take_several_turns_and_what_covers_them_comes_last() -> None:
    desk = Desk()
    desk.receipts.received(1, 100, confirmed=False)
    for position in range(2 * MISSED_AT_ONCE + 1):
        desk.receipts.missed(1, position)
    turns = []
    while desk.receipts.waiting:
        desk.receipts.pass_on()
        turns.append(desk.takes())
    assert [len(turn) for turn in turns] == [MISSED_AT_ONCE, MISSED_AT_ONCE, 2]
    assert turns[-1][-1] == (1, Received(100, False))


def test_it_waits_for_the_guests_own_commands_and_displaces_none() -> None:
    desk = Desk()
    for _ in range(COMMANDS_PER_PEER):
        assert desk.turnstile.put(1, Stay())
    desk.receipts.received(1, 5, confirmed=False)
    assert desk.receipts.pass_on() == []
    desk.receipts.received(1, 6, confirmed=False)
    assert len(desk.takes()) == COMMANDS_PER_PEER
    assert desk.receipts.waiting
    desk.receipts.pass_on()
    assert desk.takes() == [(1, Received(6, False))]


def test_all_of_it_goes_before_a_goodbye() -> None:
    desk = Desk()
    desk.turnstile.put(1, Stay())
    desk.receipts.received(1, 100, confirmed=False)
    for position in range(MISSED_AT_ONCE + 1):
        desk.receipts.missed(1, position)
    desk.receipts.pass_on_last(1)
    desk.receipts.pass_on_last(2)
    desk.turnstile.put_last(1, Leave())
    taken = desk.takes()
    assert taken[-2:] == [(1, Received(100, False)), (1, Leave())]
    assert len(taken) == MISSED_AT_ONCE + 4
    assert not desk.receipts.waiting
