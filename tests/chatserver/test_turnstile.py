import pytest

from chatserver.turnstile import COMMANDS_PER_PEER, PEERS_WAITING, Turnstile
from shared.chat import Leave, Mistake, Stay


def take_all(turnstile: Turnstile) -> list[tuple[int, str]]:
    taken = []
    while (item := turnstile.take()) is not None:
        peer, command = item
        assert isinstance(command, Mistake)
        taken.append((peer, command.reason))
    return taken


def test_everybody_gets_a_turn_in_turn() -> None:
    turnstile = Turnstile()
    for reason in "abc":
        turnstile.put(1, Mistake(reason))
    turnstile.put(2, Mistake("d"))
    turnstile.put(3, Mistake("e"))
    assert take_all(turnstile) == [(1, "a"), (2, "d"), (3, "e"), (1, "b"), (1, "c")]
    assert not turnstile.waiting


def test_who_comes_back_stands_behind_the_others() -> None:
    turnstile = Turnstile()
    turnstile.put(1, Mistake("a"))
    turnstile.put(2, Mistake("b"))
    turnstile.take()
    turnstile.put(1, Mistake("c"))
    assert take_all(turnstile) == [(2, "b"), (1, "c")]


def test_one_peer_has_room_for_so_many_and_the_rest_is_counted() -> None:
    turnstile = Turnstile()
    assert turnstile.room(1) == COMMANDS_PER_PEER
    assert all(turnstile.put(1, Stay()) for _ in range(COMMANDS_PER_PEER))
    assert turnstile.room(1) == 0
    assert not turnstile.put(1, Stay())
    assert turnstile.dropped == 1
    assert turnstile.put(2, Stay())
    turnstile.take()
    assert turnstile.room(1) == 1


def test_leaving_always_has_room_and_comes_last() -> None:
    turnstile = Turnstile()
    for _ in range(COMMANDS_PER_PEER):
        turnstile.put(1, Stay())
    turnstile.put_last(1, Leave())
    taken = [item for item in iter(turnstile.take, None)]
    assert len(taken) == COMMANDS_PER_PEER
    assert taken[-1] == (1, Leave())


def test_who_is_held_is_passed_over_and_goes_on_where_it_was() -> None:
    turnstile = Turnstile()
    for reason in "ab":
        turnstile.put(1, Mistake(reason))
    turnstile.put(2, Mistake("c"))
    turnstile.hold(1)
    assert take_all(turnstile) == [(2, "c")]
    assert not turnstile.waiting, "or the loop would spin"
    turnstile.put(1, Mistake("d"))
    assert not turnstile.waiting
    turnstile.release(1)
    turnstile.release(1)
    assert turnstile.waiting
    assert take_all(turnstile) == [(1, "a"), (1, "b"), (1, "d")]


@pytest.mark.parametrize("parked", [True, False])
def test_of_who_was_not_let_in_nothing_is_kept(parked: bool) -> None:
    turnstile = Turnstile()
    turnstile.hold(1)
    turnstile.put(1, Mistake("a"))
    if parked:
        assert turnstile.take() is None
    turnstile.forget(1)
    turnstile.forget(2)
    assert not turnstile.waiting
    turnstile.put(1, Mistake("b"))
    assert take_all(turnstile) == [(1, "b")]


def test_who_is_held_has_no_more_room_than_others_and_counts_in_a_crowd() -> None:
    turnstile = Turnstile()
    turnstile.hold(0)
    while turnstile.room(0):
        turnstile.put(0, Stay())
    assert turnstile.take() is None
    assert not turnstile.put(0, Stay())
    for peer in range(1, PEERS_WAITING):
        turnstile.put(peer, Stay())
    assert turnstile.crowded
    turnstile.release(0)
    assert turnstile.waiting


def test_too_many_peers_are_a_crowd() -> None:
    turnstile = Turnstile()
    for peer in range(PEERS_WAITING - 1):
        turnstile.put(peer, Stay())
    assert not turnstile.crowded
    turnstile.put(-1, Stay())
    assert turnstile.crowded
    turnstile.take()
    assert not turnstile.crowded


def test_an_empty_turnstile_keeps_nothing() -> None:
    turnstile = Turnstile()
    turnstile.put(1, Stay())
    turnstile.take()
    assert turnstile.take() is None
    assert not turnstile._queues
