from math import inf

from chatgui.refill import PAUSE_S, Refill
from shared.dialects.native.records import (
    MESSAGE,
    AskHistory,
    HistoryPage,
    Kept,
    Record,
    decode_client_untrusted,
)
from shared.transport.lanes import BULK


class Lane:
    def __init__(self) -> None:
        self.has_room = True
        self.said: list[Record | None] = []

    def send(self, lane: int, record: bytes) -> bool:
        assert lane == BULK
        self.said += [decode_client_untrusted(record)] if self.has_room else []
        return self.has_room


def page(before: int, *positions: int, more: bool = True) -> HistoryPage:
    return HistoryPage(before, tuple(Kept(n, 0, MESSAGE, b"") for n in positions), more)


def test_page_by_page_with_pauses_to_the_end():
    refill, lane = Refill(), Lane()
    refill.begin(90, 1.0)
    for _ in range(3):
        refill.pump(lane, 1.0, may_ask=True)
    assert lane.said == [AskHistory(90)]
    assert refill.wake_at() == inf, "nothing to do before the answer"
    assert refill.hear(page(90, 80, 70), 2.0) == 70
    refill.pump(lane, 2.0, may_ask=True)
    assert len(lane.said) == 1
    assert refill.wake_at() == 2.0 + PAUSE_S
    refill.pump(lane, 2.0 + PAUSE_S, may_ask=True)
    assert lane.said[1:] == [AskHistory(70)]
    assert refill.hear(page(70, 60, more=False), 3.0) == 0
    assert refill.wake_at() == inf


def test_a_page_that_somebody_else_asked_for_is_not_ours():
    refill = Refill()
    assert refill.hear(page(90, 80), 1.0) is None
    refill.begin(90, 1.0)
    assert refill.hear(page(50, 40), 1.0) is None


def test_a_server_that_goes_round_in_circles_is_left_alone():
    for odd in (page(90), page(90, 90), page(90, 95)):
        refill = Refill()
        refill.begin(90, 1.0)
        assert refill.hear(odd, 1.0) == 0


def test_it_waits_for_everything_else():
    refill, lane = Refill(), Lane()
    refill.begin(90, 1.0)
    refill.pump(lane, 1.0, may_ask=False)
    assert refill.wake_at() == 1.0 + PAUSE_S, "and does not keep the program busy"
    lane.has_room = False
    refill.pump(lane, 2.0, may_ask=True)
    assert lane.said == []
    lane.has_room = True
    refill.stop()
    refill.pump(lane, 9.0, may_ask=True)
    assert lane.said == []
