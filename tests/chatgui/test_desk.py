from chatgui.app.messages import AskList, ListReceived, NotSent, Send
from chatgui.desk import MAX_WAITING_BYTES, Desk
from shared.dialects.native.records import (
    HERE,
    NATIVE,
    AskRoster,
    Committed,
    Limits,
    NotSaved,
    Record,
    Refused,
    Roster,
    Row,
    Say,
    Welcome,
    decode_client_untrusted,
)
from shared.transport.lanes import CHAT, CONTROL

WELCOME = Welcome(1, "ann", bytes(16), 0, 0, 0, Limits(500, 65536, 300), 2, 1, 1, 25, 0, 0)
ROSTER = Roster(1, True, (Row(1, "ann", NATIVE, HERE, 0), Row(2, "bob", NATIVE, HERE, 0)))


class Lanes:
    """Takes records while it has room."""

    def __init__(self, room: int = 100) -> None:
        self.room = room
        self.taken: list[tuple[int, Record]] = []

    def send(self, lane: int, record: bytes) -> bool:
        if self.room == 0:
            return False
        self.room -= 1
        decoded = decode_client_untrusted(record)
        assert decoded is not None
        self.taken.append((lane, decoded))
        return True


def begun() -> tuple[Desk, Lanes]:
    desk = Desk(b"o" * 16)
    desk.restart(WELCOME, is_new_log=False)
    return desk, Lanes()


def test_a_message_goes_from_typing_to_its_final_word():
    desk, lanes = begun()
    desk.take(Send(("bob",), "hi"))
    assert not desk.is_idle
    desk.pump(lanes, 0.0)
    assert lanes.taken == [(CONTROL, AskRoster(0))]
    desk.hear(ROSTER, 0.0)
    desk.pump(lanes, 0.0)
    assert lanes.taken[1:] == [(CHAT, Say(1, (2,), 0, b"hi"))]
    assert desk.unsent == 1
    desk.hear(Committed(1, 9, 0), 0.0)
    assert desk.is_idle
    assert desk.events == []


def test_a_list_is_told():
    desk, lanes = begun()
    desk.take(AskList())
    desk.pump(lanes, 0.0)
    assert (desk.is_idle, desk.unsent) == (False, 0)
    desk.hear(ROSTER, 0.0)
    desk.pump(lanes, 0.0)
    assert desk.events == [ListReceived(("ann", "bob"))]
    assert desk.is_idle


def test_what_has_no_room_goes_later_and_in_order():
    desk, lanes = begun()
    desk.hear(ROSTER, 0.0)
    for text in ("a", "b", "c"):
        desk.take(Send(("bob",), text))
    desk.take(AskList())
    lanes.room = 0
    desk.pump(lanes, 0.0)
    assert lanes.taken == []
    for _ in range(4):
        lanes.room += 1
        desk.pump(lanes, 0.0)
    said = [record.body for _, record in lanes.taken if isinstance(record, Say)]
    assert said == [b"a", b"b", b"c"]
    assert (CONTROL, AskRoster(1)) in lanes.taken


def test_a_new_session_is_told_again_what_it_does_not_know():
    desk, lanes = begun()
    for text in ("a", "b"):
        desk.take(Send(("everyone",), text))
    desk.pump(lanes, 0.0)
    desk.restart(WELCOME, is_new_log=False)
    desk.pump(lanes, 0.0)
    numbers = [record.sequence for _, record in lanes.taken if isinstance(record, Say)]
    assert numbers == [1, 2, 1, 2]


def test_a_refusal_is_told_once_and_a_pause_kept():
    desk, lanes = begun()
    for text in ("a", "b"):
        desk.take(Send(("everyone",), text))
    desk.pump(lanes, 0.0)
    for _ in range(2):
        desk.hear(Refused(1, "rude", "mind your\nwords"), 0.0)
    assert desk.events == [NotSent("Not sent: mind your / words")]
    desk.hear(NotSaved(2), 5.0)
    assert desk.wake_at() == 6.0
    assert desk.unsent == 1


def test_there_is_an_end_to_what_waits():
    desk = Desk(b"o" * 16)
    message = Send(("bob",), "x" * 60_000)
    for _ in range(MAX_WAITING_BYTES // 60_000 + 2):
        desk.take(message)
    assert len(desk.events) in (1, 2)
    assert desk.events[0] == NotSent("Not sent: too many messages are waiting to be sent already.")
