import pytest

from chatgui.archive.archive import NO_LOG, Archive
from chatgui.archive.database import open_in_memory
from chatgui.archive.items import Item
from chatgui.incoming import Incoming
from shared.dialects.native.records import (
    MESSAGE,
    HistoryPage,
    Kept,
    Limits,
    MessageEntry,
    Posted,
    Welcome,
    encode,
)
from shared.wire import BadPacket

SERVER, LOG = b"s" * 32, b"a" * 16
ENTRY = MessageEntry(1, "ann", (2,), 0, b"hi", b"", 0)


def welcome(log: bytes = LOG, begin: int = 0, since: int = 0) -> Welcome:
    return Welcome(2, "bob", log, 9, 0, 0, Limits(500, 65536, 300), 2, 1, 1, 25, begin, since)


class Reader:
    """An incoming on an archive in memory; `again` is the same after a restart of the program."""

    def __init__(self, archive: Archive | None = None) -> None:
        self.archive = archive or Archive(open_in_memory(), 2, lambda: 0)
        self.compared: list[Item] = []
        place = self.archive.attach(SERVER)
        self.incoming = Incoming(SERVER, place, self.archive, self.compared.append)

    def again(self) -> "Reader":
        return Reader(self.archive)

    def begin(self, log: bytes = LOG, begin: int = 0, since: int = 0) -> tuple[bool, bool]:
        self.incoming.introduce()
        is_new = self.incoming.follow(welcome(log, begin, since))
        return is_new, self.incoming.go_back(begin)

    def take(self, posted: Posted) -> bytes | None:
        news = self.incoming.take_untrusted(posted)
        self.archive.commit(0.0)
        return None if news is None else news.item.body


def posted(
    position: int, entry: MessageEntry = ENTRY, kind: int = MESSAGE, content: bytes = b""
) -> Posted:
    return Posted(position, 0, kind, content or encode(entry))


def test_each_position_is_taken_once():
    reader = Reader()
    reader.begin()
    assert reader.take(posted(5)) == b"hi"
    for old in (5, 4, 0):
        assert reader.take(posted(old)) is None
    assert reader.take(posted(2**40)) == b"hi"
    assert reader.take(posted(2**63)) is None
    assert reader.incoming.introduce() == (LOG, 2**40)
    assert reader.again().incoming.introduce() == (LOG, 2**40)


def test_other_kinds_and_broken_entries_move_the_cursor_too():
    reader = Reader()
    reader.begin()
    assert reader.take(posted(1, kind=9, content=b"?")) is None
    for position, content in ((2, b"?"), (3, encode(MessageEntry(1, "x", (2,), 0, b"", b"o", 1)))):
        with pytest.raises(BadPacket):
            reader.take(posted(position, content=content))
        assert reader.incoming.cursor == position


def test_being_caught_up_never_goes_back():
    reader = Reader()
    reader.begin()
    reader.incoming.catch_up(9)
    reader.incoming.catch_up(3)
    reader.incoming.catch_up(2**63)
    assert reader.incoming.cursor == 9


def test_another_log_is_read_from_the_beginning_and_what_is_known_is_no_news():
    reader = Reader()
    assert reader.incoming.log == NO_LOG
    assert reader.begin(LOG) == (False, False), "the first log is no news"
    said = MessageEntry(1, "ann", (2,), 0, b"numbered", b"o" * 16, 1)
    assert reader.take(posted(9, said)) == b"numbered"
    assert reader.begin(LOG, begin=9) == (False, False)
    assert reader.incoming.cursor == 9
    assert reader.begin(b"b" * 16) == (True, False)
    assert reader.incoming.cursor == 0
    assert reader.take(posted(1, said)) is None
    assert reader.take(posted(2)) == b"hi"


def test_an_older_server_is_followed_back_and_nothing_is_told_twice():
    reader = Reader()
    reader.begin()
    for n in (1, 2, 3):
        reader.take(posted(n, MessageEntry(1, "ann", (2,), 0, b"%d" % n, b"o" * 16, n)))
    reader = reader.again()
    assert reader.begin(begin=1) == (False, True)
    reader.archive.commit(0.0)
    assert reader.incoming.introduce() == (LOG, 1)
    assert reader.take(posted(7, MessageEntry(1, "ann", (2,), 0, b"2", b"o" * 16, 2))) is None
    assert reader.take(posted(8, MessageEntry(1, "ann", (2,), 0, b"4", b"o" * 16, 4))) == b"4"


def test_what_was_said_before_we_came_bears_a_mark():
    reader = Reader()
    reader.begin(since=4)
    marks = []
    for position in (4, 5):
        news = reader.incoming.take_untrusted(posted(position))
        assert news is not None
        marks.append(news.item.early)
    assert marks == [True, False]
    assert len(reader.compared) == 2


def test_pages_of_older_messages_move_nothing():
    reader = Reader()
    reader.begin()
    reader.take(posted(9))
    page = HistoryPage(9, tuple(Kept(n, 0, MESSAGE, encode(ENTRY)) for n in (9, 8, 7)), False)
    assert reader.incoming.take_page_untrusted(page) == 2
    assert reader.incoming.take_page_untrusted(page) == 0
    assert reader.incoming.cursor == 9


def test_what_the_disk_lacks_comes_again_and_is_told_once():
    reader = Reader()
    reader.begin()
    reader.take(posted(1))
    assert reader.incoming.take_untrusted(posted(2)) is not None
    assert reader.incoming.introduce() == (LOG, 1), "not committed yet"
    reader.incoming.follow(welcome(begin=1))
    assert reader.incoming.take_untrusted(posted(2)) is None
    reader.archive.commit(0.0)
    assert reader.incoming.introduce() == (LOG, 2)
