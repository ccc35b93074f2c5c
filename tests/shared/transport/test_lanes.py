from shared.transport.lanes import BULK, CHAT, CREDIT, DONE, OWN, Lanes
from shared.transport.ledger import Sent


def test_lanes_are_ready_on_their_own() -> None:
    lanes = Lanes()
    assert not lanes.is_ready(with_bulk=True)
    lanes.outboxes[BULK].push((b"x",))
    assert lanes.is_ready(with_bulk=True)
    assert not lanes.is_ready(with_bulk=False)


def test_facts_find_their_owner() -> None:
    lanes = Lanes()
    lanes.outboxes[CHAT].push((b"x",))
    lanes.outboxes[CHAT].sent(0, 9)
    lanes.lost([Sent(9, 0.0, (0 << 2 | CHAT, DONE << 2 | OWN, CREDIT[BULK] << 2 | OWN))])
    assert lanes.outboxes[CHAT].is_ready
    assert lanes.due == 1 << DONE | 1 << CREDIT[BULK]
    lanes.acked([Sent(9, 0.0, (0 << 2 | CHAT, DONE << 2 | OWN))])
    assert not lanes.outboxes[CHAT].is_ready


def test_half_a_window_makes_credit_due_unless_held() -> None:
    lanes = Lanes()
    half = lanes.inboxes[CHAT].window // 2
    lanes.hold(CHAT, True)
    for sequence in range(half):
        lanes.take(CHAT, sequence, True, b"x")
    assert lanes.due == 0
    lanes.hold(CHAT, False)
    assert lanes.due == 1 << CREDIT[CHAT]
