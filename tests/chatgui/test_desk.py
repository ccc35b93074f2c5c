from random import Random

from msgspec import structs

from chatgui.app import words
from chatgui.app.messages import AskList, ListReceived, NotSent, Send, Warned
from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item
from chatgui.desk import MAX_WAITING_BYTES, Desk
from shared.dialects.native.records import (
    GONE,
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

SERVER = b"s" * 32
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


def new_desk(archive: Archive | None = None) -> Desk:
    archive = archive or Archive(open_in_memory(), 1, lambda: 0)
    desk = Desk(archive, "box:1", b"i" * 16, Random(1).randbytes)
    desk.attach(SERVER, archive.attach(SERVER))
    return desk


def begun() -> tuple[Desk, Lanes]:
    desk = new_desk()
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    return desk, Lanes()


def pump(desk: Desk, lanes: Lanes) -> None:
    desk.address(lanes)
    desk.say(lanes, 0.0)


def test_a_message_goes_from_typing_to_its_final_word():
    desk, lanes = begun()
    desk.take(Send(("bob",), "hi"))
    assert not desk.is_idle
    pump(desk, lanes)
    assert lanes.taken == [(CONTROL, AskRoster(0))]
    desk.hear(ROSTER, 0.0)
    pump(desk, lanes)
    assert lanes.taken[1:] == [(CHAT, Say(1, (2,), 0, b"hi"))]
    assert desk.unsent == 1
    desk.hear(Committed(1, 9, 0), 0.0)
    assert desk.is_idle
    assert desk.events == []


def test_a_list_is_told():
    desk, lanes = begun()
    desk.take(AskList())
    pump(desk, lanes)
    assert (desk.is_idle, desk.unsent) == (False, 0)
    desk.hear(ROSTER, 0.0)
    pump(desk, lanes)
    assert desk.events == [ListReceived(("ann", "bob"))]
    assert desk.is_idle


def test_what_has_no_room_goes_later_and_in_order():
    desk, lanes = begun()
    desk.hear(ROSTER, 0.0)
    for text in ("a", "b", "c"):
        desk.take(Send(("bob",), text))
    desk.take(AskList())
    lanes.room = 0
    pump(desk, lanes)
    assert lanes.taken == []
    for _ in range(4):
        lanes.room += 1
        pump(desk, lanes)
    said = [record.body for _, record in lanes.taken if isinstance(record, Say)]
    assert said == [b"a", b"b", b"c"]
    assert (CONTROL, AskRoster(1)) in lanes.taken


def test_a_new_session_is_told_again_what_it_does_not_know():
    desk, lanes = begun()
    for text in ("a", "b"):
        desk.take(Send(("everyone",), text))
    pump(desk, lanes)
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    pump(desk, lanes)
    numbers = [record.sequence for _, record in lanes.taken if isinstance(record, Say)]
    assert numbers == [1, 2, 1, 2]


def test_a_refusal_is_told_once_and_a_pause_kept():
    desk, lanes = begun()
    for text in ("a", "b"):
        desk.take(Send(("everyone",), text))
    pump(desk, lanes)
    for _ in range(2):
        desk.hear(Refused(1, "rude", "mind your\nwords"), 0.0)
    assert desk.events == [NotSent("Not sent: mind your / words")]
    desk.events.clear()
    for _ in range(2):
        desk.hear(NotSaved(2), 5.0)
    assert desk.wake_at() == 6.0
    assert desk.events == [Warned(words.NOT_SAVED)]
    assert desk.unsent == 1
    desk.hear(Committed(2, 9, 0), 6.0)
    assert desk.events == [Warned(words.NOT_SAVED), Warned(words.SAVED_AFTER_ALL)]


def test_who_is_gone_keeps_the_name_we_knew():
    archive = Archive(open_in_memory(), 1, lambda: 0)
    desk = new_desk(archive)
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    desk.hear(ROSTER, 0.0)
    desk.hear(Roster(2, False, (Row(2, "-", NATIVE, GONE, 0),)), 0.0)
    assert archive.names(SERVER)[2] == "bob"


def test_what_was_typed_outlives_the_program_and_is_for_that_address():
    archive = Archive(open_in_memory(), 1, lambda: 0)
    desk = new_desk(archive)
    desk.take(Send(("bob", "zoe"), "hi"))
    desk.take(Send(("bob",), "ho"))
    archive.commit(0.0)
    again = new_desk(archive)
    assert again.unsent == 2
    assert Desk(archive, "else:1", b"i" * 16, Random(1).randbytes).unsent == 0
    again.restart(WELCOME, again.outbox, is_new_log=False)
    lanes = Lanes()
    again.hear(ROSTER, 0.0)
    pump(again, lanes)
    again.hear(ROSTER, 0.0)
    pump(again, lanes)
    archive.commit(0.0)
    pump(again, lanes)
    assert again.events == [NotSent("Not sent: nobody here is called zoe.")]
    assert [r.body for _, r in lanes.taken if isinstance(r, Say)] == [b"ho"]
    assert new_desk(archive).unsent == 1, "it has its number, and no answer"


def test_there_is_an_end_to_what_waits():
    desk = new_desk()
    message = Send(("bob",), "x" * 60_000)
    for _ in range(MAX_WAITING_BYTES // 60_000 + 2):
        desk.take(message)
    assert len(desk.events) in (1, 2)
    assert desk.events[0] == NotSent("Not sent: too many messages are waiting to be sent already.")


def test_what_the_disk_still_has_as_typed_is_said_under_the_same_number():
    """Killed in between, the program learns that it was said already, whoever bob is by then."""
    database = open_in_memory()
    archive = Archive(database, 1, lambda: 0)
    desk, lanes = new_desk(archive), Lanes()
    desk.take(Send(("bob",), "one"))
    assert archive.commit(0.0) == ""
    database.execute("PRAGMA query_only = ON")
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    desk.address(lanes)
    desk.hear(ROSTER, 0.0)
    desk.address(lanes)
    assert archive.commit(1.0) != ""
    desk.say(lanes, 1.0)
    assert [record.body for _, record in lanes.taken if isinstance(record, Say)] == [b"one"]
    database.execute("PRAGMA query_only = OFF")
    again, lanes = new_desk(Archive(database, 1, lambda: 0)), Lanes()
    outbox = again.outbox
    again.restart(structs.replace(WELCOME, sequence=1), outbox, is_new_log=False)
    again.hear(Roster(1, True, (Row(3, "bob", NATIVE, HERE, 0),)), 2.0)
    pump(again, lanes)
    assert [record for _, record in lanes.taken if isinstance(record, Say)] == []
    again.compare(Item(1, "ann", (2,), 0, b"one", outbox, 1, bytes(16), 5, 0))
    again.catch_up()
    pump(again, lanes)
    assert again.is_idle
    assert [record for _, record in lanes.taken if isinstance(record, Say)] == []


def test_a_number_that_stands_for_another_message_is_given_up():
    desk, lanes = begun()
    outbox = desk.outbox
    desk.take(Send(("bob",), "mine"))
    desk.compare(Item(7, "bob", (2,), 0, b"theirs", outbox, 1, bytes(16), 5, 0))
    assert desk.outbox == outbox
    desk.compare(Item(1, "ann", (2,), 0, b"the copy's", outbox, 1, bytes(16), 5, 0))
    assert desk.outbox != outbox
    desk.hear(ROSTER, 0.0)
    pump(desk, lanes)
    assert desk.wants_session
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    pump(desk, lanes)
    assert [record.body for _, record in lanes.taken if isinstance(record, Say)] == [b"mine"]


def test_what_waits_for_another_address_keeps_its_place():
    """Its number has to be below those of what is said before it."""
    archive = Archive(open_in_memory(), 1, lambda: 0)
    desk = new_desk(archive)
    desk.take(Send(("bob",), "there"))
    archive.commit(0.0)
    other = Desk(archive, "else:1", b"i" * 16, Random(2).randbytes)
    other.attach(SERVER, archive.attach(SERVER))
    assert other.outbox != desk.outbox


def test_lines_of_an_older_version_get_their_numbers_in_order():
    database = open_in_memory()
    archive = Archive(database, 1, lambda: 0)
    for text in ("one", "two"):
        archive.keep_errand("box:1", ("everyone",), text, (b"", 0))
    archive.commit(0.0)
    desk, lanes = Desk(archive, "box:1", b"i" * 16, Random(1).randbytes), Lanes()
    desk.take(Send(("everyone",), "three"))
    archive.commit(0.0)
    assert [errand.sequence for errand in archive.errands("box:1")] == [1, 2, 3]
    desk.attach(SERVER, archive.attach(SERVER))
    desk.restart(WELCOME, desk.outbox, is_new_log=False)
    pump(desk, lanes)
    said = [record.body for _, record in lanes.taken if isinstance(record, Say)]
    assert said == [b"one", b"two", b"three"]


def test_a_number_that_was_left_out_in_a_lost_future_is_not_used():
    """There bob was nobody known; the server would take it for something said long ago."""
    archive = Archive(open_in_memory(), 1, lambda: 0)
    desk = new_desk(archive)
    desk.take(Send(("bob",), "one"))
    archive.commit(0.0)
    again, lanes = new_desk(archive), Lanes()
    outbox = again.outbox
    again.restart(structs.replace(WELCOME, sequence=4), outbox, is_new_log=False)
    again.catch_up()
    again.hear(ROSTER, 0.0)
    archive.commit(0.0)
    pump(again, lanes)
    assert again.outbox != outbox
    assert again.wants_session
