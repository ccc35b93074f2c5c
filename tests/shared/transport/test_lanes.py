from collections import deque

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
