from random import Random

from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item
from chatgui.outboxes import OUTBOX_SIZE, Outboxes
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


def texts(outboxes: Outboxes) -> list[bytes]:
    """What `speaking` would say, in order."""
    box, said = outboxes.speaking, []
    for sequence in range(1, box.last + 1):
        message = box.get(sequence)
        said += [message.body] if message else []
    return said


def test_an_outbox_goes_on_where_it_was():
    outboxes, archive = new()
    outboxes.add("ann", (7,), b"one")
    again = opened(archive)
    assert again.speaking.outbox == outboxes.speaking.outbox
    assert len(again.speaking.outbox) == OUTBOX_SIZE
    assert texts(again) == [b"one"]
    again.add("ann", (7,), b"two")
    assert again.speaking.last == 2


def test_a_copied_home_says_what_waits_as_it_was_and_what_is_new_in_an_outbox_of_its_own():
    outboxes, archive = new()
    outboxes.add("ann", (7,), b"old")
    copy = opened(archive, THERE)
    copy.add("ann", (7,), b"new")
    assert copy.speaking.outbox == outboxes.speaking.outbox
    assert texts(copy) == [b"old"]
    copy.speaking.settle(1)
    archive.commit_own(SERVER, LOG, (copy.newest.outbox, 1), 3, 0)
    assert copy.speaking is copy.newest
    assert copy.newest.outbox != outboxes.newest.outbox
    assert texts(copy) == [b"new"]
    assert opened(archive, THERE).newest.outbox == copy.newest.outbox


def test_a_number_we_never_gave_means_that_somebody_else_did():
    outboxes, _ = new()
    outboxes.add("ann", (7,), b"old")
    box = outboxes.newest
    assert not outboxes.resume(welcome(1), box, NEVER)
    assert outboxes.newest is box
    assert not outboxes.resume(welcome(2), box, NEVER)
    assert outboxes.newest is not box
    assert outboxes.speaking is box


def test_a_message_whose_number_was_used_moves_to_a_new_outbox():
    outboxes, archive = new()
    for body in (b"one", b"two"):
        outboxes.add("ann", (7,), body)
    box = outboxes.newest
    for sequence in (1, 2):
        message = box.get(sequence)
        assert message is not None
        outboxes.move(message)
        outboxes.move(message)
    assert box.unsettled == 0
    assert texts(outboxes) == [b"one", b"two"]
    assert outboxes.speaking is not box
    assert texts(opened(archive)) == [b"one", b"two"]


def test_another_message_of_ours_under_our_number_tells_of_a_copy():
    outboxes, _ = new()
    outboxes.add("ann", (7,), b"one")
    box = outboxes.newest
    same = Item(ANN, "ann", (7,), 0, b"one", box.outbox, 1, LOG, 3, 0)
    outboxes.compare(same)
    assert outboxes.speaking is box
    outboxes.compare(Item(8, "bob", (7,), 0, b"other", box.outbox, 1, LOG, 4, 0))
    assert outboxes.speaking is box
    outboxes.compare(Item(ANN, "ann", (7,), 0, b"other", box.outbox, 1, LOG, 4, 0))
    assert outboxes.speaking is not box
    assert texts(outboxes) == [b"one"]


def test_what_a_server_has_lost_is_said_again_under_its_numbers():
    outboxes, archive = new()
    box = outboxes.newest
    for n, body in enumerate((b"one", b"two", b"three"), 1):
        outboxes.add("ann", (7,), body)
        if n < 3:
            box.settle(n)
            archive.commit_own(SERVER, LOG, (box.outbox, n), n, 0)
    archive.commit(0.0)
    assert outboxes.resume(welcome(1), box, NEVER)
    assert texts(outboxes) == [b"two", b"three"]
    assert not opened(archive).resume(welcome(1), box, NEVER), "they wait already"
    assert texts(opened(archive)) == [b"two", b"three"]
