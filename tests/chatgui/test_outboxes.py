from random import Random

from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item, Place
from chatgui.outboxes import NOBODY, OUTBOX_SIZE, Outboxes
from shared.dialects.native.records import Limits, Welcome

SERVER, LOG = b"s" * 32, b"l" * 16
HERE, THERE = b"h" * 16, b"t" * 16
NEVER = 2**63 - 1
ANN = 5


def opened(archive: Archive, installation: bytes = HERE) -> Outboxes:
    archive.commit(0.0)
    random = Random(f"{installation!r}").randbytes
    return Outboxes(SERVER, archive.attach(SERVER), installation, archive, random)


def welcome(sequence: int) -> Welcome:
    return Welcome(ANN, "ann", LOG, 9, 0, sequence, Limits(500, 65536, 300), 2, 1, 1, 25, 0, 0)


def new() -> tuple[Outboxes, Archive]:
    archive = Archive(open_in_memory(), ANN, lambda: 0)
    return opened(archive), archive


def say(outboxes: Outboxes, body: bytes) -> None:
    outboxes.put("ann", outboxes.number(), (7,), body)


def texts(outboxes: Outboxes) -> list[bytes]:
    """What would be said in the next session, in order."""
    box, said = outboxes.choose(), []
    for sequence in range(1, box.last + 1):
        message = box.get(sequence)
        said += [message.body] if message else []
    return said


def test_an_outbox_goes_on_where_it_was():
    outboxes, archive = new()
    say(outboxes, b"one")
    again = opened(archive)
    assert again.choose().outbox == outboxes.choose().outbox
    assert len(again.choose().outbox) == OUTBOX_SIZE
    assert texts(again) == [b"one"]
    say(again, b"two")
    assert again.choose().last == 2


def test_a_copied_home_says_what_waits_as_it_was_and_what_is_new_in_an_outbox_of_its_own():
    outboxes, archive = new()
    say(outboxes, b"old")
    copy = opened(archive, THERE)
    say(copy, b"new")
    assert copy.choose().outbox == outboxes.choose().outbox
    assert texts(copy) == [b"old"]
    copy.choose().settle(1)
    archive.commit_own(SERVER, LOG, (copy.newest.outbox, 1), 3, 0)
    assert copy.choose() is copy.newest
    assert copy.newest.outbox != outboxes.newest.outbox
    assert texts(copy) == [b"new"]
    assert opened(archive, THERE).newest.outbox == copy.newest.outbox


def test_a_number_that_nobody_has_from_us_means_that_a_copy_of_us_gave_it():
    outboxes, archive = new()
    say(outboxes, b"old")
    outboxes = opened(archive)
    box = outboxes.newest
    say(outboxes, b"new")
    assert not outboxes.resume(welcome(1), box, NEVER)
    assert outboxes.newest is box
    assert not outboxes.resume(welcome(2), box, NEVER)
    assert outboxes.newest is not box
    assert outboxes.choose() is box
    assert texts(outboxes) == [b"old"]
    assert outboxes.is_stale((box.outbox, 2))
    box.settle(1)
    assert texts(outboxes) == [b"new"]


def test_what_was_said_keeps_its_number_whatever_the_server_has():
    outboxes, _ = new()
    say(outboxes, b"one")
    box = outboxes.newest
    assert box.next_record(0.0) is not None
    box.said()
    say(outboxes, b"two")
    outboxes.resume(welcome(9), box, NEVER)
    assert texts(outboxes) == [b"one"]


def test_what_was_typed_for_an_address_goes_first_at_the_server_that_is_met_there():
    archive = Archive(open_in_memory(), ANN, lambda: 0)
    nothing = Place(bytes(16), 0, (), ())
    random = Random(9).randbytes
    unmet = Outboxes(NOBODY, nothing, HERE, archive, random, "box:1")
    key = unmet.number()
    outboxes = opened(archive)
    outboxes.adopt({key[0]: 1}, unmet)
    outboxes.put("ann", key, (7,), b"typed before")
    say(outboxes, b"typed now")
    assert texts(outboxes) == [b"typed before", b"typed now"]
    assert texts(opened(archive)) == [b"typed before", b"typed now"]
    assert archive.unmet("box:1") == ()
    outboxes.adopt({b"x" * 16: 4}, None)
    assert outboxes.find(b"x" * 16) is not None
    assert outboxes.newest.outbox != b"x" * 16


def test_moved_messages_stand_before_what_was_typed_since():
    outboxes, archive = new()
    for body in (b"one", b"two"):
        say(outboxes, body)
    outboxes = opened(archive)
    box = outboxes.newest
    say(outboxes, b"three")
    for sequence in (1, 2):
        message = box.get(sequence)
        assert message is not None
        outboxes.move(message)
    for again in (outboxes, opened(archive)):
        said = []
        while again.unsettled:
            said += texts(again)
            speaking = again.choose()
            for sequence in range(1, speaking.last + 1):
                speaking.settle(sequence)
        assert said == [b"one", b"two", b"three"]


def test_a_message_whose_number_was_used_moves_to_a_new_outbox():
    outboxes, archive = new()
    for body in (b"one", b"two"):
        say(outboxes, body)
    outboxes = opened(archive)
    box = outboxes.newest
    for sequence in (1, 2):
        message = box.get(sequence)
        assert message is not None
        outboxes.move(message)
        outboxes.move(message)
    assert box.unsettled == 0
    assert texts(outboxes) == [b"one", b"two"]
    assert outboxes.choose() is not box
    assert texts(opened(archive)) == [b"one", b"two"]


def test_another_message_of_ours_under_our_number_tells_of_a_copy():
    outboxes, _ = new()
    say(outboxes, b"one")
    box = outboxes.newest
    same = Item(ANN, "ann", (7,), 0, b"one", box.outbox, 1, LOG, 3, 0)
    outboxes.compare(same)
    assert outboxes.choose() is box
    outboxes.compare(Item(8, "bob", (7,), 0, b"other", box.outbox, 1, LOG, 4, 0))
    assert outboxes.choose() is box
    outboxes.compare(Item(ANN, "ann", (7,), 0, b"other", box.outbox, 1, LOG, 4, 0))
    assert outboxes.choose() is not box
    assert texts(outboxes) == [b"one"]


def test_what_a_server_has_lost_is_said_again_under_its_numbers():
    outboxes, archive = new()
    box = outboxes.newest
    for n, body in enumerate((b"one", b"two", b"three"), 1):
        say(outboxes, body)
        if n < 3:
            box.settle(n)
            archive.commit_own(SERVER, LOG, (box.outbox, n), n, 0)
    archive.commit(0.0)
    assert outboxes.resume(welcome(1), box, NEVER)
    assert texts(outboxes) == [b"two", b"three"]
    assert not opened(archive).resume(welcome(1), box, NEVER), "they wait already"
    assert texts(opened(archive)) == [b"two", b"three"]
