from collections import deque

import pytest

from shared.transport.lanes import BULK, CHAT, CONTROL, CREDIT, DONE, OWN, Lanes


def test_lanes_are_ready_on_their_own() -> None:
    lanes = Lanes()
    assert not lanes.is_ready(with_bulk=True)
    lanes.outboxes[BULK].push((b"x",))
    assert lanes.is_ready(with_bulk=True)
    assert not lanes.is_ready(with_bulk=False)


def test_facts_find_their_owner() -> None:
    lanes = Lanes()
    chat, credit = lanes.outboxes[CHAT], CREDIT[BULK]
    chat.push((b"x", b"y"))
    chat.fresh = 2
    lanes.lost([(9, 0.0, ((CHAT, 0, 2), (OWN, DONE, DONE + 1), (OWN, credit, credit + 1)))])
    assert chat.again == deque([0, 1])
    assert lanes.due == 1 << DONE | 1 << credit
    lanes.unconfirmed = 1 << DONE
    lanes.acked([(9, 0.0, ((CHAT, 0, 2), (OWN, DONE, DONE + 1)))])
    assert not chat.is_ready
    assert lanes.unconfirmed == 0


def test_half_a_window_makes_credit_due_unless_held() -> None:
    lanes = Lanes()
    half = lanes.inboxes[CHAT].window // 2
    lanes.hold(CHAT, True)
    for sequence in range(half):
        lanes.take(CHAT, sequence, True, b"x")
    assert lanes.due == 0
    lanes.hold(CHAT, False)
    assert lanes.due == 1 << CREDIT[CHAT]


def test_pieces_before_their_turn_are_held_up_to_a_bound_over_all_lanes() -> None:
    lanes = Lanes()
    lanes.early_most = 250
    for lane in (CONTROL, CHAT):
        assert lanes.has_room(lane, 1, b"x" * 100)
        lanes.take(lane, 1, True, b"x" * 100)
    assert not lanes.has_room(BULK, 1, b"x" * 100)
    assert lanes.has_room(BULK, 1, b"x" * 50)
    for lane in (CONTROL, CHAT, BULK):
        assert lanes.has_room(lane, 0, b"x" * 1000), "it is its turn"
    lanes.take(CHAT, 1, True, b"x" * 100)  # a repeat takes no room
    assert len(lanes.take(CHAT, 0, True, b"x")) == 2
    assert lanes.has_room(BULK, 1, b"x" * 100)


def test_with_nothing_in_flight_all_that_was_sent_has_arrived() -> None:
    lanes = Lanes()
    chat, bulk = lanes.outboxes[CHAT], lanes.outboxes[BULK]
    for outbox in (chat, bulk):
        outbox.push((b"a", b"b", b"c"))
        outbox.fresh = 2
    lanes.unconfirmed = 1 << DONE
    assert lanes.all_acked()
    assert (chat.base, bulk.base, chat.pieces, lanes.unconfirmed) == (2, 2, [b"c"], 0)


@pytest.mark.parametrize("lane", [CONTROL, CHAT, BULK])
def test_what_was_lost_has_not_arrived_though_nothing_is_in_flight(lane: int) -> None:
    lanes = Lanes()
    outbox = lanes.outboxes[lane]
    outbox.push((b"a", b"b"))
    outbox.fresh = 2
    outbox.lost(0, 7)
    assert not lanes.all_acked()
    assert outbox.base == 0


def test_credit_that_was_lost_has_not_arrived_either() -> None:
    lanes = Lanes()
    lanes.due = lanes.unconfirmed = 1 << CHAT
    assert not lanes.all_acked()
    assert lanes.unconfirmed == 1 << CHAT
