from chatgui.reports import Reports
from shared.dialects.native.records import (
    AskReceipts,
    Read,
    Received,
    Record,
    decode_client_untrusted,
)
from shared.transport.lanes import CONTROL


class Lane:
    def __init__(self) -> None:
        self.has_room = True
        self.said: list[Record] = []

    def send(self, lane: int, record: bytes) -> bool:
        assert lane == CONTROL
        decoded = decode_client_untrusted(record)
        assert decoded is not None
        self.said += [decoded] if self.has_room else []
        return self.has_room


def begun(is_whole: bool = True, tells_read: bool = True) -> tuple[Reports, Lane]:
    reports = Reports(lambda n: b"\x80" * n, tells_read=tells_read)
    reports.restart(0, is_new_log=False, is_whole=is_whole)
    return reports, Lane()


def test_received_is_said_at_once_but_once_a_second():
    reports, lane = begun()
    for tenth in range(25):
        reports.receive(tenth + 1, tenth / 10)
        reports.pump(lane, tenth / 10)
    assert lane.said == [Received(1), Received(11), Received(21)]
    assert reports.wake_at() == 3.0
    reports.pump(lane, 3.0)
    assert lane.said[-1] == Received(25)
    assert reports.wake_at() == float("inf")


def test_in_a_crowd_it_is_said_at_a_random_moment():
    reports, lane = begun(is_whole=False)
    reports.receive(5, 10.0)
    assert 12.0 < reports.wake_at() < 13.0
    reports.receive(6, 11.0)
    reports.pump(lane, 11.0)
    assert lane.said == []
    reports.pump(lane, 13.0)
    assert lane.said == [Received(6)]


def test_a_cursor_in_fin_counts_like_it():
    reports, lane = begun()
    reports.restart(9, is_new_log=False, is_whole=True)
    reports.receive(9, 0.0)
    reports.pump(lane, 0.0)
    assert lane.said == []


def test_read_is_said_once_a_second_for_each_conversation_and_again_in_a_new_session():
    reports, lane = begun()
    for position, at in ((1, 0.0), (2, 0.5), (1, 0.6)):
        reports.see(b"ann", position)
        reports.pump(lane, at)
    reports.see(b"bob", 7)
    reports.pump(lane, 0.7)
    assert lane.said == [Read(1), Read(7)]
    assert reports.wake_at() == 1.0
    reports.pump(lane, 1.0)
    assert lane.said[2:] == [Read(2)]
    reports.restart(0, is_new_log=False, is_whole=True)
    reports.pump(lane, 9.0)
    assert lane.said[3:] == [Read(7), Read(2)] or lane.said[3:] == [Read(2), Read(7)]
    reports.restart(0, is_new_log=True, is_whole=True)
    reports.pump(lane, 19.0)
    assert len(lane.said) == 5


def test_who_leaves_says_what_is_left_without_a_pause_and_no_more():
    reports, lane = begun()
    for position in (1, 2):
        reports.receive(position, 0.0)
        reports.see(b"ann", position)
        reports.pump(lane, 0.0)
    assert not reports.is_told
    reports.leave()
    reports.receive(3, 0.1)
    reports.pump(lane, 0.1)
    assert lane.said == [Received(1), Read(1), Received(2), Read(2)]
    assert reports.is_told


def test_who_does_not_wish_it_tells_nothing_of_reading():
    reports, lane = begun(tells_read=False)
    reports.see(b"ann", 1)
    reports.pump(lane, 0.0)
    assert lane.said == []


def test_what_has_no_room_waits_without_haste():
    reports, lane = begun()
    lane.has_room = False
    reports.ask((4, 2))
    reports.receive(1, 0.0)
    reports.pump(lane, 0.0)
    assert reports.wake_at() == float("inf")
    lane.has_room = True
    reports.pump(lane, 1.0)
    reports.pump(lane, 2.0)
    assert lane.said == [AskReceipts((4, 2)), Received(1)]
