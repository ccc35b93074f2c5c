from random import Random

from chatgui.app.messages import Send
from chatgui.archive.archive import Archive
from chatgui.archive.database import open_in_memory
from chatgui.outboxes import Outboxes
from chatgui.typed import Typed

SERVER = b"s" * 32


def typed(*texts: str) -> tuple[Typed, Outboxes, Archive]:
    archive = Archive(open_in_memory(), 5, lambda: 0)
    outboxes = Outboxes(SERVER, archive.attach(SERVER), b"h" * 16, archive, Random(1).randbytes)
    lines = Typed(archive)
    for text in texts:
        key = outboxes.number()
        lines.add(archive.keep_errand("box:1", ("bob",), text, key), Send(("bob",), text))
    return lines, outboxes, archive


def numbers(archive: Archive) -> list[tuple[str, bytes, int]]:
    archive.commit(0.0)
    return [(e.text, e.outbox, e.sequence) for e in archive.errands("box:1")]


def test_lines_leave_in_the_order_of_typing():
    lines, outboxes, _ = typed("one", "two")
    box = outboxes.newest.outbox
    assert lines.outboxes == {box: 2}
    assert lines.first == (box, 1)
    assert [lines.take().text, lines.take().text] == ["one", "two"]
    assert lines.first == (b"", 0)


def test_a_line_is_found_by_its_number_and_may_be_dropped():
    lines, outboxes, _ = typed("one", "two")
    line = lines.find((outboxes.newest.outbox, 2))
    assert line is not None
    lines.drop(line)
    assert lines.find(line.key) is None
    assert lines.take().text == "one"


def test_what_nobody_has_heard_of_follows_into_a_new_outbox():
    lines, outboxes, archive = typed("heard of", "fresh")
    old = outboxes.newest
    old.known = 1
    lines.freshen(outboxes)
    new = outboxes.begin_anew()
    lines.freshen(outboxes)
    assert numbers(archive) == [("heard of", old.outbox, 1), ("fresh", new.outbox, 1)]


def test_new_numbers_keep_the_order():
    lines, outboxes, archive = typed("one", "two", "three")
    old = outboxes.newest.outbox
    lines.number_from((old, 2), outboxes)
    new = outboxes.newest.outbox
    assert numbers(archive) == [("one", old, 1), ("two", new, 1), ("three", new, 2)]
