"""Scrolling back: newest first, in pages that fit a record, and nothing that is not theirs."""

from shared.chat import EVERYONE_ID, AskHistory, HistoryShown, Post
from shared.constants import HISTORY_BYTES, HISTORY_PAGE
from shared.dialects.native.records import encode
from shared.dialects.native.vocabulary import write_history
from shared.transport.outbox import MAX_RECORD
from tests.support.playbook import Playbook

LAST = 2**64 - 1


def says(book: Playbook, sequence: int, to: int = EVERYONE_ID, body: bytes = b"hi") -> int:
    """Ann, peer 1, says it; its position."""
    book.says(1, Post(b"o" * 16, sequence, (to,), 0, body))
    return book.log.head


def ask(book: Playbook, peer: int, before: int = LAST) -> HistoryShown:
    book.forget_told()
    book.says(peer, AskHistory(before))
    (shown,) = book.told(peer)
    assert isinstance(shown, HistoryShown)
    assert shown.before == before
    return shown


def positions(shown: HistoryShown) -> list[int]:
    return [position for position, _ in shown.messages]


def test_what_concerns_a_person_is_shown_newest_first() -> None:
    book = Playbook()
    book.joins_verified(1, "ann")
    bob, eva = book.joins_verified(2, "bob"), book.joins_verified(3, "eva")
    said = [says(book, 1), says(book, 2, bob.id), says(book, 3, eva.id)]
    assert positions(ask(book, 1)) == said[::-1]
    assert positions(ask(book, 2)) == [said[1], said[0]]
    assert positions(ask(book, 2, before=said[1])) == [said[0]]
    assert not ask(book, 2).more


def test_a_newcomer_sees_the_last_few_and_no_asking_opens_more() -> None:
    book = Playbook(newcomers=2)
    book.joins_verified(1, "ann")
    bob = book.joins_verified(2, "bob")
    said = [says(book, n) for n in range(1, 6)]
    secret = says(book, 6, bob.id)
    book.joins_verified(3, "eva")
    later = says(book, 7)
    shown = ask(book, 3)
    assert positions(shown) == [later, said[4], said[3]]
    assert secret not in positions(shown)
    assert not shown.more


def test_pages_follow_each_other_to_the_beginning() -> None:
    book = Playbook()
    book.joins_verified(1, "ann")
    said = [says(book, n) for n in range(1, 2 * HISTORY_PAGE + 6)]
    seen: list[int] = []
    more = True
    while more:
        shown = ask(book, 1, before=seen[-1] if seen else LAST)
        seen += positions(shown)
        more = shown.more
        assert len(shown.messages) <= HISTORY_PAGE
    assert seen == said[::-1]


def test_a_page_fits_a_record_and_holds_one_at_least() -> None:
    book = Playbook()
    book.joins_verified(1, "ann")
    said = [
        says(book, n, body=bytes(size)) for n, size in enumerate((65_536, 20_000, 20_000, 1), 1)
    ]
    newest = ask(book, 1)
    assert positions(newest) == said[:0:-1]
    assert newest.more
    oldest = ask(book, 1, before=said[1])
    assert (positions(oldest), oldest.more) == ([said[0]], False)
    for shown in (newest, oldest):
        assert len(encode(write_history(shown))) <= MAX_RECORD
    assert HISTORY_BYTES < MAX_RECORD
